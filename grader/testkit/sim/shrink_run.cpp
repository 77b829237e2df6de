// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "shrink_run.hpp"

#include <patina/base/hooks.hpp>
#include <testkit/channel.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <sstream>

namespace testkit::sim {
namespace {

constexpr int trials_max = 400;
constexpr std::uint64_t events_max = 2'000'000;  // of all trials together

int answer_end = -1;                 // in a trial: where its outcome goes
const Breach* searched = nullptr;    // in a trial: what it is to break

void write_all(int end, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = ::write(end, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    done += static_cast<std::size_t>(count);
  }
}

std::string read_all(int end) {
  std::string text;
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t count = ::read(end, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

// Silent: neither records nor what the code prints are of the run that is told.
[[noreturn]] void be_trial(const Plan& plan, const Body& body) {
  disconnect();
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  const int null = ::open("/dev/null", O_WRONLY);
  if (null >= 0) {
    ::dup2(null, STDOUT_FILENO);
    ::dup2(null, STDERR_FILENO);
  }
  try {
    answer_trial(play(plan, body, nullptr));
  } catch (...) {
    ::_exit(0);
  }
}

constexpr rlim_t trial_cpu_s = 10;  // of a run that may never come to its end

// Where both processes see it, the number of the event that is handled.
class Noted final : public Observer {
 public:
  Noted() {
    void* const page = ::mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page != MAP_FAILED) number_ = static_cast<std::uint64_t*>(page);
  }
  ~Noted() override {
    if (number_ != nullptr) ::munmap(number_, sizeof(std::uint64_t));
  }
  Noted(const Noted&) = delete;
  Noted& operator=(const Noted&) = delete;

  void watch(World& world) {
    world_ = &world;
    if (number_ != nullptr) world.watch(*this);
  }
  void before(const Event&) override { *number_ = world_->happening(); }
  std::uint64_t number() const { return number_ == nullptr ? 0 : *number_; }

 private:
  std::uint64_t* number_ = nullptr;
  const World* world_ = nullptr;
};

}  // namespace

std::optional<std::uint64_t> find_death(const Plan& plan, const Body& body) {
  static const Breach none;
  Noted noted;
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child < 0) return std::nullopt;
  if (child == 0) {
    answer_end = ::open("/dev/null", O_WRONLY);
    searched = &none;
    const rlimit limit{trial_cpu_s, trial_cpu_s};
    ::setrlimit(RLIMIT_CPU, &limit);
    be_trial(plan, [&](Run& run) {
      noted.watch(run.world());
      body(run);
    });
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  const bool has_lived = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (has_lived || noted.number() == 0) return std::nullopt;
  return noted.number();
}

bool is_trial() { return answer_end >= 0; }

void answer_trial(const Outcome& outcome) {
  const bool is_again = outcome.breach && is_same(*outcome.breach, *searched);
  std::string text = std::to_string(outcome.events) + (is_again ? " again\n" : " other\n");
  for (const Decision& decision : outcome.taken)
    text += std::to_string(decision.nth) + " " + decision.stream + "\n";
  write_all(answer_end, text + ".\n");
  ::_exit(0);
}

Plan Shrinker::shrink() {
  if (!kept_.empty()) try_without(0, kept_.size());
  for (std::size_t part = kept_.size() / 2; part > 0;) {
    bool is_smaller = false;
    for (std::size_t end = kept_.size(); end > 0;) {  // the latest first: they change the least
      const std::size_t first = end > part ? end - part : 0;
      if (try_without(first, end - first)) is_smaller = true;
      end = std::min(first, kept_.size());
    }
    if (trials_ >= trials_max || events_ >= events_max) break;
    if (part > 1)
      part /= 2;
    else if (!is_smaller)
      break;
  }
  return plan_with(kept_);
}

bool Shrinker::try_without(std::size_t first, std::size_t count) {
  if (trials_ >= trials_max || events_ >= events_max) return false;
  std::vector<Decision> only = kept_;
  const auto begin = only.begin() + static_cast<std::ptrdiff_t>(first);
  only.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
  auto taken = run_trial(plan_with(std::move(only)));
  if (!taken || taken->size() >= kept_.size()) return false;
  kept_ = std::move(*taken);
  return true;
}

Plan Shrinker::plan_with(std::vector<Decision> only) const {
  std::sort(only.begin(), only.end());
  Plan plan = plan_;
  plan.world.only = std::move(only);
  return plan;
}

// Returns what took place, if the same rule broke.
std::optional<std::vector<Decision>> Shrinker::run_trial(const Plan& plan) {
  ++trials_;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    answer_end = ends[1];
    searched = &breach_;
    be_trial(plan, body_);
  }
  ::close(ends[1]);
  std::istringstream answer(child > 0 ? read_all(ends[0]) : "");
  ::close(ends[0]);
  while (child > 0 && ::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  std::uint64_t events = 0;
  std::string how;
  answer >> events >> how;
  events_ += events;
  if (how != "again") return std::nullopt;
  std::vector<Decision> taken;
  Decision decision;
  while (answer >> decision.nth && std::getline(answer >> std::ws, decision.stream))
    taken.push_back(decision);
  return taken;
}

}  // namespace testkit::sim
