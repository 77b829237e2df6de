// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// For task 2c, if you like: where the fast flavours keep messages, by number.
//
// Interface:
//   capacity(), has_room(used)      how many messages may be there; is there room beside `used`?
//   slot_to_send(number)            where message `number` goes; if it throws, nothing has changed
//   slot_to_receive(number)         where message `number` is
//   clear()                         no message will come or go any more
//
// You need none of it for the points.
// Invariants: slots are asked for in the order of their numbers, from 0, on either side.
// Thread rule: one thread at a time calls slot_to_send, and one slot_to_receive; message n is
// received after it was sent, and slot n + capacity is sent to after message n was received.
#pragma once

#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace patina {


}  // namespace patina
