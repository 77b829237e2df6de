// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/check.hpp>

namespace grader {

CheckReport check_course(const Course& course) {
  CheckReport report;
  for (const auto check : {check_manifest, check_tests, check_starters, check_proofs, check_pages,
                           check_book, check_catalogue, check_style})
    check(course, report);
  return report;
}

}  // namespace grader
