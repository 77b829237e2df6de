// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Spoken: does a node say only what it could not forget? (Paper, Figure 2, "Persistent state")
//
// Interface:
//   unfounded(message, disk)    what `message` says that is not on `disk`; nothing if all is
//   spoken(solo)                does what the node has ready, a Ready at a time, and looks at each
//                               message in the moment in which it may leave. Returns all of them
//   is_all_written(solo)        does the disk hold what the node knows?
// A Solo whose is_written_at_once is false.
// Thread rule: one thread.
#pragma once

#include <testkit/raft/solo.hpp>

#include <string>
#include <vector>

namespace testkit::raft {

std::string unfounded(const Message& message, const Restored& disk);
std::vector<Message> spoken(Solo& node);
// One Ready: what may leave before it is written, and then the rest.
struct Said {
  Ready ready;
  std::vector<Message> before;
};
Said begin_to_write(Solo& node);
std::vector<Message> end_writing(Solo& node, Said& said);
bool is_all_written(const Solo& node);

}  // namespace testkit::raft
