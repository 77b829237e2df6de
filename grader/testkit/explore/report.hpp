// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Tells a finding: as records to the supervisor, or as numbered steps on stderr where a learner has
// started the program by hand.
// Thread rule: after the traced execution, outside of it.
#pragma once

#include "shrink.hpp"

namespace testkit::explore {

void report(const Result& result, const Finding& finding);

}  // namespace testkit::explore
