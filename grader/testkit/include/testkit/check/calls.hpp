// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What judge() is given and what it answers (testkit/check/linearizable.hpp).
//
// Interface: Call, Budget, Verdict, Outcome; NoOutlook says what an Outlook may know.
// Thread rule: none of these has one.
#pragma once

#include <testkit/check/timeline.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace testkit::linearizable {

enum class Verdict { linearizable, broken, unknown };  // unknown: the budget is spent
std::string_view name_of(Verdict verdict);

struct Budget {
  std::uint64_t steps = 2'000'000;  // of the model, and comparisons with what is remembered
};

template <class Model>
struct Call {
  const typename Model::Input* input = nullptr;
  const typename Model::Output* output = nullptr;  // null: never answered
  Interval interval;
};

struct Outcome {
  Verdict verdict = Verdict::unknown;
  std::uint64_t steps = 0;
  // Indices of calls. If linearizable: an order of all that took effect. If broken: an order for
  // all answers before that of the misfit (empty if none was found), and the misfit: no order
  // explains its answer and those before.
  std::vector<std::uint32_t> order;
  std::optional<std::uint32_t> misfit;
};

// What a model may know of the calls still to come. This one knows nothing.
template <class Model>
struct NoOutlook {
  NoOutlook(std::span<const Call<Model>>, const Model&) {}
  void took(std::uint32_t) {}      // this answered call comes next,
  void put_back(std::uint32_t) {}  // or doesn't after all: in reverse order
  // After took(): the state to go on with, which may stand for others like it; or nothing, where
  // calls still to come can't fit any more.
  std::optional<Model> look(std::uint32_t, const Model&, const Model& to) const { return to; }
  // The same for a call without an answer; nothing too where it is as good to leave it out.
  std::optional<Model> guess(const Model&, const Model& to) const { return to; }
  // Whatever order there is from here, there is one in which this call comes next.
  bool is_safe(std::uint32_t, const Model&, const Model&) const { return false; }
};

}  // namespace testkit::linearizable
