// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Back to the starter, with a backup.
//
// Interface:
//   files_named(course, word, here)   the starters that a task, or a file as somebody types it,
//                                     names; `here` is where they stand. A UsageError if none
//   reset(root, starter, backup)      backs the file up into the folder `backup`, then restores it
//   backup_folder(root, stamp)        .grader/backup/<stamp>, or the first free name after it
//
// A file is named by its path from the root, from `here` or from the lab's src, or by its name
// alone where that is unique.
// Thread rule: the main thread alone.
#pragma once

#include <grader/course/starter_files.hpp>

#include <string>
#include <vector>

namespace grader {

std::vector<Starter> files_named(const Course& course, const std::string& word,
                                 const std::filesystem::path& here);
std::filesystem::path backup_folder(const std::filesystem::path& root, const std::string& stamp);
void reset(const std::filesystem::path& root, const Starter& starter,
           const std::filesystem::path& backup);

}  // namespace grader
