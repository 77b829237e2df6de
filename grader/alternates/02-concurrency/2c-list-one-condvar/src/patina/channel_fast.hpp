// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate for task 2c: both kinds of channel are of one flavour, that behind a lock.
#pragma once

#include <patina/channel_locked.hpp>

namespace patina {

template <class T>
using BoundedFlavour = LockedFlavour<T>;
template <class T>
using UnboundedFlavour = LockedFlavour<T>;

}  // namespace patina
