// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/arena.hpp>
#include <testkit/channel.hpp>
#include <testkit/check.hpp>
#include <testkit/life.hpp>

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace testkit {
namespace {

// The log outlives what the explorer runs: its memory is not from the arena.
struct Entry {
  OutsideArena outside;
  std::lock_guard<std::mutex> lock;
  explicit Entry(std::mutex& mutex) : lock(mutex) {}
};

struct Object {
  std::string name;
  std::string family;  // the name that copies are numbered under
  bool is_alive = true;
};

// Kept on the heap and never freed: objects with static storage may outlive main.
struct Log {
  std::mutex mutex;
  std::vector<Object> objects;               // every object ever made, in order
  std::map<std::uintptr_t, std::size_t> at;  // by disguised address; looked up, never walked
  std::map<std::string, int> family_sizes;
  Lives counts;
  bool leaks_forgiven = false;
};

// How many objects the log holds, for who asks often and wants no lock.
std::atomic<std::size_t> logged{0};

Log& log() {
  static Log* const the_log = [] {
    const OutsideArena outside;
    return new Log;
  }();
  return *the_log;
}

// Not the address itself: a leak checker takes memory for reachable as long as any pointer to it
// is to be found, and this log is never freed.
std::uintptr_t disguised(const void* address) { return ~reinterpret_cast<std::uintptr_t>(address); }

void tell(std::string_view event, const std::string& object, const std::string& from,
          std::string_view broken) {
  Record record("life");
  record.add("step", current_step()).add("event", event).add("object", object);
  if (!from.empty()) record.add("from", from);
  if (!broken.empty()) record.add("broken", broken);
  if (detail::watcher == nullptr) send(record);
  if (!broken.empty()) broke_rule_in_step(object + ": " + std::string(broken));
}

const Object* find(Log& l, const void* address) {
  const auto found = l.at.find(disguised(address));
  return found == l.at.end() ? nullptr : &l.objects[found->second];
}

std::string name_at(Log& l, const void* address) {
  const Object* object = find(l, address);
  return object == nullptr ? "an object that was never made" : object->name;
}

int begin(Log& l, const void* self, const std::string& family) {
  const int number = ++l.family_sizes[family];
  std::string name = number == 1 ? family : family + "." + std::to_string(number);
  l.at[disguised(self)] = l.objects.size();
  l.objects.push_back({std::move(name), family});
  logged = l.objects.size();
  ++l.counts.made;
  ++l.counts.alive;
  return static_cast<int>(l.objects.size());
}

bool is_alive(Log& l, const void* address) {
  const Object* object = find(l, address);
  return object != nullptr && object->is_alive;
}

int begin_from(const void* self, const void* from, bool moved) {
  Log& l = log();
  const Entry entry(l.mutex);
  const std::string source = name_at(l, from);
  const bool source_lives = is_alive(l, from);
  const Object* object = find(l, from);
  const int id = begin(l, self, object == nullptr ? "?" : object->family);
  ++(moved ? l.counts.moves : l.counts.copies);
  tell(moved ? "move" : "copy", l.objects.back().name, source,
       source_lives ? "" : "was made from an object that no longer lives");
  return id;
}

}  // namespace

Lives lives() {
  const Entry entry(log().mutex);
  return log().counts;
}

void forgive_leaks() {
  const Entry entry(log().mutex);
  log().leaks_forgiven = true;
}

void begin_lives() {
  Log& l = log();
  const Entry entry(l.mutex);
  l.objects.clear();
  logged = 0;
  l.at.clear();
  l.family_sizes.clear();
  l.counts = {};
  l.leaks_forgiven = false;
}

void end_lives() {
  Log& l = log();
  const Entry entry(l.mutex);
  if (l.leaks_forgiven) return;
  for (const Object& object : l.objects) {
    if (object.is_alive) tell("leak", object.name, "", "still lives when its test has ended");
  }
}

LifeMark mark_lives() {
  const Entry entry(log().mutex);
  return {log().objects.size(), log().counts};
}

void end_lives_since(const LifeMark& mark) {
  if (logged == mark.objects) return;
  Log& l = log();
  const Entry entry(l.mutex);
  for (std::size_t i = mark.objects; i < l.objects.size() && !l.leaks_forgiven; ++i)
    if (l.objects[i].is_alive) tell("leak", l.objects[i].name, "", "still lives at the end");
}

void forget_lives_since(const LifeMark& mark) {
  if (logged == mark.objects) return;
  Log& l = log();
  const Entry entry(l.mutex);
  for (std::size_t i = mark.objects; i < l.objects.size(); ++i)
    --l.family_sizes[l.objects[i].family];
  std::erase_if(l.at, [&](const auto& entry_at) { return entry_at.second >= mark.objects; });
  l.objects.resize(mark.objects);
  logged = mark.objects;
  l.counts = mark.counts;
}

namespace detail {

int life_begins(const void* self, std::string_view name) {
  Log& l = log();
  const Entry entry(l.mutex);
  const int id = begin(l, self, std::string(name));
  tell("make", l.objects.back().name, "", "");
  return id;
}

int life_copies(const void* self, const void* from) { return begin_from(self, from, false); }
int life_moves(const void* self, const void* from) { return begin_from(self, from, true); }

void life_assigns(const void* self, const void* from, bool moved) {
  Log& l = log();
  const Entry entry(l.mutex);
  ++(moved ? l.counts.moves : l.counts.copies);
  std::string_view broken;
  if (!is_alive(l, self)) broken = "was assigned to when it did not live";
  if (!is_alive(l, from)) broken = "was assigned from an object that does not live";
  tell(moved ? "move-assign" : "copy-assign", name_at(l, self), name_at(l, from), broken);
}

bool life_reads(const void* self) {
  Log& l = log();
  const Entry entry(l.mutex);
  if (is_alive(l, self)) return true;
  tell("read", name_at(l, self), "", "was used when it did not live");
  return false;
}

void life_ends(const void* self) {
  Log& l = log();
  const Entry entry(l.mutex);
  if (!is_alive(l, self)) {
    const bool twice = find(l, self) != nullptr;
    tell("destroy", name_at(l, self), "", twice ? "was destroyed twice" : "was destroyed");
    return;
  }
  Object& object = l.objects[l.at[disguised(self)]];
  object.is_alive = false;
  ++l.counts.destroyed;
  --l.counts.alive;
  tell("destroy", object.name, "", "");
}

}  // namespace detail
}  // namespace testkit
