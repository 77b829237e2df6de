// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "recorder.hpp"

namespace testkit::sim {
namespace {

constexpr std::size_t moments_max = 400'000;

bool is_about_links(EventKind kind) { return kind == EventKind::cut || kind == EventKind::heal; }

}  // namespace

void Recorder::begin(const World& world) { world_ = &world; }

void Recorder::step(std::string_view text) {
  steps_.push_back({world_->events(), world_->now(), std::string(text)});
}

void Recorder::before(const Event& event) {
  if (is_finished_) return;
  if (moments_.size() >= moments_max && handled_.empty()) drop_old();
  ++total_;
  const bool is_one_more = is_about_links(event.kind) && handled_.empty() && !moments_.empty() &&
                           is_about_links(moments_.back().kind) &&
                           moments_.back().at == event.at;
  Moment moment;
  if (is_one_more) {  // a partition cuts many links, and is one thing
    moment.is_decided = moments_.back().is_decided;
    moments_.pop_back();
  }
  moment.number = event.number;
  moment.at = event.at;
  moment.kind = event.kind;
  moment.actor = event.actor;
  moment.other = event.other;
  moment.message = event.message;
  if (event.kind == EventKind::lose) moment.fate = event.text;
  const bool has_payload = event.payload != nullptr && *event.payload != nullptr;
  moment.words = has_payload ? (*event.payload)->describe() : std::string(event.text);
  if (event.kind == EventKind::start) moment.words.clear();  // its name, which is said anyway
  moment.cause = handled_.empty() ? 0 : moments_[handled_.back()].number;
  for (const ActorId id : {event.actor, event.other})
    if (id != 0 && !names_.contains(id)) names_[id] = world_->name(id);
  handled_.push_back(moments_.size());
  moments_.push_back(std::move(moment));
}

void Recorder::after(const Event& event) {
  if (handled_.empty()) return;  // the run was left in the middle of it
  Moment& moment = moments_[handled_.back()];
  if (is_about_links(event.kind)) {
    moment.cuts = links();
    moment.kind = moment.cuts.empty() ? EventKind::heal : EventKind::cut;
    moment.actor = moment.other = 0;
  }
  if (world_->taken().size() > decisions_) moment.is_decided = true;
  decisions_ = world_->taken().size();
  if (handled_.size() == 1) close_handled(true);
  handled_.pop_back();
}

void Recorder::finish(bool may_ask) {
  if (!handled_.empty()) close_handled(may_ask);
  handled_.clear();
  is_finished_ = true;
  lane_of_ = nullptr;  // what it asks is gone with the body
}

// The outermost event and all that happened during it leave the actor in one and the same state.
void Recorder::close_handled(bool may_ask) {
  const std::size_t first = handled_.front();
  const ActorId actor = moments_[first].actor;
  std::size_t& now = lane_now_[actor];
  if (actor != 0 && may_ask) {
    Lane lane;
    if (!world_->is_up(actor))
      lane = {{"", "down"}};
    else if (lane_of_)
      lane = lane_of_(actor);
    if (lane != lanes_[now]) {
      moments_[first].has_changed = true;
      lanes_.push_back(std::move(lane));
      now = lanes_.size() - 1;
    }
  }
  for (std::size_t i = first; i < moments_.size(); ++i)
    if (moments_[i].actor == actor) moments_[i].lane = now;
}

void Recorder::drop_old() {
  moments_.erase(moments_.begin(), moments_.begin() + moments_max / 2);
}

std::string Recorder::links() const {
  std::string text;
  for (ActorId from = 1; from <= world_->actors(); ++from)
    for (ActorId to = 1; to <= world_->actors(); ++to)
      if (from != to && world_->is_cut(from, to))
        text += (text.empty() ? "" : " ") + world_->name(from) + ">" + world_->name(to);
  return text;
}

}  // namespace testkit::sim
