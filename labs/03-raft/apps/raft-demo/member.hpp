// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Member: a node on a thread of its own, with its store and its state machine.
//
// Interface:
//   Member(setup, to_all)      starts the thread; it reports first what it came up with
//   give(work)                 what happens to it next, in this order; it answers with one Report
//   ~Member()                  the node dies: its inbox has no sender any more, and its thread
//                              ends. What its store has synced is all that is left
//   Report                     what it had to say: messages to others, and lines to be shown
//
// Work comes in by a channel, and goes out by one that all members share. Nothing else does: no
// member sees another, or the clock.
// Thread rule: one thread makes, gives and destroys.
#pragma once

#include "pairs.hpp"

#include <patina/channel.hpp>
#include <patina/raft/config.hpp>
#include <patina/raft/message.hpp>
#include <patina/raft/ready.hpp>
#include <patina/rt/thread.hpp>
#include <patina/send.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace demo {

using patina::raft::Message;
using patina::raft::NodeId;

struct Tick {};
struct Command {
  std::string text;  // "NAME VALUE"
};
struct Question {
  std::string name;
};
using Event = std::variant<Tick, Message, Command, Question>;

// Commands and snapshots are shared by all who hold them, never changed, and counted by atomics: so
// messages may go to other threads, though nothing in them says so to the compiler.
struct Work {
  std::vector<Event> events;
  PATINA_UNSAFE_SEND(Work, true);
};

struct Report {
  std::uint64_t node = 0;
  std::vector<Message> messages;
  std::vector<std::string> lines;
  patina::raft::Glance seen;
  bool is_over = false;  // it can't go on: the last line says why
  PATINA_UNSAFE_SEND(Report, true);
};

struct Setup {
  patina::raft::Config config;
  std::string folder;               // of its store
  std::uint64_t compact_every = 8;  // entries
};

class Member {
 public:
  Member(Setup setup, patina::Sender<Report> to_all);
  ~Member();
  Member(const Member&) = delete;
  Member& operator=(const Member&) = delete;

  void give(Work work);

 private:
  Member(Setup setup, patina::Sender<Report> to_all, patina::Channel<Work> inbox);

  std::optional<patina::Sender<Work>> inbox_;
  patina::rt::thread thread_;
};

}  // namespace demo
