// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "prints.hpp"

namespace testkit::raft {

std::uint64_t print_of(const std::vector<Entry>& entries) {
  Print print(1);
  for (const Entry& entry : entries)
    print.add(entry.index.value())
        .add(entry.term.value())
        .add(static_cast<std::uint64_t>(entry.kind))
        .add(entry.data.view());
  return print.value();
}

std::uint64_t print_of(const Renaming& rename, const Message& m) {
  Print print(2);
  print.add(static_cast<std::uint64_t>(m.type)).add(m.is_granted).add(rename(m.from));
  print.add(rename(m.to)).add(m.term.value()).add(m.log_index.value()).add(m.log_term.value());
  print.add(m.commit.value()).add(m.hint_index.value()).add(m.hint_term.value()).add(m.round);
  print.add(m.session).add(m.offset).add(m.is_last).add(m.is_transfer).add(print_of(m.entries));
  if (m.snapshot != nullptr) print.add(m.snapshot->index.value()).add(m.snapshot->term.value());
  return print.add(m.chunk.view()).value();
}

std::uint64_t print_of(const Renaming& rename, const Status& status,
                       const std::vector<Entry>& log) {
  Print print(3);
  print.add(rename(status.id)).add(static_cast<std::uint64_t>(status.role));
  print.add(status.term.value()).add(rename(status.vote)).add(rename(status.leader));
  print.add(status.commit.value()).add(status.applied.value()).add(print_of(log));
  std::uint64_t peers = 0;
  for (const patina::raft::PeerStatus& peer : status.peers)
    peers += Print(4).add(rename(peer.id)).add(peer.match_index.value())
                 .add(peer.next_index.value()).value();
  return print.add(peers).value();
}

std::uint64_t print_of(const Renaming& rename, const patina::raft::Restored& disk) {
  Print print(5);
  print.add(disk.hard_state.term.value()).add(rename(disk.hard_state.vote));
  return print.add(disk.hard_state.commit.value()).add(print_of(disk.entries)).value();
}

}  // namespace testkit::raft
