// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The given stores on a real file system: SqliteStore, and SegmentStore over PosixDirectory. Both
// are asked the same, and both must give back what the model holds.
#include <catch2/catch.hpp>

#include <patina/raft/segment_store.hpp>
#include <patina/raft/sqlite_store.hpp>
#include <patina/storage/posix.hpp>
#include <testkit/raft/store_model.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace {

using namespace testkit::raft;
using patina::raft::LogStore;
using patina::storage::Errno;
using patina::storage::PosixDirectory;

struct Folder {
  Folder() : path(std::filesystem::temp_directory_path() / "patina-stores-XXXXXX") {
    std::string name = path.string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

patina::Result<void, patina::raft::StorageError> give(LogStore& store, const StoreCall& call) {
  switch (call.kind) {
    case StoreCall::Kind::state: return store.set_hard_state(call.hard_state);
    case StoreCall::Kind::append: return store.append(call.entries);
    case StoreCall::Kind::snapshot: return store.set_snapshot(call.taken, call.keeps_log);
    case StoreCall::Kind::sync: break;
  }
  return store.sync();
}

void play_lives(const std::function<std::unique_ptr<LogStore>()>& make, std::uint64_t seed) {
  patina::base::Random random(seed);
  StoreModel model;
  for (int life = 0; life < 6; ++life) {
    const std::unique_ptr<LogStore> store = make();
    auto loaded = store->load();
    REQUIRE(loaded.has_value());
    CHECK(model.found(loaded.value()) == "");
    Script script = random_script(random, 20, 2, life == 0);
    if (life > 0) script = model.fitting(script);
    script.push_back(StoreCall::sync());
    for (const StoreCall& call : script) {
      model.give(call);
      REQUIRE(give(*store, call).has_value());
      model.done(call);
    }
  }
}

}  // namespace

TEST_CASE("SegmentStore over a real directory keeps what it was given", "[stores]") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Folder folder;
    std::unique_ptr<PosixDirectory> directory;
    REQUIRE(PosixDirectory::open(folder.path / "log", directory) == Errno::none);
    play_lives(
        [&] { return std::make_unique<patina::raft::SegmentStore>(*directory, 500 * seed); }, seed);
  }
}

TEST_CASE("SqliteStore keeps what it was given", "[stores]") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Folder folder;
    play_lives(
        [&] {
          std::unique_ptr<patina::raft::SqliteStore> store;
          REQUIRE(patina::raft::SqliteStore::open(folder.path / "log.db", store) == SQLITE_OK);
          return store;
        },
        seed);
  }
}

TEST_CASE("SqliteStore forgets what was not synced, as a whole", "[stores]") {
  const Folder folder;
  const auto open = [&] {
    std::unique_ptr<patina::raft::SqliteStore> store;
    REQUIRE(patina::raft::SqliteStore::open(folder.path / "log.db", store) == SQLITE_OK);
    return store;
  };
  {
    const auto store = open();
    REQUIRE(store->load().has_value());
    REQUIRE(store->append(log(1, {1, 1})).has_value());
    REQUIRE(store->sync().has_value());
    REQUIRE(store->append(log(2, {2, 2})).has_value());
    REQUIRE(store->set_hard_state({Term{2}, NodeId{3}, Index{1}}).has_value());
  }
  const auto store = open();
  auto loaded = store->load();
  REQUIRE(loaded.has_value());
  CHECK(loaded.value().entries == log(1, {1, 1}));
  CHECK(loaded.value().hard_state.term == Term{0});
}

TEST_CASE("A real directory answers as the contract says", "[stores]") {
  const Folder folder;
  std::unique_ptr<PosixDirectory> directory;
  REQUIRE(PosixDirectory::open(folder.path, directory) == Errno::none);
  std::unique_ptr<patina::storage::File> file;
  CHECK(directory->open("none", false, file) == Errno::not_found);
  CHECK(directory->remove("none") == Errno::not_found);
  REQUIRE(directory->open("a", true, file) == Errno::none);
  CHECK(file->write(3, "xyz") == Errno::none);
  CHECK(file->sync() == Errno::none);
  CHECK(file->size() == 6);
  std::string text;
  CHECK(file->read(0, 100, text) == Errno::none);
  CHECK(text == std::string("\0\0\0xyz", 6));
  CHECK(directory->rename("a", "b") == Errno::none);
  CHECK(directory->sync() == Errno::none);
  CHECK(directory->list() == std::vector<std::string>{"b"});
  CHECK(file->truncate(4) == Errno::none);
  CHECK(file->read(2, 10, text) == Errno::none);
  CHECK(text == std::string("\0x", 2));
}
