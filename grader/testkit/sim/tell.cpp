// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "tell.hpp"

#include <testkit/channel.hpp>

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <unordered_map>

namespace testkit::sim {
namespace {

constexpr std::size_t told_of_red_max = 30;
constexpr std::size_t told_of_green_max = 160;

std::string text_of(const Lane& lane) {
  std::string text;
  for (const auto& [name, value] : lane) {
    if (!text.empty()) text += "; ";
    std::string part = name.empty() ? value : name + "=" + value;
    std::replace(part.begin(), part.end(), ';', ',');
    text += part;
  }
  return text;
}

// What became of the messages: "delivered", "lost", "cut", "down"; the others are under way.
std::unordered_map<std::uint64_t, std::string> fates_of(const Recorder& recorder) {
  std::unordered_map<std::uint64_t, std::string> fates;
  for (const Moment& moment : recorder.moments()) {
    if (moment.kind == EventKind::deliver) fates[moment.message] = "delivered";
    if (moment.kind == EventKind::lose && !fates.contains(moment.message))
      fates[moment.message] = moment.fate;
  }
  return fates;
}

class Teller {
 public:
  explicit Teller(const Telling& telling)
      : telling_(telling), recorder_(*telling.recorder), fates_(fates_of(recorder_)) {}

  void tell() {
    const auto& breach = telling_.outcome.breach;
    const std::vector<std::size_t> chosen = choose(recorder_, breach ? &*breach : nullptr,
                                                   breach ? told_of_red_max : told_of_green_max);
    left_out_ = recorder_.total() - chosen.size();
    auto step = recorder_.steps().begin();
    const auto tell_steps = [&](std::uint64_t before) {
      for (; step != recorder_.steps().end() && step->after < before; ++step) tell_step(*step);
    };
    for (const std::size_t i : chosen) {
      tell_steps(recorder_.moments()[i].number);
      tell_moment(recorder_.moments()[i]);
    }
    tell_steps(static_cast<std::uint64_t>(-1));
    if (breach && breach->is_between) tell_finding(*breach);
  }
  std::uint64_t left_out() const { return left_out_; }

 private:
  void tell_step(const Recorder::Step& step) {
    if (!is_connected())
      return void(std::fprintf(stderr, "     -- %s\n", step.text.c_str()));
    send(Record("moment")
             .add("call", telling_.call)
             .add("step", static_cast<std::int64_t>(step.after))
             .add("at", step.at.count())
             .add("kind", "step")
             .add("words", step.text));
  }

  // No event broke the rule, or it is known only now: the test found it out after the last one.
  void tell_finding(const Breach& breach) {
    if (!is_connected()) return;  // the sentence follows
    const std::string& words = breach.sentence.empty() ? breach.expression : breach.sentence;
    send(Record("moment")
             .add("call", telling_.call)
             .add("step", static_cast<std::int64_t>(breach.step))
             .add("at", breach.at.count())
             .add("kind", breach.since ? "in-vain" : "found")
             .add("words", words.substr(0, words.find('\n')))  // all of it stands above the story
             .add("broken", 1));
  }

  bool is_broken(const Moment& moment) const {
    const auto& breach = telling_.outcome.breach;
    return breach && (moment.number == breach->step ||
                      std::find(breach->events.begin(), breach->events.end(), moment.number) !=
                          breach->events.end());
  }

  std::string fate_of(const Moment& moment) const {
    if (moment.kind != EventKind::send) return moment.fate;
    const auto found = fates_.find(moment.message);
    return found == fates_.end() ? "under way" : found->second;
  }

  void tell_moment(const Moment& moment) {
    if (!is_connected()) return print(moment);
    Record record("moment");
    record.add("call", telling_.call).add("step", static_cast<std::int64_t>(moment.number));
    record.add("at", moment.at.count()).add("kind", name_of(moment.kind));
    if (moment.actor != 0)
      record.add("actor", moment.actor).add("name", recorder_.name(moment.actor));
    if (moment.other != 0)
      record.add("other", moment.other).add("other_name", recorder_.name(moment.other));
    if (moment.message != 0)
      record.add("message", static_cast<std::int64_t>(moment.message));
    record.add("words", moment.words).add("lane", text_of(recorder_.lane(moment.lane)));
    record.add("fate", fate_of(moment)).add("cuts", moment.cuts);
    record.add("decided", moment.is_decided ? 1 : 0).add("broken", is_broken(moment) ? 1 : 0);
    send(record);
  }

