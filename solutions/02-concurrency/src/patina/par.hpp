// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2d: loops and pipelines over many items, split in halves by join.
//
// Interface:
//   parallel_for(first, last, f, arguments...)   f(i, arguments...) for each i in first .. last - 1
//   par(first, last), par(vector)                a pipeline over numbers, or over a vector's items
//     .map(f)                                    each item becomes f(item)
//     .filter(p)                                 only items with p(item) go on
//     .reduce(identity, op)                      all items combined by op into one
//     .collect()                                 all items in a vector, in their order
//
//   par(words).map(length).filter(is_odd).reduce(0, add)
//
// Contract:
//   - what threads call at once captures nothing, or is Send and Sync; what goes from thread to
//     thread is Send: items, results, the identity. All of that is asked at compile time.
//   - each function is called once for each item that reaches it, in any order and on any worker;
//     an exception of one crosses when all work that was begun has ended.
//   - reduce: op is associative, and op(identity, x) is x. It need not be commutative: what was
//     left stays left.
//   - few enough items make one piece, so that a piece is worth its join; at least as many pieces
//     as workers are made if there are as many items.
// Thread rule: as for join, on which all of it rests.
// See also: rayon::iter::ParallelIterator.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/call.hpp>
#include <patina/par_stages.hpp>
#include <patina/pool.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace patina {

// How many items a piece has that is not split any more: `items` / (32 workers), or one.
inline std::size_t piece_of(std::size_t items) {
  return std::max<std::size_t>(items / (32 * Pool::current().size()), 1);
}

// The range first .. last - 1, halved by join as long as it is larger than `piece`. Each piece
// becomes leaf(first, last), and two neighbours become merge(left, right). Leaf and Merge are Send,
// and may be copied.
template <class Leaf, class Merge>
auto split_reduce(std::size_t first, std::size_t last, std::size_t piece, Leaf leaf, Merge merge)
    -> std::decay_t<decltype(leaf(first, last))> {
  // BEGIN SOLUTION(2d)
  // STUB: not_implemented("2d", "halve the range by join, and merge what comes back");
  if (last - first <= piece) return leaf(first, last);
  const auto half = [](std::size_t from, std::size_t to, std::size_t one, Leaf l, Merge m) {
    return split_reduce(from, to, one, l, m);
  };
  const std::size_t middle = first + (last - first) / 2;
  auto [left, right] = join(call(half, first, middle, piece, leaf, merge),
                            call(half, middle, last, piece, leaf, merge));
  return merge(std::move(left), std::move(right));  // (mutant 2d-merges-the-wrong-way-round)
  // END SOLUTION
}

// Calls f(i, arguments...) for each i, once. All calls see the same arguments, as const.
template <class F, class... Arguments>
void parallel_for(std::size_t first, std::size_t last, F f, Arguments... arguments) {
  require_shared_call<F, std::size_t, const Arguments&...>();
  (assert_sync<Arguments>(), ...);
  // BEGIN SOLUTION(2d)
  // STUB: not_implemented("2d", "call f for each index of the range, in pieces");
  if (last <= first) return;
  const auto leaf = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) f(i, std::as_const(arguments)...);
    return Unit{};
  };
  const auto merge = [](Unit, Unit) { return Unit{}; };
  split_reduce(first, last, piece_of(last - first), trust(leaf), trust(merge));
  // END SOLUTION
}

// Item is what arrives at the end of the stages, as a reference or as a value.
template <class Source, class Stage, class Item>
class [[nodiscard]] Par {
 public:
  using Value = std::remove_cvref_t<Item>;

  Par(Source source, Stage stage) : source_(source), stage_(std::move(stage)) {
    assert_send<Value>();
  }

  template <class F>
  auto map(F f) const {
    require_shared_call<F, Item>();
    using Next = std::invoke_result_t<const F&, Item>;
    using Mapped = MapStage<Stage, F>;
    return Par<Source, Mapped, Next>(source_, Mapped{stage_, std::move(f)});
  }

  template <class P>
  auto filter(P p) const {
    require_shared_call<P, const Value&>();
    using Filtered = FilterStage<Stage, P>;
    return Par<Source, Filtered, Item>(source_, Filtered{stage_, std::move(p)});
  }

  // All items by op, from left to right: op(op(identity, a), b), and op(left, right) of two pieces,
  // each of which begins with a copy of `identity`. No items: `identity`.
  template <class Op>
  Value reduce(std::type_identity_t<Value> identity, Op op) const {
    require_shared_call<Op, Value, Value>();
    assert_sync<Value>();
    // BEGIN SOLUTION(2d)
    // STUB: not_implemented("2d", "combine the items of each piece, and then the pieces");
    const auto leaf = [&](std::size_t from, std::size_t to) {
      return fold_runs(from, to, identity, op, [&](std::size_t i, Value& all) {
        const auto add = [&](auto&& x) { all = op(std::move(all), std::forward<decltype(x)>(x)); };
        stage_.feed(source_[i], add);
      });
    };
    return split_reduce(0, source_.size(), piece_of(source_.size()), trust(leaf), trust(op));
    // END SOLUTION
  }

  // All items in a vector, in the order of the source. Each is moved at most twice, however many
  // pieces there are.
  std::vector<Value> collect() const {
    // BEGIN SOLUTION(2d)
    // STUB: not_implemented("2d", "collect the items of each piece, and then the pieces in order");
    const auto leaf = [&](std::size_t from, std::size_t to) {
      Pieces<Value> piece;
      const auto add = [&](auto&& x) { piece.add(std::forward<decltype(x)>(x)); };
      for (std::size_t i = from; i < to; ++i) stage_.feed(source_[i], add);
      return piece;
    };
    const auto merge = &Pieces<Value>::append;
    return split_reduce(0, source_.size(), piece_of(source_.size()), trust(leaf), trust(merge))
        .join();
    // END SOLUTION
  }

 private:
  Source source_;
  [[no_unique_address]] Stage stage_;
};

inline auto par(std::size_t first, std::size_t last) {
  return Par<Indices, Pass, std::size_t>(Indices(first, last), Pass{});
}

// REQUIRES: `items` outlives the pipeline, and nobody changes it meanwhile.
template <class T>
auto par(const std::vector<T>& items) {
  assert_sync<T>();
  return Par<Items<T>, Pass, const T&>(Items<T>(items), Pass{});
}
template <class T>
void par(std::vector<T>&& items) = delete;  // a temporary is gone before the pipeline runs

}  // namespace patina
