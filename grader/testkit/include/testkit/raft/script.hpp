// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Scripts: a few nodes, told message by message what happens, and what they did about it.
//
// Interface:
//   play_script(text, features)     the script with what came of each command behind it
//   keeps_transcript(text, features)     the word of a test: it has to come out as it stands there
//
// A line that begins with "> " is a command, one with "#" a comment; both are kept, and so are
// empty lines. All other lines are what came of the command before. Commands, with nodes by number:
//   nodes 3                    all empty; the first command; "entries=1": a message holds so many;
//                              "voters=1,2 learners=3": the cluster at first, or else all vote
//   start 2 term=3 log=1,1,2   before anything has happened: node 2 in term 3 with a log
//   quiet, loud                from here on only log, status and reads show something; or all
//   campaign 1                 its election time-out comes
//   beat 1                     ticks of one heartbeat interval
//   tick 1 5                   five ticks
//   propose 1 x                without a command it says where and when: "5:2"
//   deliver 1 2                all that is under way from 1 to 2; "nth=3": the third of it alone;
//                              "twice": and it stays under way
//   lose 1 2, lose             all that is between them, or all
//   stabilize                  delivers until nobody says anything more
//   away 1 2, back             nobody hears them, and they hear nobody; until back
//   restart 1                  power fails, and it comes up with what was synced
//   compact 1 4                a snapshot in place of its log up to 4
//   read 1 7                   asks when read number 7 is safe
//   change 1 voters=1,2,4      asks for these voters instead of today's; "learners=5" (3f)
//   transfer 1 2               asks it to hand leadership to 2 (3i)
//   log, log 1                 the terms of logs, with a bar behind what is committed
//   status, status 1           role, term, vote, log; and the configuration, where it is not that
//                              of the beginning
// campaign, propose and deliver nth= take crash=before-write or crash=after-write. On one line
// commands are parted by ";".
//
// What is shown of a command: the messages that were sent for it, and each node that changed its
// role, term, vote, log, commit index or configuration. Order of messages is that of sender,
// receiver and sending.
// Thread rule: one thread.
#pragma once

#include <testkit/raft/ensemble.hpp>

#include <source_location>
#include <string>
#include <string_view>

namespace testkit::raft {

std::string play_script(std::string_view text, const Features& features);

// With PATINA_REWRITE=FOLDER in the environment, FOLDER/NAME.txt is written as it came out instead.
void keeps_transcript(std::string_view name, std::string_view text, const Features& features,
                      std::source_location where = std::source_location::current());

}  // namespace testkit::raft
