// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3d: KvMachine, keys and values, as a state machine that a log drives.
//
// Interface: that of StateMachine, with the commands and answers of patina/kv/command.hpp
//   KvMachine(sessions_max)   the same number on all nodes
//   apply(index, command)     does it, unless its session says that it was done (Sessions), and
//                             returns the answer. Bytes that are no command: invalid, and nothing
//                             changes. A command that nobody understands is no reason to stop: all
//                             nodes hold it, and would stop with it
//   query(question)           a get, whatever its client and serial; any other operation is invalid
//   snapshot(), restore()     all of it, sessions too
//
// Invariants: same entries, same state, same answers; equal states give equal snapshots, byte for
// byte, also where one of them came out of a snapshot itself. restore does all or nothing: bytes
// that it does not understand to the last one leave everything as it was.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/kv/command.hpp>
#include <patina/kv/sessions.hpp>
#include <patina/raft/state_machine.hpp>

#include <map>
#include <string>
#include <utility>

namespace patina::kv {

class KvMachine final : public raft::StateMachine {
 public:
  explicit KvMachine(std::uint32_t sessions_max = 1024)
      : sessions_max_(sessions_max), sessions_(sessions_max) {}

  Bytes apply(Index index, const Bytes& command) override;
  Bytes query(const Bytes& question) const override;
  Bytes snapshot() const override;
  [[nodiscard]] bool restore(const Bytes& snapshot) override;

 private:
  Answer execute(const Command& command);  // writes, and gets that stand in the log
  Answer get(const std::string& key) const;

  std::uint32_t sessions_max_;
  Sessions sessions_;
};

inline Bytes KvMachine::apply(Index index, const Bytes& bytes) {
  not_implemented("3d", "apply a command once, and answer it");
}

inline Answer KvMachine::execute(const Command& command) {
  not_implemented("3d", "do what a command says");
}

inline Answer KvMachine::get(const std::string& key) const {
  not_implemented("3d", "look up a key");
}

inline Bytes KvMachine::query(const Bytes& question) const {
  not_implemented("3d", "answer a get");
}

inline Bytes KvMachine::snapshot() const {
  not_implemented("3d", "write everything down");
}

inline bool KvMachine::restore(const Bytes& snapshot) {
  not_implemented("3d", "become what was written down, or stay as it is");
}

}  // namespace patina::kv
