// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The parts of a par pipeline (task 2d): where the items come from, and what happens to each.
//
// Interface:
//   Indices, Items<T>      sources: size(), and source[i] for i in 0 .. size() - 1
//   Pass, MapStage, FilterStage   stage.feed(item, sink) calls sink with what becomes of the
//                                 item, or not at all
//   Pieces<T>                     items in order: add(item), append(left, right), and join() into
//                                 one vector
//   fold_runs(from, to, identity, op, feed)   what op makes of items from .. to - 1 in one thread:
//                                 feed(i, all) adds item i to `all`
//   trust(f)                      a reference to f that may be handed to join
//
// Items are pushed through the stages one by one, so no stage holds more than one of them, and the
// compiler sees one loop.
// Thread rule: all are read only, and copied to each thread that works.
#pragma once

#include <patina/send.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace patina {

// The numbers first, first + 1, ... last - 1.
class Indices {
 public:
  Indices(std::size_t first, std::size_t last)
      : first_(first), size_(last < first ? 0 : last - first) {}
  std::size_t size() const { return size_; }
  std::size_t operator[](std::size_t i) const { return first_ + i; }

 private:
  std::size_t first_;
  std::size_t size_;
};

// The items of a vector that outlives the pipeline.
template <class T>
class Items {
 public:
  explicit Items(const std::vector<T>& items) : items_(items.data()), size_(items.size()) {}
  std::size_t size() const { return size_; }
  const T& operator[](std::size_t i) const { return items_[i]; }

 private:
  const T* items_;
  std::size_t size_;
};

struct Pass {
  template <class Item, class Sink>
  void feed(Item&& item, Sink&& sink) const {
    sink(std::forward<Item>(item));
  }
};

template <class Before, class F>
struct MapStage {
  [[no_unique_address]] Before before;
  [[no_unique_address]] F function;

  template <class Item, class Sink>
  void feed(Item&& item, Sink&& sink) const {
    before.feed(std::forward<Item>(item),
                [&](auto&& x) { sink(function(std::forward<decltype(x)>(x))); });
  }
};

template <class Before, class P>
struct FilterStage {
  [[no_unique_address]] Before before;
  [[no_unique_address]] P predicate;

  template <class Item, class Sink>
  void feed(Item&& item, Sink&& sink) const {
    before.feed(std::forward<Item>(item), [&](auto&& x) {
      if (predicate(std::as_const(x))) sink(std::forward<decltype(x)>(x));
    });
  }
};

// Items in their order, in pieces, so that appending moves pieces and not items.
template <class T>
class Pieces {
 public:
  template <class Item>
  void add(Item&& item) {
    if (pieces_.empty()) pieces_.emplace_back();
    pieces_.back().push_back(std::forward<Item>(item));
  }

  static Pieces append(Pieces left, Pieces right) {
    std::move(right.pieces_.begin(), right.pieces_.end(), std::back_inserter(left.pieces_));
    return left;
  }

  std::vector<T> join() {
    if (pieces_.size() == 1) return std::move(pieces_.front());
    std::size_t size = 0;
    for (const std::vector<T>& piece : pieces_) size += piece.size();
    std::vector<T> all;
    all.reserve(size);
    for (std::vector<T>& piece : pieces_) {
      std::move(piece.begin(), piece.end(), std::back_inserter(all));
    }
    return all;
  }

  PATINA_UNSAFE_SEND(Pieces, Send<T>);

 private:
  std::vector<std::vector<T>> pieces_;
};

// A closure in the frame of par or of parallel_for, which wait until join is done with it, and
// which have asked all that it captures whether it may be shared. Hence: Send on our word.
template <class F>
class Trusted {
 public:
  explicit Trusted(const F& function) : function_(std::addressof(function)) {}
  template <class... Arguments>
  decltype(auto) operator()(Arguments&&... arguments) const {
    return (*function_)(std::forward<Arguments>(arguments)...);
  }

  PATINA_UNSAFE_SEND(Trusted, true);

 private:
  const F* function_;
};

template <class F>
Trusted<F> trust(const F& function) {
  return Trusted<F>(function);
}

// Plain values in four runs of neighbours, side by side: memory is read ahead in each of them, and
// no call of op waits for the one before. Others in one run, from left to right.
template <class Value, class Op, class Feed>
Value fold_runs(std::size_t from, std::size_t to, const Value& identity, const Op& op,
                const Feed& feed) {
  Value all = identity;
  if constexpr (std::is_trivially_copyable_v<Value>) {
    const std::size_t run = (to - from) / 4;
    Value second = identity, third = identity, fourth = identity;
    for (const std::size_t end = from + run; from < end; ++from) {
      feed(from, all);
      feed(from + run, second);
      feed(from + 2 * run, third);
      feed(from + 3 * run, fourth);
    }
    all = op(op(all, second), op(third, fourth));
    from += 3 * run;
  }
  for (; from < to; ++from) feed(from, all);
  return all;
}

}  // namespace patina
