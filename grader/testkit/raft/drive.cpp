// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/drive.hpp>

#include <string>
#include <utility>

namespace testkit::raft {
namespace {

constexpr int readies_max = 100;  // for one input

void gather(Solo& solo, Taken& taken) {
  for (Message& message : solo.sent()) taken.sent.push_back(std::move(message));
}

// Returns true iff power has failed.
bool pump(Solo& solo, Crash crash, Taken& taken) {
  for (int count = 0; solo->has_ready(); ++count) {
    if (count == readies_max) return taken.is_endless = true;
    Ready ready = solo.ready();
    gather(solo, taken);
    const bool writes = ready.hard_state.has_value() || !ready.append.is_empty();
    const bool holds_back = !ready.after_persist.empty();
    if (crash == Crash::before_write && writes) return true;
    solo.finish(ready);
    if (crash == Crash::after_write && writes && holds_back) return true;
    gather(solo, taken);
  }
  return false;
}

bool is_standing(const Solo& solo, const Glance& before) {
  const Glance now = solo.glance();
  return now.term != before.term || now.role != before.role;
}

bool time_out(Solo& solo, Crash crash, Taken& taken) {
  const Glance before = solo.glance();
  if (before.role == Role::leader) return false;
  for (patina::raft::Ticks ticks = 0; ticks < 4 * solo.config().election_ticks_max; ++ticks) {
    solo->tick();
    const bool stands = is_standing(solo, before);
    const bool has_crashed = pump(solo, stands ? crash : Crash::never, taken);
    if (stands || has_crashed) return stands && has_crashed == (crash != Crash::never);
  }
  return false;
}

bool propose(Solo& solo, const std::string& command) {
  const Glance now = solo.glance();
  if (now.role != Role::leader) return false;
  const std::string place = to_string(now.last.index + 1) + ":" + to_string(now.term);
  return solo.propose(command.empty() ? place : command).is_taken();
}

}  // namespace

namespace {

Taken take_by_hand(Solo& solo, const Input& input, Crash crash) {
  Taken taken;
  switch (input.kind) {
    case Input::Kind::time_out:
      taken.is_done = time_out(solo, crash, taken);
      return taken;
    case Input::Kind::beat:
      for (patina::raft::Ticks i = 0; i < solo.config().heartbeat_ticks; ++i) solo->tick();
      break;
    case Input::Kind::propose:
      if (!propose(solo, input.command)) return taken;
      break;
    case Input::Kind::receive:
      solo.receive(input.message);
      break;
    case Input::Kind::restart:
      taken.is_done = true;
      return taken;
  }
  taken.is_done = pump(solo, crash, taken) == (crash != Crash::never);
  return taken;
}

}  // namespace

Taken take(Solo& solo, const Input& input, Crash crash) {
  const bool was_written_at_once = std::exchange(solo.is_written_at_once, false);
  Taken taken = take_by_hand(solo, input, crash);
  solo.is_written_at_once = was_written_at_once;
  return taken;
}

Solo restarted(const Solo& solo) { return Solo(solo.config(), solo.synced); }

}  // namespace testkit::raft
