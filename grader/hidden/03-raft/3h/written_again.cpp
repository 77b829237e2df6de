// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3h: up to where a log is on disk, compared with a disk that is written Ready by Ready.
#include <testkit/catch.hpp>
#include <testkit/raft/messages.hpp>
#include <testkit/raft/print.hpp>

#include <patina/base/random.hpp>
#include <patina/raft/raft.hpp>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

using namespace testkit;
using namespace testkit::raft;

namespace {

using Terms = std::vector<std::uint64_t>;

// What the disk will hold once each Ready that is out is there; the first is what it holds now.
struct Model {
  Terms log;
  std::deque<std::pair<std::uint64_t, Terms>> disks = {{0, {}}};

  // What is there already and no Ready on its way will take away.
  std::uint64_t written() const {
    std::size_t common = log.size();
    for (const auto& [number, disk] : disks) {
      const auto end = std::mismatch(log.begin(), log.end(), disk.begin(), disk.end()).first;
      common = std::min(common, static_cast<std::size_t>(end - log.begin()));
    }
    return common;
  }
};

}  // namespace

TEST_CASE("3h.h01 Whatever is replaced and handed out, what counts is on disk and stays there",
          "[3h.h01]") {
  patina::base::Random random(11);
  for (int world = 0; world < 300; ++world) {
    Config config;
    config.id = NodeId{1};
    config.configuration = voters_up_to(3);
    config.features = patina::raft::features_up_to('h');
    patina::raft::State state(config);
    state.writes.begin(Term{}, Index{});
    Model model;
    std::uint64_t term = 1;
    for (int i = 0; i < 80; ++i) {
      switch (random.below(5)) {
        case 0:  // replaced from there on, by a newer leader
          if (model.log.empty()) break;
          model.log.resize(random.below(model.log.size()));
          ++term;
          patina::raft::truncate_log(state, Index{model.log.size() + 1});
          [[fallthrough]];
        case 1:
        case 2:
          model.log.push_back(term);
          for (const Entry& each : log(model.log.size(), {term}))
            patina::raft::append_to_log(state, each);
          break;
        case 3: {
          const Ready ready = patina::raft::take_ready(state);
          patina::raft::on_ready_taken(state, ready);
          model.disks.emplace_back(ready.number, model.log);
          break;
        }
        default: {
          const std::uint64_t nth = random.below(model.disks.size());
          patina::raft::on_written(state, model.disks[nth].first);
          model.disks.erase(model.disks.begin(), model.disks.begin() + static_cast<int>(nth));
        }
      }
      REQUIRE(patina::raft::written_index(state).value() == model.written());
    }
  }
}
