// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Which moments of a run are worth telling. Always: what broke the rule, what the world decided,
// and faults. Then their past, the latest first: what was handled, what was sent, what an actor
// went through. Timers after which nothing is different are never told, and such messages only
// where there is room for all of them. But an arrival is told if it was sent where something became
// different: a vote that was given, and counted without a trace, is what makes a leader. Of what
// never came the end says little: then the first attempts are told, from where it was waited for.
#include "tell.hpp"

#include <algorithm>
#include <queue>
#include <unordered_map>

namespace testkit::sim {
namespace {

bool is_fault(const Moment& moment) {
  switch (moment.kind) {
    case EventKind::clock:
      return moment.at > Time(0);  // a drift is there from the start
    case EventKind::crash:
    case EventKind::restart:
    case EventKind::pause:
    case EventKind::resume:
    case EventKind::reformat:
    case EventKind::io_error:
    case EventKind::cut:
    case EventKind::heal:
      return true;
    default:
      return false;
  }
}

bool is_of_interest(const Moment& moment) {
  return moment.has_changed || moment.is_decided || is_fault(moment) ||
         moment.kind == EventKind::note || moment.kind == EventKind::start;
}

class Chooser {
 public:
  Chooser(const Recorder& recorder, const Breach* breach, std::size_t most)
      : moments_(recorder.moments()), breach_(breach), most_(most), is_told_(moments_.size()) {}

  std::vector<std::size_t> choose() {
    link();
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < moments_.size(); ++i)
      if (!says_nothing(i)) chosen.push_back(i);
    if (chosen.size() <= most_) return chosen;
    chosen.clear();
    if (breach_ != nullptr && breach_->since) {
      tell_attempts(*breach_->since);
    } else {
      mark_musts();
      follow_back();
    }
    for (std::size_t i = 0; i < moments_.size(); ++i)
      if (is_told_[i]) chosen.push_back(i);
    return chosen;
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  // For each moment, what it comes from: its cause, what was sent, its actor's last change.
  void link() {
    std::unordered_map<std::uint64_t, std::size_t> sent;
    std::unordered_map<ActorId, std::size_t> last;
    is_telling_.assign(moments_.size(), false);
    sent_.assign(moments_.size(), none);
    arrivals_.assign(moments_.size(), 0);
    before_.assign(moments_.size(), none);
    for (std::size_t i = 0; i < moments_.size(); ++i) {
      const Moment& moment = moments_[i];
      if (moment.kind == EventKind::send)
        sent[moment.message] = i;
      else if (const auto found = sent.find(moment.message);
               moment.message != 0 && found != sent.end())
        arrive(i, found->second);
      if (const auto found = last.find(moment.actor); found != last.end())
        before_[i] = found->second;
      is_telling_[i] = is_of_interest(moment) || is_news(i);
      if (is_telling_[i] && moment.actor != 0) last[moment.actor] = i;
    }
    for (const auto& [actor, i] : last) lasts_.push_back(i);
  }

  void arrive(std::size_t i, std::size_t from) {
    sent_[i] = from;
    if (moments_[i].kind == EventKind::deliver) ++arrivals_[from];
  }

  // An idle timer; and a loss where the sending is told, which says what became of the message.
  bool says_nothing(std::size_t i) const {
    if (is_broken(i)) return false;
    if (moments_[i].kind == EventKind::timer) return !is_telling_[i];
    return moments_[i].kind == EventKind::lose && sent_[i] != none;
  }

  bool is_broken(std::size_t i) const {
    if (breach_ == nullptr) return false;
    const std::uint64_t number = moments_[i].number;
    return number == breach_->step ||
           std::find(breach_->events.begin(), breach_->events.end(), number) !=
               breach_->events.end();
  }

  // Did what arrives here leave its sender when something had become different there?
  bool is_news(std::size_t i) const {
    if (moments_[i].kind != EventKind::deliver || sent_[i] == none) return false;
    const std::uint64_t cause = moments_[sent_[i]].cause;
    const std::size_t from = cause == 0 ? none : index_of(cause);
    return from != none && from < i && is_telling_[from];
  }

  std::size_t index_of(std::uint64_t number) const {
    const auto found = std::lower_bound(
        moments_.begin(), moments_.end(), number,
        [](const Moment& moment, std::uint64_t wanted) { return moment.number < wanted; });
    if (found == moments_.end() || found->number != number) return none;
    return static_cast<std::size_t>(found - moments_.begin());
  }

