// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3d: Sessions, who has been answered what, so that no command is applied twice (paper,
// section 8; thesis, 6.3).
//
// A client whose answer was lost sends its command again, and so the log may hold it twice. The
// log is right: both are committed. What makes it happen once is that whoever applies them
// remembers the client's last serial and the answer to it. This is state like any other:
// replicated, because all nodes apply the same entries, and part of each snapshot.
//
// Interface:
//   Sessions(max)                at most `max` are open at a time; the same number on all nodes
//   open(index)                  a new session, by the entry at `index`; returns its client.
//                                If there are `max` already, the least recently used one ends: the
//                                one whose last command, applied or not, has the lowest index
//   look_up(client, serial, index)   what to answer without applying anything: the first answer, if
//                                serial is the last one; stale, if it is lower; expired, if there
//                                is no such session. Nothing: apply the command, then record its
//                                answer. In any case the session was used at `index`
//   record(client, serial, answer)   REQUIRES: look_up just said nothing about it
//   write(writer), read(reader)  into a snapshot, and out of one: read returns false if what stands
//                                there is none; then this is to be thrown away
//
// Invariants: a function of the log alone. No clock ends a session: clocks differ, and the nodes
// would too. Equal sessions write equal bytes, whatever way they came about.
// Cost: of memory, one answer a session. Time for open may grow with max, for the others not.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/kv/command.hpp>
#include <patina/raft/types.hpp>

#include <algorithm>
#include <list>
#include <optional>
#include <string>
#include <utility>

namespace patina::kv {

using raft::Index;

class Sessions {
 public:
  explicit Sessions(std::uint32_t max) : max_(max) {
    PATINA_ASSERT(max > 0, "a store without sessions answers nobody");
  }

  ClientId open(Index index) {
    if (by_use_.size() >= max_) by_use_.pop_front();
    by_use_.push_back({ClientId{index.value()}, Serial{}, Answer{}});
    return by_use_.back().client;
  }

  std::optional<Answer> look_up(ClientId client, Serial serial, Index index) {
    (void)index;
    const auto found = find(client);
    if (found == by_use_.end()) return Answer{Outcome::expired, {}, {}};
    by_use_.splice(by_use_.end(), by_use_, found);
    const Session& session = by_use_.back();
    if (serial > session.last) return std::nullopt;
    return serial == session.last ? session.answer : Answer{Outcome::stale, {}, {}};
  }

  void record(ClientId client, Serial serial, const Answer& answer) {
    const auto found = find(client);
    PATINA_ASSERT(found != by_use_.end(), "a command that is recorded has a session");
    found->last = serial;
    found->answer = answer;
  }

  void write(Writer& writer) const {
    writer.word("sessions");
    for (const Session& session : by_use_) {
      writer.word("session");
      writer.text(std::to_string(session.client.value()));
      writer.text(encode(session.answer).view());
      writer.number(session.last.value());
    }
    writer.word("end");
  }

  [[nodiscard]] bool read(Reader& reader) {
    by_use_.clear();
    std::string word;
    if (!reader.word(word) || word != "sessions") return false;
    while (reader.word(word) && word == "session") {
      Session session;
      std::string client;
      std::string answer;
      if (!reader.text(client) || !reader.text(answer)) return false;
      if (!detail::read_number(reader, session.last)) return false;
      const auto decoded = decode<Answer>(Bytes(answer));
      if (!decoded || client.empty()) return false;
      session.client = ClientId{std::stoull(client)};
      session.answer = *decoded;
      by_use_.push_back(std::move(session));
    }
    return word == "end";
  }

 private:
  std::uint32_t max_;
  struct Session {
    ClientId client;
    Serial last;
    Answer answer;
  };
  std::list<Session>::iterator find(ClientId client) {
    return std::find_if(by_use_.begin(), by_use_.end(),
                        [&](const Session& each) { return each.client == client; });
  }
  std::list<Session> by_use_;  // the one that was used least recently is the first
};

}  // namespace patina::kv
