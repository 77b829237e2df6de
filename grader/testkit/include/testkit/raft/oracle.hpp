// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The oracle: is what clients are told true? It knows each command by name, and looks at each
// answer once; a history that it finds no fault with is linearizable.
//
// Commands carry names of their own, "c2.17": client 2, its 17th. The state machine answers a
// command with its number in the one order of all, and a question with how many there are.
// Interface:
//   next_name(client)           a client is about to ask for this command
//   applied(name)               the first replica carries it out
//   wrote(...), read(...)       what a client was told, and how high the numbers were when it asked
//   highest()                   the highest number that any client has been told until now
// Rules, each with its id: oracle.phantom, oracle.once, oracle.lost-write, oracle.stale-read,
// oracle.order. An answer that never came is no fault: it may be carried out later, or never.
// Cost: constant for each command and each answer.
// Thread rule: one thread.
#pragma once

#include <patina/raft/types.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace testkit::raft {

class Oracle {
 public:
  using Broken = std::function<void(std::string_view rule, std::string_view sentence)>;

  explicit Oracle(Broken broken) : broken_(std::move(broken)) {}

  // The next command of this client. Returns its name.
  std::string next_name(std::uint64_t client);
  void applied(std::string_view command);
  std::uint64_t highest() const { return highest_; }
  // `highest_before`: highest() when the request left.
  void wrote(std::string_view command, std::uint64_t number, std::uint64_t highest_before);
  void read(std::uint64_t client, std::uint64_t count, std::uint64_t highest_before);
  // The numbered command, in the one order; empty if it was not carried out.
  std::string_view command(std::uint64_t number) const;

 private:
  struct Client {
    std::uint64_t asked = 0;       // the last serial
    std::vector<bool> is_applied;  // by serial
  };
  Client& client(std::uint64_t number);
  void broken(std::string_view rule, const std::string& sentence) { broken_(rule, sentence); }

  Broken broken_;
  std::vector<Client> clients_;
  std::vector<std::string> order_;  // all commands, ours and others', as they were first applied
  std::uint64_t highest_ = 0;
};

// "c2.17": client 2, serial 17. False if this is no name of a client's command.
bool read_name(std::string_view command, std::uint64_t& client, std::uint64_t& serial);

}  // namespace testkit::raft
