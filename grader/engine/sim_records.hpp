// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Records of a simulated run (testkit/sim): its moments, and how it ended.
//
// Interface: read_moment, read_simulated and read_campaign add what they read to the story
// (records.cpp).
// Thread rule: pure.
#pragma once

#include <grader/engine/records.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace grader {

void read_moment(const nlohmann::json& record, Story& story);
void read_simulated(const nlohmann::json& record, const std::filesystem::path& root, Story& story);
void read_campaign(const nlohmann::json& record, Story& story);

// Used by both files of records.
StoryFailure read_failure(const nlohmann::json& record, const std::string& kind,
                          const std::filesystem::path& root);

}  // namespace grader
