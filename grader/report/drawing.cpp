// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/catalogue.hpp>
#include <grader/report/drawing.hpp>
#include <grader/report/life_words.hpp>
#include <grader/report/moment_words.hpp>
#include <grader/report/sim_drawing.hpp>

#include <algorithm>
#include <map>

namespace grader {
namespace {

bool is_about_an_object(const CapsuleEvent& event) {
  return event.kind != "step" && event.kind != "fail" && !event.object.empty();
}

// All objects, in order of their first appearance.
std::vector<std::string> objects_of(const Capsule& capsule) {
  std::vector<std::string> objects;
  const auto note = [&](const std::string& object) {
    if (!object.empty() && std::find(objects.begin(), objects.end(), object) == objects.end())
      objects.push_back(object);
  };
  for (const CapsuleEvent& event : capsule.events) {
    if (!is_about_an_object(event)) continue;
    note(event.from);
    note(event.object);
  }
  return objects;
}

// Objects that broke a rule, with those that they were made from.
std::set<std::string> culprits(const Capsule& capsule) {
  std::set<std::string> objects;
  for (std::size_t i = capsule.events.size(); i-- > 0;) {
    const CapsuleEvent& event = capsule.events[i];
    if (!is_about_an_object(event)) continue;
    if (event.broken.empty() && !objects.contains(event.object)) continue;
    objects.insert(event.object);
    if (!event.from.empty()) objects.insert(event.from);
  }
  return objects;
}

std::vector<std::string> choose_lanes(const Capsule& capsule, std::size_t most, Drawing& drawing) {
  std::vector<std::string> objects = objects_of(capsule);
  if (objects.size() <= most) return objects;
  const std::set<std::string> wanted = culprits(capsule);
  std::vector<std::string> lanes;
  std::size_t room = most - std::min(most, wanted.size());
  for (const std::string& object : objects) {
    const bool is_wanted = wanted.contains(object);
    if (!is_wanted && room == 0) continue;
    if (!is_wanted) --room;
    if (lanes.size() < most) lanes.push_back(object);
  }
  drawing.left_out_lanes = objects.size() - lanes.size();
  return lanes;
}

class Artist {
 public:
  explicit Artist(Drawing& drawing) : drawing_(drawing), states_(drawing.lanes.size()) {
    for (std::size_t i = 0; i < drawing.lanes.size(); ++i) lane_of_[drawing.lanes[i]] = i;
    const auto first = lane_of_.find("thread 0");  // lives before its first operation
    if (first != lane_of_.end()) states_[first->second] = LifeState::alive;
  }

  // Draws one row, unless it is about objects that have no lane.
  void add(const CapsuleEvent& event) {
    Row row;
    row.event = &event;
    row.is_broken = is_broken(event);
    row.cells.resize(states_.size());
    for (std::size_t i = 0; i < states_.size(); ++i)
      row.cells[i].above = row.cells[i].below = states_[i];
    if (is_about_an_object(event) && !place(event, row)) return;
    for (std::size_t i = 0; i < states_.size(); ++i) states_[i] = row.cells[i].below;
    drawing_.rows.push_back(std::move(row));
  }

 private:
  bool place(const CapsuleEvent& event, Row& row) const {
    const auto found = lane_of_.find(event.object);
    if (found == lane_of_.end()) return false;
    Cell& cell = row.cells[found->second];
    cell.kind = event.kind;
    const bool is_over = event.kind == "end";
    cell.below = is_operation(event) ? (is_over ? LifeState::none : LifeState::alive)
                                     : after(event.kind, cell.above);
    const auto source = lane_of_.find(event.from);
    if (source == lane_of_.end() || source->second == found->second) return true;
    Cell& from = row.cells[source->second];
    const bool is_move = event.kind == "move" || event.kind == "move-assign";
    if (is_move && from.above == LifeState::alive) from.below = LifeState::moved_from;
    if (!draw_long_arrow(event, source->second, found->second, row))
      draw_arrow(source->second, found->second, row);
    return true;
  }

  static LifeState after(const std::string& kind, LifeState before) {
    if (kind == "destroy") return LifeState::none;
    if (kind == "read" || kind == "leak") return before;
    return LifeState::alive;
  }

