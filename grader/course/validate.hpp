// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What must hold between the entries of the manifests before anything else looks at them.
//
// Interface: validate(course) throws CourseError at the first entry that breaks it:
//   ids are unique and of the right form; every task, rule, sibling and used task that is named
//   exists; a task uses earlier tasks only; weights, times and points are positive
// Thread rule: pure.
#pragma once

#include <grader/course/manifest.hpp>

namespace grader {

void validate(const Course& course);

}  // namespace grader
