// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The explorer's flavour of patina/rt/fiber_local.hpp, which says what it is.
#pragma once

#include <testkit/explore/core.hpp>

namespace patina::rt {
inline namespace explored {

template <class T, class Tag>
class fiber_local {
 public:
  static T& get() {
    return *static_cast<T*>(testkit::explore::local(
        &key_, []() -> void* { return new T{}; },
        [](void* value) { delete static_cast<T*>(value); }));
  }

 private:
  inline static const char key_ = 0;
};

}  // namespace explored
}  // namespace patina::rt
