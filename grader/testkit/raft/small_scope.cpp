// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/check.hpp>
#include <testkit/raft/small_scope.hpp>

#include <patina/base/hooks.hpp>
#include <patina/base/not_implemented.hpp>

#include <algorithm>
#include <utility>

#include "promises.hpp"
#include "run_state.hpp"
#include "run_story.hpp"

namespace testkit::raft {
namespace {

using Kind = Input::Kind;

Config config_of(const Scope& scope) {
  Config config;
  config.configuration = voters_up_to(scope.starts.size());
  config.features = scope.features;
  config.message_entries_max = scope.message_entries_max;
  config.election_ticks_min = config.election_ticks_max = 3;  // the search decides who is first
  return config;
}

class Search {
 public:
  explicit Search(const Scope& scope)
      : scope_(scope),
        names_(scope.starts.size(), scope.is_symmetric),
        nodes_(config_of(scope), names_),
        promises_(names_, scope.features.persistence) {
    PATINA_ASSERT(scope.starts.size() <= nodes_max, "a small scope has three nodes at most");
  }

  Explored run() {
    begin();
    for (at_ = 0; at_ < states_.size() && !result_.broken; ++at_) {
      if (states_.size() >= scope_.states) return finish(false);
      expand();
    }
    return finish(true);
  }

  // The code under judgement has broken off in the middle of a move.
  BrokenRun run_so_far() const {
    std::vector<RunMove> moves = path(at_);
    moves.push_back(move_);
    return tell(moves);
  }

 private:
  void begin() {
    RunState first;
    for (std::size_t i = 0; i < scope_.starts.size(); ++i) {
      patina::raft::Restored restored;
      restored.hard_state.term = Term{scope_.starts[i].term};
      restored.entries = log(1, scope_.starts[i].terms);
      first.nodes[i] = nodes_.born(NodeId{i + 1}, restored);
    }
    first.left = {static_cast<std::uint8_t>(scope_.time_outs),
                  static_cast<std::uint8_t>(scope_.beats),
                  static_cast<std::uint8_t>(scope_.proposals),
                  static_cast<std::uint8_t>(scope_.duplicates),
                  static_cast<std::uint8_t>(scope_.crashes)};
    seen_.add(print_of(first));
    states_.push_back(first);
  }

  Explored finish(bool is_complete) {
    result_.states = states_.size();
    result_.node_states = nodes_.size();
    result_.replays = nodes_.replays();
    result_.depth = states_.back().depth;
    result_.is_complete = is_complete;
    return std::move(result_);
  }

  void expand() {
    const RunState from = states_[at_];
    for (std::size_t i = 0; i < scope_.starts.size(); ++i) expand_node(from, i);
    for (std::size_t i = 0; i < from.under_way.size(); ++i) {
      const MessageNumber number = from.under_way[i];
      if (i > 0 && from.under_way[i - 1] == number) continue;
      const NodeId to = nodes_.message(number).message.to;
      if (to.value() == 0 || to.value() > scope_.starts.size()) continue;
      const auto node = static_cast<std::uint8_t>(to.value() - 1);
      RunState next = from;
      next.under_way.take(i);
      with_crashes(next, {node, {Kind::receive, number}, false});
      if (from.left.duplicates == 0) continue;
      next = from;
      --next.left.duplicates;
      go(next, {node, {Kind::receive, number}, true});
    }
  }

  void expand_node(const RunState& from, std::size_t i) {
    const NodeState& node = nodes_[from.nodes[i]];
    const auto number = static_cast<std::uint8_t>(i);
    const bool leads = node.glance.role == Role::leader;
    RunState next = from;
    if (!leads && from.left.time_outs > 0 && node.glance.term < Term{scope_.terms}) {
      --next.left.time_outs;
      with_crashes(next, {number, {Kind::time_out}, false});
    }
    next = from;
    if (leads && from.left.beats > 0) {
      --next.left.beats;
      go(next, {number, {Kind::beat}, false});
    }
    next = from;
    if (leads && from.left.proposals > 0 && node.log.size() < scope_.entries) {
      --next.left.proposals;
      with_crashes(next, {number, {Kind::propose}, false});
    }
    next = from;
    if (from.left.crashes > 0) {
      --next.left.crashes;
      go(next, {number, {Kind::restart}, false});
    }
  }

  void with_crashes(RunState next, RunMove move) {
    go(next, move);
    if (next.left.crashes == 0 || !scope_.features.persistence) return;
    --next.left.crashes;
    for (const Crash crash : {Crash::before_write, Crash::after_write}) {
      move.stimulus.crash = crash;
      go(next, move);
    }
  }

