// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The form on which you predict, before anything is measured.
//
// Interface:
//   blank_form()            its text, with a ? for each number
//   read_form(text, form)   returns what is wrong with it; empty: nothing
// Thread rule: pure.
#pragma once

#include "plan.hpp"

#include <map>
#include <string>

namespace zones {

// "commit 2-2-1 Frankfurt": milliseconds. "without 2-2-1 Frankfurt": seconds.
using Form = std::map<std::string, double>;

std::string commit_key(const Placement& placement, Zone leader);
std::string without_key(const Placement& placement, Zone lost);

std::string blank_form();
std::string read_form(const std::string& text, Form& form);

}  // namespace zones
