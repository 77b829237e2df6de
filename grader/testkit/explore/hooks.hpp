// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// While an exploration lasts: a failed check or assertion, a stub that is reached, a signal ends
// the execution it happens in, not the process. What was there before is put back afterwards.
// Thread rule: one thread of the system; not nested.
#pragma once

namespace testkit::explore {

class Hooked {
 public:
  Hooked();
  Hooked(const Hooked&) = delete;
  Hooked& operator=(const Hooked&) = delete;
  ~Hooked();
};

}  // namespace testkit::explore
