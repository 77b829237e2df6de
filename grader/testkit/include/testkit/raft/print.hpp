// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How a failed CHECK prints what lab 03 is about: "AppendEntries 1>2 term 3 after 7:2 entries 8:2",
// "term 3", "no node".
// Thread rule: pure functions.
#pragma once

#include <patina/raft/ready.hpp>
#include <testkit/catch.hpp>

#include <string>

namespace testkit::raft {

std::string describe(const patina::raft::Status& status);
std::string describe(const patina::raft::Glance& glance);
std::string describe(const patina::raft::Proposed& proposed);
std::string_view name_of(patina::raft::Refusal refusal);

}  // namespace testkit::raft

namespace Catch {

#define TESTKIT_RAFT_PRINTS(type, expression)                                            \
  template <>                                                                            \
  struct StringMaker<type> {                                                             \
    static std::string convert(const type& value) { return std::string(expression); }    \
  }

TESTKIT_RAFT_PRINTS(patina::raft::Term, "term " + patina::raft::to_string(value));
TESTKIT_RAFT_PRINTS(patina::raft::Index, "index " + patina::raft::to_string(value));
TESTKIT_RAFT_PRINTS(patina::raft::NodeId,
                    value == patina::raft::no_node ? std::string("no node")
                                                   : "node " + patina::raft::to_string(value));
TESTKIT_RAFT_PRINTS(patina::raft::Bytes, "\"" + std::string(value.view()) + "\"");
TESTKIT_RAFT_PRINTS(patina::raft::Role, patina::raft::name_of(value));
TESTKIT_RAFT_PRINTS(patina::raft::MessageType, patina::raft::name_of(value));
TESTKIT_RAFT_PRINTS(patina::raft::Refusal, testkit::raft::name_of(value));
TESTKIT_RAFT_PRINTS(patina::raft::Entry, patina::raft::describe(value));
TESTKIT_RAFT_PRINTS(patina::raft::Message, patina::raft::describe(value));
TESTKIT_RAFT_PRINTS(patina::raft::Status, testkit::raft::describe(value));
TESTKIT_RAFT_PRINTS(patina::raft::Glance, testkit::raft::describe(value));
TESTKIT_RAFT_PRINTS(patina::raft::Proposed, testkit::raft::describe(value));
TESTKIT_RAFT_PRINTS(patina::raft::Configuration, value.encode().view());
TESTKIT_RAFT_PRINTS(patina::raft::LastEntry, patina::raft::to_string(value.index) + ":" +
                                                 patina::raft::to_string(value.term));
TESTKIT_RAFT_PRINTS(patina::raft::IndexRange,
                    value.is_empty() ? std::string("no entries")
                                     : "entries " + patina::raft::to_string(value.first) + ".." +
                                           patina::raft::to_string(value.last));
TESTKIT_RAFT_PRINTS(patina::raft::HardState,
                    "term " + patina::raft::to_string(value.term) + " vote " +
                        patina::raft::to_string(value.vote) + " commit " +
                        patina::raft::to_string(value.commit));
TESTKIT_RAFT_PRINTS(patina::raft::ReadState,
                    "read " + std::to_string(value.context) +
                        (value.is_refused ? " refused"
                                          : " at " + patina::raft::to_string(value.index)));

#undef TESTKIT_RAFT_PRINTS

}  // namespace Catch