  void print(const Moment& moment) const {
    std::string line = recorder_.name(moment.actor) + " " + std::string(name_of(moment.kind));
    if (moment.other != 0) line += " " + recorder_.name(moment.other);
    if (!moment.words.empty()) line += ": " + moment.words;
    if (const std::string lane = text_of(recorder_.lane(moment.lane)); !lane.empty())
      line += "  [" + lane + "]";
    std::fprintf(stderr, "%s %5llu. %10.3fms  %s\n", is_broken(moment) ? ">>" : "  ",
                 static_cast<unsigned long long>(moment.number),
                 static_cast<double>(moment.at.count()) / 1000, line.c_str());
  }

  const Telling& telling_;
  const Recorder& recorder_;
  const std::unordered_map<std::uint64_t, std::string> fates_;
  std::uint64_t left_out_ = 0;
};

void send_end(const Telling& telling, std::uint64_t left_out) {
  const Outcome& outcome = telling.outcome;
  for (const auto& [name, value] : outcome.drawn)
    send(Record("drawn").add("name", name).add("value", value));
  Record record("simulated");
  record.add("call", telling.call).add("verdict", outcome.breach ? "WRONG" : "PASS");
  record.add("seed", std::to_string(telling.plan.seed));
  record.add("runs", static_cast<std::int64_t>(telling.runs));
  record.add("events", static_cast<std::int64_t>(outcome.events));
  record.add("left_out", static_cast<std::int64_t>(left_out));
  record.add("decisions", static_cast<std::int64_t>(outcome.taken.size()));
  record.add("trials", telling.trials);
  record.add("choices", choices_of(telling.call, telling.plan));
  if (outcome.breach) {
    const Breach& breach = *outcome.breach;
    record.add("kind", breach.kind).add("rule", breach.rule).add("text", breach.sentence);
    record.add("step", static_cast<std::int64_t>(breach.step));
    record.add("expression", breach.expression).add("expanded", breach.expanded);
    record.add("file", breach.file).add("line", breach.line);
  }
  send(record);
}

}  // namespace

void announce(const Telling& telling) { send_end(telling, 0); }

void tell_run(const Telling& telling) {
  Teller teller(telling);
  teller.tell();
  send_end(telling, teller.left_out());
  if (is_connected() || !telling.outcome.breach) return;
  const Breach& breach = *telling.outcome.breach;
  std::fprintf(stderr, "%s %s\n  left out: %llu events; again: PATINA_CHOICES='%s'\n",
               breach.rule.c_str(), breach.sentence.c_str(),
               static_cast<unsigned long long>(teller.left_out()),
               choices_of(telling.call, telling.plan).c_str());
}

std::string choices_of(int call, const Plan& plan) {
  std::string text =
      "sim; call " + std::to_string(call) + "; seed " + std::to_string(plan.seed);
  if (!plan.world.only) return text;
  text += "; only";
  std::string stream;
  for (const Decision& decision : *plan.world.only) {
    if (decision.stream != stream) text += "; " + decision.stream + ":";
    stream = decision.stream;
    text += " " + std::to_string(decision.nth);
  }
  return text;
}

bool read_choices(const std::string& choices, int call, Plan& plan) {
  std::istringstream parts(choices);
  std::string part;
  if (!std::getline(parts, part, ';') || part != "sim") return false;
  for (; std::getline(parts >> std::ws, part, ';');) {
    std::istringstream words(part);
    std::string word;
    int wanted = 0;
    Decision decision;
    if (const std::size_t colon = part.find(':'); colon != std::string::npos) {
      decision.stream = part.substr(0, colon);
      std::istringstream numbers(part.substr(colon + 1));
      while (plan.world.only && numbers >> decision.nth) plan.world.only->push_back(decision);
    } else if (words >> word && word == "call") {
      if (!(words >> wanted) || wanted != call) return false;
    } else if (word == "seed") {
      words >> plan.seed;
    } else if (word == "only") {
      plan.world.only.emplace();
    }
  }
  if (plan.world.only) std::sort(plan.world.only->begin(), plan.world.only->end());
  return true;
}

}  // namespace testkit::sim