  void go(RunState next, const RunMove& move) {
    if (result_.broken) return;
    move_ = move;
    const NodeState& before = nodes_[next.nodes[move.node]];
    const Change& change = nodes_.after(next.nodes[move.node], move.stimulus);
    if (!change.is_there) return;
    ++result_.moves;
    next.nodes[move.node] = change.next;
    for (const MessageNumber sent : change.sent) next.under_way.add(sent);
    next.parent = static_cast<std::uint32_t>(at_);
    next.depth = states_[at_].depth + 1;
    next.move = move;
    if (change.fault != nullptr) return fail(*change.fault);
    Nodes all;
    for (std::size_t i = 0; i < scope_.starts.size(); ++i) all.push_back(&nodes_[next.nodes[i]]);
    const Promises::Verdict verdict = promises_.judge(next.promised, all, move.node, before);
    if (verdict.fault) return fail(*verdict.fault);
    next.promised = verdict.number;
    keep(next, 0);
  }

  // More than may be under way: each choice of what is lost is a state. From position `at` on, so
  // that each choice is made once.
  void keep(const RunState& state, std::size_t at) {
    if (state.under_way.size() <= scope_.under_way) {
      if (seen_.add(print_of(state))) states_.push_back(state);
      return;
    }
    for (std::size_t i = at; i < state.under_way.size(); ++i) {
      if (i > at && state.under_way[i] == state.under_way[i - 1]) continue;
      RunState fewer = state;
      fewer.under_way.take(i);
      keep(fewer, i);
    }
  }

  void fail(const Fault& fault) {
    result_.broken = run_so_far();
    result_.broken->rule = fault.rule;
    result_.broken->sentence = fault.sentence;
  }

  std::vector<RunMove> path(std::size_t at) const {
    std::vector<RunMove> moves;
    for (; at != 0; at = states_[at].parent) moves.push_back(states_[at].move);
    std::reverse(moves.begin(), moves.end());
    return moves;
  }

  BrokenRun tell(const std::vector<RunMove>& moves) const {
    std::vector<StateNumber> first(states_[0].nodes.begin(),
                                   states_[0].nodes.begin() +
                                       static_cast<std::ptrdiff_t>(scope_.starts.size()));
    return tell_run(scope_, nodes_, first, moves);
  }

  // Of the smallest of a state's renamings.
  std::uint64_t print_of(const RunState& state) const {
    std::uint64_t smallest = ~std::uint64_t{0};
    for (std::size_t i = 0; i < names_.count(); ++i) {
      std::uint64_t sum = 0;
      for (std::size_t node = 0; node < scope_.starts.size(); ++node)
        sum += nodes_[state.nodes[node]].prints[i];
      for (std::size_t m = 0; m < state.under_way.size(); ++m)
        sum += nodes_.message(state.under_way[m]).prints[i];
      smallest = std::min(smallest, sum + promises_.prints(state.promised)[i]);
    }
    const Left& left = state.left;
    return Print(smallest).add(left.time_outs).add(left.beats).add(left.proposals)
        .add(left.duplicates).add(left.crashes).value();
  }

  const Scope& scope_;
  const Names names_;
  NodeStates nodes_;
  Promises promises_;
  Seen seen_;
  std::vector<RunState> states_;
  std::size_t at_ = 0;  // whose moves are being tried
  RunMove move_;
  Explored result_;
};

const Search* searching = nullptr;
patina::base::Hooks hooks_before;

// Its sentence is told where its run has come to.
void on_assertion(std::string_view sentence, const std::source_location& where) {
  if (const Search* const search = std::exchange(searching, nullptr))
    tell_moves(search->run_so_far());
  if (hooks_before.assertion != nullptr) hooks_before.assertion(sentence, where);
}

class Hooked {
 public:
  explicit Hooked(const Search& search) {
    searching = &search;
    hooks_before = patina::base::hooks;
    patina::base::hooks.assertion = on_assertion;
  }
  ~Hooked() {
    searching = nullptr;
    patina::base::hooks = hooks_before;
  }
  Hooked(const Hooked&) = delete;
  Hooked& operator=(const Hooked&) = delete;
};

}  // namespace

Explored explore_runs(const Scope& scope) {
  Search search(scope);
  const Hooked hooked(search);
  try {
    return search.run();
  } catch (const patina::not_implemented_error&) {
    throw;
  } catch (...) {
    tell_moves(search.run_so_far());
    throw;
  }
}

Explored every_run(const Scope& scope, std::source_location where) {
  ask_rule();
  Explored explored = explore_runs(scope);
  if (!explored.broken) {
    step((explored.is_complete ? "all " : "the first ") + std::to_string(explored.states) +
             " states that runs come into, up to " + std::to_string(explored.depth) +
             " moves from the start, keep the rules",
         where);
    return explored;
  }
  tell_moves(*explored.broken, where);
  broke_rule(explored.broken->rule + ": " + explored.broken->sentence, where);
  return explored;
}

}  // namespace testkit::raft
