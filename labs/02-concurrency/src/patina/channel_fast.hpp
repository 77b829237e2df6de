// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// For task 2c, if you like: FastFlavour, a channel whose two sides do not lock each other out.
//
// Interface: that of ChannelFlavour, see <patina/channel/flavour.hpp>; and
//   BoundedFlavour<T>, UnboundedFlavour<T>    which flavours bounded and unbounded are made of
//
// You need none of it for the points: one Mutex around everything is a right answer, and then both
// names are LockedFlavour. A faster flavour of your own goes here, and the tests are the same.
//
// How the reference's works: messages are numbered from 0. `tail_` is the number of the next one to
// be sent and `head_` of the next to be received; a low bit of each is the lock of that side. So a
// send is one compare-exchange, which locks the senders' side, and one store, which publishes and
// unlocks (the two-lock queue of Michael and Scott, PODC 1996, with the lock in the index). Each
// side keeps a copy of the other's index and reads the real one only when the copy says full or
// empty: the line it lies on changes hands once for many messages. Who finds nothing to do waits a
// moment, which lets a few messages gather, then yields, then sleeps on a ChannelBell.
// Invariants: head <= tail <= head + capacity. A slot is written under the senders' lock and read
// under the receivers'; the indices order both. Once closed, tail does not move.
// Thread rule: every function but the destructor may be called from several threads at once.
#pragma once

#include <patina/channel/flavour.hpp>
#include <patina/channel_bell.hpp>
#include <patina/channel_locked.hpp>
#include <patina/channel_store.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace patina {

template <class T>
using BoundedFlavour = LockedFlavour<T>;
template <class T>
using UnboundedFlavour = LockedFlavour<T>;

}  // namespace patina
