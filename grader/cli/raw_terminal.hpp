// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A terminal that hands over each key at once, unseen, and gets its manners back however we leave.
//
// Interface:
//   RawTerminal terminal(fd)     from here on keys come one by one; restored by the destructor, and
//                                by the signals that end or stop this process
//   drop_keys(fd)                what was typed so far is forgotten
//
// Invariants: signals still do what they did (Ctrl-C ends, Ctrl-Z stops), but the terminal is
// restored first; after Ctrl-Z and fg it is raw again.
// Thread rule: one at a time in a process; the main thread.
#pragma once

namespace grader {

class RawTerminal {
 public:
  explicit RawTerminal(int fd);
  ~RawTerminal();
  RawTerminal(const RawTerminal&) = delete;
  RawTerminal& operator=(const RawTerminal&) = delete;

 private:
  int fd_;
};

void drop_keys(int fd);

}  // namespace grader
