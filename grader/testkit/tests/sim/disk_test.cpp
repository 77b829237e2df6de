// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Disks: what a crash keeps, where it may come, and which errors there are.
#include "toy.hpp"

#include <set>

using namespace toy;
using patina::storage::Errno;
using patina::storage::File;

namespace {

using FilePtr = std::unique_ptr<File>;

// One process, which does what the test says.
struct Store {
  explicit Store(const DiskOptions& disk = {}, std::uint64_t seed = 1) : world(seed, with(disk)) {
    world.add("a", scripted());
    world.run_for(1ms);
  }
  static Options with(const DiskOptions& disk) {
    Options options = even();
    options.disk = disk;
    return options;
  }
  Process& process() { return process_of(world, 1); }
  FilePtr open(const std::string& name) {
    FilePtr file;
    return process().files().open(name, true, file) == Errno::none ? std::move(file) : nullptr;
  }
  std::string content(const std::string& name) {
    FilePtr file;
    if (process().files().open(name, false, file) != Errno::none) return "(none)";
    std::string text;
    REQUIRE(file->read(0, file->size(), text) == Errno::none);
    return text;
  }
  void put(const std::string& name, const std::string& text) {
    const FilePtr file = open(name);
    REQUIRE(file->write(0, text) == Errno::none);
    REQUIRE(file->sync() == Errno::none);
    REQUIRE(process().files().sync() == Errno::none);
  }
  void reboot() {
    world.crash(1);
    world.restart(1);
    world.run_for(1ms);
  }
  World world;
};

DiskOptions forgetful() {
  DiskOptions disk;
  disk.keeps_unsynced_in_part = false;
  return disk;
}

TEST_CASE("A file reads as it was written, gaps as zeros, and not past its end") {
  Store store;
  const FilePtr file = store.open("f");
  CHECK(file->write(3, "abc") == Errno::none);
  CHECK(file->write(4, "X") == Errno::none);
  CHECK(file->size() == 6);
  std::string text;
  CHECK(file->read(0, 100, text) == Errno::none);
  CHECK(text == std::string("\0\0\0aXc", 6));
  CHECK(file->read(6, 1, text) == Errno::none);
  CHECK(text.empty());
  CHECK(file->truncate(4) == Errno::none);
  CHECK(store.content("f") == std::string("\0\0\0a", 4));
  FilePtr other;
  CHECK(store.process().files().open("g", false, other) == Errno::not_found);
  CHECK(store.process().files().list() == std::vector<std::string>{"f"});
}

TEST_CASE("What is synced outlives a crash; what is not is lost") {
  Store store(forgetful());
  store.put("f", "durable");
  CHECK(store.open("f")->write(0, "VOLATIL") == Errno::none);
  CHECK(store.content("f") == "VOLATIL");
  store.reboot();
  CHECK(store.content("f") == "durable");
}

TEST_CASE("A name is durable only once its directory is synced") {
  Store store(forgetful());
  const FilePtr file = store.open("f");
  CHECK(file->write(0, "abc") == Errno::none);
  CHECK(file->sync() == Errno::none);
  store.reboot();
  CHECK(store.content("f") == "(none)");
  store.put("f", "old");
  store.put("g", "new");
  CHECK(store.process().files().rename("g", "f") == Errno::none);
  CHECK(store.content("f") == "new");
  CHECK(store.content("g") == "(none)");
  store.reboot();
  CHECK(store.content("f") == "old");
  CHECK(store.content("g") == "new");
  CHECK(store.process().files().remove("g") == Errno::none);
  CHECK(store.process().files().sync() == Errno::none);
  store.reboot();
  CHECK(store.content("g") == "(none)");
}

TEST_CASE("A write that is not synced is torn at every kind of place, by sectors too") {
  std::set<std::string> kept;
  const std::string sectors = std::string(512, 'a') + std::string(512, 'b') + std::string(512, 'c');
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Store store({}, seed);
    store.put("f", "");
    CHECK(store.open("f")->write(0, sectors) == Errno::none);
    store.reboot();
    const std::string left = store.content("f");
    for (std::size_t i = 0; i < left.size(); ++i)
      if (left[i] != '\0' && left[i] != sectors[i]) FAIL("what is there was written there");
    std::string shape;  // of each sector whole, zero or cut
    for (std::size_t i = 0; i < left.size(); i += 512) {
      const std::string sector = left.substr(i, 512);
      const bool is_zero = sector == std::string(512, '\0');
      shape += sector == sectors.substr(i, 512) ? 'w' : is_zero ? '0' : 'c';
    }
    kept.insert(shape);
  }
  for (const char* shape :
       {"", "www", "w", "ww", "c", "wc", "wwc", "0w", "00w", "w0w", "000", "w00"})
    CHECK(kept.count(shape) == 1);
}

TEST_CASE("After a crash a renamed file is the old one or the new one; names keep their order") {
  std::set<std::string> seen;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Store store({}, seed);
    store.put("f", "old");
    const FilePtr file = store.open("g");
    CHECK(file->write(0, "new") == Errno::none);
    CHECK(file->sync() == Errno::none);
    CHECK(store.process().files().rename("g", "f") == Errno::none);
    store.reboot();
    seen.insert(store.content("f") + " " + store.content("g"));
  }
  CHECK(seen == std::set<std::string>{"old (none)", "old new", "new (none)"});
}