  // From the row in which a thread released what this one acquires: along that row to the edge of
  // the lane, down the edge, and along this row. Returns false if that row is not drawn.
  bool draw_long_arrow(const CapsuleEvent& event, std::size_t from, std::size_t to,
                       Row& row) const {
    const auto begin =
        std::find_if(drawing_.rows.begin(), drawing_.rows.end(), [&](const Row& earlier) {
          return event.syncs != 0 && is_operation(*earlier.event) &&
                 earlier.event->step == event.syncs;
        });
    if (begin == drawing_.rows.end()) return false;
    const bool goes_right = from < to;
    const std::size_t edge = goes_right ? from + 1 : from;
    (goes_right ? begin->cells[from].is_right : begin->cells[from].is_left) = true;
    begin->cells[edge].is_edge_below = true;
    for (auto between = begin + 1; between != drawing_.rows.end(); ++between)
      between->cells[edge].is_edge_above = between->cells[edge].is_edge_below = true;
    row.cells[edge].is_edge_above = true;
    for (std::size_t i = goes_right ? from + 1 : to + 1; i < (goes_right ? to : from); ++i) {
      row.cells[i].arrow = Arrow::passes;
      row.cells[i].is_left = row.cells[i].is_right = true;
    }
    row.cells[to].arrow = goes_right ? Arrow::ends_from_left : Arrow::ends_from_right;
    (goes_right ? row.cells[to].is_left : row.cells[to].is_right) = true;
    return true;
  }

  static void draw_arrow(std::size_t from, std::size_t to, Row& row) {
    const bool goes_right = from < to;
    for (std::size_t i = std::min(from, to) + 1; i < std::max(from, to); ++i) {
      row.cells[i].arrow = Arrow::passes;
      row.cells[i].is_left = row.cells[i].is_right = true;
    }
    row.cells[from].arrow = Arrow::starts;
    row.cells[to].arrow = goes_right ? Arrow::ends_from_left : Arrow::ends_from_right;
    (goes_right ? row.cells[from].is_right : row.cells[from].is_left) = true;
    (goes_right ? row.cells[to].is_left : row.cells[to].is_right) = true;
  }

  Drawing& drawing_;
  std::vector<LifeState> states_;
  std::map<std::string, std::size_t> lane_of_;
};

// Keeps the end of the story, which is where it went wrong, and its first rows.
void cut_rows(std::size_t most, Drawing& drawing) {
  constexpr std::size_t opening_rows = 10;
  if (drawing.rows.size() <= most || most <= opening_rows) return;
  drawing.left_out_rows = drawing.rows.size() - most;
  const auto first = drawing.rows.begin() + opening_rows;
  drawing.rows.erase(first, first + static_cast<std::ptrdiff_t>(drawing.left_out_rows));
}

}  // namespace

Drawing draw(const Capsule& capsule, const DrawingLimits& limits) {
  Drawing drawing;
  drawing.lanes = choose_lanes(capsule, limits.lanes, drawing);
  Artist artist(drawing);
  for (const CapsuleEvent& event : capsule.events) artist.add(event);
  cut_rows(limits.rows, drawing);
  return drawing;
}

std::string broke_words(const CapsuleEvent& event) {
  if (event.broken.empty()) return "";
  return ". " + say(event.is_part ? "show.broke-with-others" : "show.broke", event.broken);
}

std::string words_of(const CapsuleEvent& event) {
  if (is_moment(event)) {
    return moment_words(moment_of(event)) + broke_words(event);
  }
  if (event.kind == "step" || event.object.empty())
    return event.text.empty() ? event.kind : event.text;
  if (is_operation(event)) {
    std::string words = event.object + ": " + event.text;
    if (event.line != 0) words += "  " + event.file + ":" + std::to_string(event.line);
    return words + broke_words(event);
  }
  std::string words =
      event.object + ": " + life_words({event.step, event.kind, event.object, event.from, ""});
  return words + broke_words(event);
}

bool is_operation(const CapsuleEvent& event) {
  return is_about_an_object(event) && !event.text.empty() && !is_moment(event);
}

bool is_about_threads(const Capsule& capsule) {
  return std::any_of(capsule.events.begin(), capsule.events.end(), is_operation);
}

bool is_broken(const CapsuleEvent& event) { return event.kind == "fail" || !event.broken.empty(); }

}  // namespace grader