  // Returns false iff there is no more room.
  bool tell(std::size_t i) {
    if (i == none || is_told_[i]) return true;
    if (count_ >= most_) return false;
    is_told_[i] = true;
    ++count_;
    return true;
  }

  void mark_musts() {
    if (breach_ != nullptr) {
      for (const std::uint64_t number : breach_->events) begin_at(index_of(number));
      begin_at(index_of(breach_->step));
    }
    // Where events are known that broke it, the past of these is worth more than each loss.
    const bool has_culprit = breach_ != nullptr && !breach_->events.empty();
    const std::size_t room = has_culprit ? most_ / 2 : most_ - most_ / 4;
    for (const bool wants_decided : {true, false})
      for (std::size_t i = moments_.size(); i-- > 0;)
        if (wants_decided ? is_decision(i, has_culprit) : is_fault(moments_[i]))
          if (count_ < room) tell(i);
    if (has_culprit) return;
    if (breach_ != nullptr && breach_->is_between) tell_consequences();
    queue_all(lasts_);  // what never came to pass has no last event that it hangs on
  }

  // A client's request is a decision too. Those that matter are found from the culprits.
  bool is_decision(std::size_t i, bool has_culprit) const {
    const Moment& moment = moments_[i];
    if (!moment.is_decided) return false;
    if (!has_culprit) return true;
    return moment.kind != EventKind::timer && (moment.kind != EventKind::send || arrivals_[i] != 1);
  }

  // What was waited for in vain: the faults before, what was tried first, and how each actor ended.
  void tell_attempts(std::uint64_t since) {
    for (const bool wants_decided : {true, false})
      for (std::size_t i = moments_.size(); i-- > 0;)
        if (wants_decided ? moments_[i].is_decided : is_fault(moments_[i]))
          if (count_ < most_ / 3) tell(i);
    for (const std::size_t i : lasts_) tell(i);
    for (std::size_t i = 0; i < moments_.size(); ++i) {
      if (moments_[i].number <= since || !is_telling_[i] || says_nothing(i)) continue;
      if (sent_[i] != none && moments_[sent_[i]].number > since) tell(sent_[i]);
      tell(i);
    }
  }

  // What the test found out late began where the network did something: with what whoever missed a
  // message, or got it twice, did next.
  void tell_consequences() {
    for (std::size_t i = 0; i < moments_.size(); ++i) {
      const Moment& odd = moments_[i];
      if (!odd.is_decided || odd.message == 0) continue;
      std::size_t acts = 0;
      for (std::size_t next = i + 1; next < moments_.size() && acts < 3; ++next) {
        const Moment& moment = moments_[next];
        const bool is_act = moment.has_changed || moment.kind == EventKind::send;
        if (!is_act || moment.actor != odd.other) continue;
        ++acts;
        if (count_ < most_ - most_ / 6) tell(next);
      }
    }
  }

  void begin_at(std::size_t i) {
    if (i == none) return;
    tell(i);
    queue_.push(i);
  }
  void queue_all(const std::vector<std::size_t>& all) {
    for (const std::size_t i : all) queue_.push(i);
  }

  void follow_back() {
    std::vector<bool> is_seen(moments_.size());
    while (!queue_.empty()) {
      const std::size_t i = queue_.top();
      queue_.pop();
      if (is_seen[i]) continue;
      is_seen[i] = true;
      if (!says_nothing(i) && !tell(i)) return;
      const std::size_t cause = moments_[i].cause == 0 ? none : index_of(moments_[i].cause);
      for (const std::size_t from : {cause, sent_[i], before_[i]})
        if (from != none) queue_.push(from);
    }
  }

  const std::vector<Moment>& moments_;
  const Breach* const breach_;
  const std::size_t most_;
  std::vector<bool> is_told_;
  std::vector<bool> is_telling_;
  std::vector<std::size_t> sent_;
  std::vector<int> arrivals_;  // of what was sent there
  std::vector<std::size_t> before_;
  std::vector<std::size_t> lasts_;
  std::priority_queue<std::size_t> queue_;
  std::size_t count_ = 0;
};

}  // namespace

std::vector<std::size_t> choose(const Recorder& recorder, const Breach* breach, std::size_t most) {
  return Chooser(recorder, breach, most).choose();
}

}  // namespace testkit::sim
