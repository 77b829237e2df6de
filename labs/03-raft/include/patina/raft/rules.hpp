// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The table of contents of Raft: every rule, by task and by the section of the paper. Each is
// defined in the file that its line names, with its contract.
//
// Rules call each other by these names. A rule of a task that is switched off (Features) is never
// called: the doors in patina/raft/doors.hpp see to it.
#pragma once

#include <patina/raft/state.hpp>

#include <cstdint>
#include <optional>
#include <span>

namespace patina::raft {

// 3a, election (5.1, 5.2, 5.4.1)
bool observe_term(State& state, const Message& message);                   // terms.hpp
void become_follower(State& state, Term term, NodeId leader);              // terms.hpp
void restart_election_timer(State& state);                                 // timer.hpp
void tick_timers(State& state);                                            // timer.hpp
void start_election(State& state);                                         // election.hpp
void on_request_vote(State& state, const Message& message);                // election.hpp
void on_vote_response(State& state, const Message& message);               // election.hpp
void become_leader(State& state);                                          // election.hpp
void heard_from_leader(State& state, const Message& message);              // election.hpp
bool is_up_to_date(const State& state, LastEntry candidate);               // election.hpp

// 3b, replication (5.3, 5.4.2)
void begin_leadership(State& state);                                       // replication.hpp
Proposed append_commands(State& state, std::span<const Bytes> commands);   // replication.hpp
void replicate(State& state, Peer& peer, bool is_heartbeat);               // replication.hpp
void on_append_entries(State& state, const Message& message);              // append.hpp
void on_append_response(State& state, const Message& message);             // replication.hpp
void advance_commit(State& state);                                         // commit.hpp
Index majority_match(const State& state, const std::vector<NodeId>& voters);  // commit.hpp

// 3c, persistence (Figure 2, "Persistent state"; thesis 10.2.1)
bool waits_for_disk(const State& state, const Message& message);           // persist.hpp
bool has_work(const State& state);                                         // persist.hpp
Ready take_ready(State& state);                                            // persist.hpp
void on_persisted(State& state, std::uint64_t number);                     // persist.hpp
Index durable_index(const State& state);                                   // persist.hpp

// 3d, snapshots (7)
void compact_log(State& state, Index index, Bytes data);                   // snapshot.hpp
void send_snapshot(State& state, Peer& peer);                              // snapshot.hpp
void on_install_snapshot(State& state, const Message& message);            // snapshot.hpp

// 3e, reads (8; thesis 6.4), pre-vote (thesis 9.6), check-quorum (thesis 6.2)
void request_read(State& state, std::uint64_t context);                    // read_index.hpp
void on_round_heard(State& state);                                         // read_index.hpp
void refuse_reads(State& state);                                           // read_index.hpp
void start_pre_election(State& state);                                     // pre_vote.hpp
void on_pre_vote(State& state, const Message& message);                    // pre_vote.hpp
void on_pre_vote_response(State& state, const Message& message);           // pre_vote.hpp
bool has_live_leader(const State& state);                                  // check_quorum.hpp
void check_quorum(State& state);                                           // check_quorum.hpp

// 3f, membership (6; thesis 4)
Proposed request_change(State& state, const Configuration& wanted);        // membership.hpp
void on_configuration_appended(State& state, const Entry& entry);          // membership.hpp
void on_log_truncated(State& state);                                       // membership.hpp
void on_configuration_restored(State& state);                              // membership.hpp
void on_committed(State& state);                                           // membership.hpp
void stamp_session(State& state, Message& message);                        // membership.hpp
bool is_of_this_session(const State& state, const Message& answer);        // membership.hpp
bool may_stand(const State& state);                                        // membership.hpp

// 3g, flow control (thesis 10.2.1, 10.2.2)
bool has_room(const State& state, std::span<const Bytes> commands);        // flow.hpp
void replicate_in_window(State& state, Peer& peer, bool is_heartbeat);     // flow.hpp
void on_answer_in_window(State& state, Peer& peer, const Message& answer); // flow.hpp
void count_uncommitted(State& state);                                      // flow.hpp
void on_appended(State& state, const Entry& entry);                        // flow.hpp
void on_committed(State& state, IndexRange committed);                     // flow.hpp

// 3h, asynchronous persistence (thesis 10.2.1), snapshots in chunks (7, Figure 13)
void on_ready_taken(State& state, const Ready& ready);                     // async.hpp
void on_written(State& state, std::uint64_t number);                       // async.hpp
bool waits_for_write(const State& state, const Message& message);          // async.hpp
Index written_index(const State& state);                                   // async.hpp
void send_chunk(State& state, const Message& whole);                       // chunked.hpp
std::optional<Message> on_chunk(State& state, const Message& message);     // chunked.hpp
void on_chunk_response(State& state, const Message& message);              // chunked.hpp

// 3i, leader transfer (thesis 3.10), lease reads (thesis 6.4.1)
Proposed request_transfer(State& state, NodeId to);                        // transfer.hpp
void go_on_with_transfer(State& state);                                    // transfer.hpp
void on_timeout_now(State& state, const Message& message);                 // transfer.hpp
void begin_lease_round(State& state);                                      // lease.hpp
void on_lease_round_heard(State& state);                                   // lease.hpp
bool read_by_lease(State& state, std::uint64_t context);                   // lease.hpp
bool is_bound_by_lease(const State& state);                                // lease.hpp

}  // namespace patina::raft
