// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/drawing.hpp>
#include <grader/report/sim_drawing.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace grader {
namespace {

// "n2" before "n10".
bool comes_before(const std::string& a, const std::string& b) {
  const auto number_at = [](const std::string& name) {
    const std::size_t digit = name.find_first_of("0123456789");
    return std::make_pair(name.substr(0, digit),
                          digit == name.npos ? 0 : std::atoi(name.c_str() + digit));
  };
  const auto left = number_at(a);
  const auto right = number_at(b);
  return left != right ? left < right : a < b;
}

using Lanes = std::map<std::string, std::size_t>;

class Painter {
 public:
  explicit Painter(const Capsule& capsule) : capsule_(capsule) {}

  RunDrawing paint() {
    find_lanes();
    for (const CapsuleEvent& event : capsule_.events) add_row(event);
    for (std::size_t lane = 0; lane < pasts_.size(); ++lane) change(lane, Life::none, rows());
    close_band();
    for (auto& [message, sent] : sent_)
      if (!sent.has_end) add_stub(sent);
    return std::move(drawing_);
  }

 private:
  struct Sent {
    std::size_t row = 0;
    std::size_t from = 0;
    std::size_t to = 0;
    std::string fate;
    bool has_end = false;
    bool has_arrived = false;
  };

  enum class Life { none, up, down };
  struct Past {
    Life life = Life::up;
    std::size_t since = 0;
  };

  std::size_t rows() const { return drawing_.rows.size(); }

  void find_lanes() {
    std::set<std::string> names;
    for (const CapsuleEvent& event : capsule_.events) {
      if (!is_moment(event)) continue;
      names.insert(event.object);
      names.insert(event.from);
    }
    names.erase("");
    drawing_.lanes.assign(names.begin(), names.end());
    std::sort(drawing_.lanes.begin(), drawing_.lanes.end(), comes_before);
    for (std::size_t i = 0; i < drawing_.lanes.size(); ++i) lanes_[drawing_.lanes[i]] = i;
    pasts_.assign(lanes_.size(), {Life::up, 0});
    for (const CapsuleEvent& event : capsule_.events)  // one that starts was not there before
      if (event.kind == "start" && lanes_.contains(event.object))
        pasts_[lanes_[event.object]].life = Life::none;
  }

  void add_row(const CapsuleEvent& event) {
    const std::size_t row = rows();
    RunRow drawn;
    drawn.event = &event;
    drawn.is_broken = is_broken(event);
    const auto lane = lanes_.find(event.object);
    if (is_moment(event) && lane != lanes_.end()) {
      drawn.lane = lane->second;
      drawn.has_lane = true;
      live(event.kind, lane->second, row);
      if (event.message != 0 && lanes_.contains(event.from))
        message(event, lane->second, lanes_[event.from], row);
    }
    if (event.kind == "cut" || event.kind == "heal") {
      close_band();
      if (!event.cuts.empty()) open_band(event, row);
    }
    drawing_.rows.push_back(drawn);
  }

  void live(const std::string& kind, std::size_t lane, std::size_t row) {
    if (kind == "crash") change(lane, Life::down, row);
    if (kind == "start" || kind == "restart") change(lane, Life::up, row);
  }

  void change(std::size_t lane, Life to, std::size_t row) {
    Past& past = pasts_[lane];
    if (past.life == to) return;
    if (past.life != Life::none)
      drawing_.spans.push_back({lane, past.since, row, past.life == Life::up});
    past = {to, row};
  }

  void message(const CapsuleEvent& event, std::size_t own, std::size_t peer, std::size_t row) {
    if (event.kind == "send") {
      sent_[event.message] = {row, own, peer, event.fate, false, false};
      return;
    }
    const auto found = sent_.find(event.message);
    const bool is_end = event.kind == "deliver" || event.kind == "lose";
    if (found == sent_.end() || !is_end) return;
    Sent& sent = found->second;
    const bool arrives = event.kind == "deliver";
    drawing_.arrows.push_back({sent.row, row, sent.from, sent.to,
                               arrives ? ArrowEnd::arrives : ArrowEnd::is_lost,
                               sent.has_arrived && arrives});
    sent.has_end = true;
    if (arrives) sent.has_arrived = true;
  }

  void add_stub(const Sent& sent) {
    const bool is_lost = sent.fate == "lost" || sent.fate == "cut" || sent.fate == "down";
    drawing_.arrows.push_back({sent.row, sent.row, sent.from, sent.to,
                               is_lost ? ArrowEnd::leaves_and_lost : ArrowEnd::leaves, false});
  }

  void open_band(const CapsuleEvent& event, std::size_t row) {
    PartitionBand band;
    band.first_row = row;
    band.cuts = event.cuts;
    band.sides = sides_of(event.cuts);
    drawing_.bands.push_back(std::move(band));
    has_band_ = true;
  }
  void close_band() {
    if (has_band_) drawing_.bands.back().end_row = rows();
    has_band_ = false;
  }

  // Two lanes are on one side if some way leads from one to the other and back.
  std::vector<std::size_t> sides_of(const std::string& cuts) const {
    const std::size_t count = lanes_.size();
    std::vector<std::vector<bool>> reaches(count, std::vector<bool>(count, true));
    std::istringstream words(cuts);
    for (std::string word; words >> word;) {
      const std::size_t sign = word.find('>');
      if (sign == word.npos) continue;
      const auto from = lanes_.find(word.substr(0, sign));
      const auto to = lanes_.find(word.substr(sign + 1));
      if (from != lanes_.end() && to != lanes_.end()) reaches[from->second][to->second] = false;
    }
    for (std::size_t k = 0; k < count; ++k)
      for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = 0; j < count; ++j)
          if (reaches[i][k] && reaches[k][j]) reaches[i][j] = true;
    std::vector<std::size_t> sides(count, count);
    std::size_t next = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (sides[i] != count) continue;
      for (std::size_t j = i; j < count; ++j)
        if (i == j || (reaches[i][j] && reaches[j][i])) sides[j] = next;
      ++next;
    }
    return next < 2 ? std::vector<std::size_t>() : sides;
  }

  const Capsule& capsule_;
  RunDrawing drawing_;
  Lanes lanes_;
  std::vector<Past> pasts_;
  std::map<std::int64_t, Sent> sent_;
  bool has_band_ = false;
};

}  // namespace

bool is_moment(const CapsuleEvent& event) { return event.at_us >= 0; }

bool is_simulated(const Capsule& capsule) {
  return std::any_of(capsule.events.begin(), capsule.events.end(), is_moment);
}

Moment moment_of(const CapsuleEvent& event) {
  Moment moment;
  moment.step = event.step;
  moment.at_us = event.at_us;
  moment.kind = event.kind;
  moment.actor = event.object;
  moment.other = event.from;
  moment.message = event.message;
  moment.words = event.text;
  moment.lane = event.lane;
  moment.fate = event.fate;
  moment.cuts = event.cuts;
  moment.is_decided = event.is_decided;
  moment.is_new_state = event.is_new_state;
  moment.is_broken = !event.broken.empty();
  return moment;
}

RunDrawing draw_run(const Capsule& capsule) { return Painter(capsule).paint(); }

}  // namespace grader