// What each crash point leaves of: write 1, sync, write 2, sync.
std::string left_by(const std::function<void(World&)>& set_point) {
  Store store(forgetful());
  store.put("f", "0");
  const auto writes = store.world.writes(1), syncs = store.world.syncs(1);
  set_point(store.world);
  store.world.enter(1, [&] {
    const FilePtr file = store.open("f");
    for (const char* text : {"1", "2"}) {  // not in a CHECK, which would catch the crash
      const bool is_done = file->write(0, text) == Errno::none && file->sync() == Errno::none;
      CHECK(is_done);
    }
  });
  const std::string done = std::to_string(store.world.writes(1) - writes) + " writes " +
                           std::to_string(store.world.syncs(1) - syncs) + " syncs ";
  const std::string state = store.world.is_up(1) ? "up " : "down ";
  store.reboot();
  return state + done + store.content("f");
}

TEST_CASE("Every point of persistence can be the last") {
  CHECK(left_by([](World&) {}) == "up 2 writes 2 syncs 2");
  CHECK(left_by([](World& world) { world.crash_at_write(1, 1); }) == "down 1 writes 0 syncs 0");
  CHECK(left_by([](World& world) { world.crash_at_sync(1, 1); }) == "down 1 writes 1 syncs 0");
  CHECK(left_by([](World& world) { world.crash_at_write(1, 2); }) == "down 2 writes 1 syncs 1");
  CHECK(left_by([](World& world) { world.crash_at_sync(1, 2); }) == "down 2 writes 2 syncs 1");
  CHECK(left_by([](World& world) { world.crash_at_sync(1, 3); }) == "up 2 writes 2 syncs 2");
}

TEST_CASE("A crash in the middle of a handler ends it, and the world goes on") {
  World world(1, even());
  int after = 0;
  world.add("a", scripted());
  world.add("b", scripted({.start = [](Process& own) { own.set_timer(1ms, 0); },
                           .receive = {},
                           .timer = [&](Process& own, TimerTag) {
                             FilePtr file;
                             (void)own.files().open("f", true, file);
                             (void)file->sync();
                             ++after;
                             own.send(1, word("synced"));
                           }}));
  Trace trace(world);
  world.crash_at_sync(2, 1);
  world.run_for(1s);
  CHECK(after == 0);
  CHECK_FALSE(world.is_up(2));
  CHECK(trace.count(EventKind::send) == 0);
  CHECK(trace.lines.back() == "1.000ms 2 crash b");
}

TEST_CASE("After an error of sync what was written may be gone, and another sync does not help") {
  bool was_lost = false;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    DiskOptions broken = forgetful();
    Store store(broken, seed);
    store.put("f", "old");
    const FilePtr file = store.open("f");
    CHECK(file->write(0, "new") == Errno::none);
    broken.sync_error_per_million = 1'000'000;
    store.world.set_disk(1, broken);
    CHECK(file->sync() == Errno::io);
    store.world.set_disk(1, forgetful());
    CHECK(file->sync() == Errno::none);
    CHECK(store.content("f") == "new");
    store.reboot();
    if (store.content("f") == "old") was_lost = true;
  }
  CHECK(was_lost);
}

TEST_CASE("Writes fail, disks are full, and bits flip while they are read") {
  DiskOptions disk;
  disk.capacity_bytes = 10;
  Store store(disk);
  Trace trace(store.world);
  store.put("f", "12345678");
  CHECK(store.open("f")->write(8, "9abc") == Errno::no_space);
  CHECK(store.content("f") == "123456789a");
  CHECK(store.open("f")->write(0, "abc") == Errno::none);
  CHECK(trace.count(EventKind::io_error) == 1);
  disk.read_flip_per_million = 1'000'000;
  store.world.set_disk(1, disk);
  CHECK(store.content("f") != "abc456789a");
  disk.read_flip_per_million = 0;
  disk.write_error_per_million = 1'000'000;
  store.world.set_disk(1, disk);
  CHECK(store.content("f") == "abc456789a");
  CHECK(store.open("f")->write(0, "x") == Errno::io);
  CHECK(store.open("g") == nullptr);
  CHECK(store.world.taken().back() == Decision{"disk/1 write-error", store.world.writes(1)});
}

TEST_CASE("A disk that is reformatted is empty") {
  Store store;
  store.put("f", "x");
  store.world.crash(1);
  store.world.reformat(1);
  store.world.restart(1);
  store.world.run_for(1ms);
  CHECK(store.process().files().list().empty());
}

TEST_CASE("A slow disk keeps its process busy, and what it sends afterwards leaves later") {
  Options options = even();
  options.disk.sync_time = 10ms;
  World world(1, options);
  std::vector<Time> asked, answered;
  world.add("a", scripted({.start = [](Process& own) {
                             for (const char* text : {"x", "y"}) own.send(2, word(text));
                           },
                           .receive = [&](Process&, ActorId, const std::string&) {
                             answered.push_back(world.now());
                           },
                           .timer = {}}));
  world.add("b", scripted({.start = {},
                           .receive = [&](Process& own, ActorId from, const std::string& text) {
                             asked.push_back(world.now());
                             FilePtr file;
                             (void)own.files().open("f", true, file);
                             (void)file->sync();
                             CHECK(own.now() == world.now() + 10ms);
                             own.send(from, word(text));
                           },
                           .timer = {}}));
  world.run_for(1s);
  CHECK(asked == std::vector<Time>{1ms, 11ms});
  CHECK(answered == std::vector<Time>{12ms, 22ms});
}

}  // namespace
