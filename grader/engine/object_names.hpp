// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the code calls the objects of an explored run: "cell 1" becomes "cell 1 (balance_)".
//
// Interface: name_objects(story, root). A name is that before the first call by which a thread
// touches the object, such as balance_ in `balance_.get()`, where its line has no other such call.
// An object whose lines are less clear keeps its number alone.
// Thread rule: reads files under `root`.
#pragma once

#include <grader/engine/records.hpp>

#include <filesystem>

namespace grader {

void name_objects(Story& story, const std::filesystem::path& root);

}  // namespace grader
