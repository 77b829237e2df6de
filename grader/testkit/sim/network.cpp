// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The network. What befalls the nth message of a link follows from (seed, link, n): two words are
// drawn for it, whatever the options are and whatever was decided before.
#include "kernel.hpp"

#include <algorithm>

namespace testkit::sim::core {
namespace {

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15u;

// The delay of one copy: uniform, out of 32 of a word's bits.
Duration delay_of(const NetworkOptions& options, std::uint64_t bits) {
  const auto span = static_cast<std::uint64_t>((options.delay_max - options.delay_min).count()) + 1;
  return options.delay_min + Duration(static_cast<std::int64_t>((bits * span) >> 32));
}

// One of three draws out of a word, each of 21 bits.
bool is_drawn(std::uint64_t word, int which, std::uint32_t per_million) {
  const std::uint64_t bits = (word >> (21 * which)) & 0x1fffff;
  return bits * 1'000'000 < std::uint64_t{per_million} << 21;
}

}  // namespace

void Kernel::check(const NetworkOptions& options) {
  PATINA_ASSERT(options.delay_min >= Duration(0), "a message takes no time back");
  PATINA_ASSERT(options.delay_max >= options.delay_min, "a delay is drawn between two bounds");
  PATINA_ASSERT(options.delay_max - options.delay_min < 1h, "bounds of a delay lie within an hour");
}

void Kernel::send(Machine& from, ActorId to, PayloadPtr payload) {
  PATINA_ASSERT(to >= 1 && to <= machines_.size(), "a message is for an actor of this world");
  PATINA_ASSERT(payload != nullptr, "a message carries something");
  Event event{.kind = EventKind::send, .actor = from.id, .other = to, .message = ++messages_,
              .payload = &payload};
  mix(payload->bytes());
  happen(event);
  Link& link = from.links[to - 1];
  const NetworkOptions& options = link.options;
  const std::uint64_t nth = ++link.sent;
  Time leaves = free_time(from);
  if (to == from.id) return deliver_at(leaves, to, to, event.message, std::move(payload));
  event.kind = EventKind::lose;
  if (link.is_cut) {
    event.text = "cut";
    return happen(event);
  }
  const std::uint64_t delays = patina::base::splitmix64(link.seed + 2 * nth * golden);
  const std::uint64_t faults = patina::base::splitmix64(link.seed + (2 * nth + 1) * golden);
  if (is_drawn(faults, 0, options.loss_per_million) && takes("net/", from.id, to, "loss", nth)) {
    event.text = "lost";
    return happen(event);
  }
  if (options.bytes_per_second != 0) {
    leaves = std::max(leaves, link.free_at) +
             Duration(std::int64_t{payload->bytes()} * 1'000'000 /
                      static_cast<std::int64_t>(options.bytes_per_second));
    link.free_at = leaves;
  }
  Time arrives = leaves + delay_of(options, delays >> 32);
  if (is_drawn(faults, 1, options.slow_per_million) && takes("net/", from.id, to, "slow", nth))
    arrives += options.slow_delay;
  if (is_drawn(faults, 2, options.duplicate_per_million) &&
      takes("net/", from.id, to, "duplicate", nth)) {
    const Time again = leaves + delay_of(options, delays & 0xffffffff);
    deliver_at(again, from.id, to, event.message, payload);
    event.kind = EventKind::duplicate;
    happen(event);
  }
  deliver_at(arrives, from.id, to, event.message, std::move(payload));
}

void Kernel::deliver_at(Time time, ActorId from, ActorId to, std::uint64_t message,
                        PayloadPtr payload) {
  const Slot slot = queue_.take_slot();
  Pending& pending = queue_[slot];
  pending.task = Task::deliver;
  pending.actor = to;
  pending.other = from;
  pending.word = message;
  pending.payload = std::move(payload);
  queue_.push(time, slot);
}

void Kernel::arrive(Machine& machine, Slot slot) {
  Pending& pending = queue_[slot];
  const bool is_cut = machines_[pending.other - 1]->links[machine.id - 1].is_cut;
  if (machine.is_up && !is_cut) return come_to(machine, slot);
  const PayloadPtr payload = std::move(pending.payload);
  const Event event{.kind = EventKind::lose, .actor = pending.other, .other = machine.id,
                    .message = pending.word, .payload = &payload, .text = is_cut ? "cut" : "down"};
  queue_.give_back(slot);
  happen(event);
}

void Kernel::set_cut(ActorId from, ActorId to, bool is_cut) {
  machine(to);
  Link& link = machine(from).links[to - 1];
  if (from == to || link.is_cut == is_cut) return;
  link.is_cut = is_cut;
  happen({.kind = is_cut ? EventKind::cut : EventKind::heal, .actor = from, .other = to});
}

// One event for all links: its actors are 0.
void Kernel::heal() {
  const auto calm = [](NetworkOptions& options) {
    options.loss_per_million = options.duplicate_per_million = options.slow_per_million = 0;
  };
  calm(network_);
  for (const auto& from : machines_) {
    for (Link& link : from->links) {
      link.is_cut = false;
      calm(link.options);
    }
  }
  happen({.kind = EventKind::heal});
}

}  // namespace testkit::sim::core
