// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Stores: how long it takes until entries are durable, with the commit index that goes with them.
// So many are given before each sync.
#include "counted.hpp"

#include <benchmark/benchmark.h>
#include <patina/raft/segment_store.hpp>
#include <patina/raft/sqlite_store.hpp>
#include <patina/storage/posix.hpp>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <stdlib.h>

namespace {

using namespace patina::raft;
namespace fs = std::filesystem;

constexpr std::size_t command_bytes = 128;
constexpr int syncs = 400;

// A folder beside this program: where there is only memory behind /tmp, a sync would cost nothing.
class Folder {
 public:
  Folder()
      : path_((fs::read_symlink("/proc/self/exe").parent_path() / "store-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr)
      throw std::system_error(errno, std::generic_category());
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class Segments {
 public:
  explicit Segments(const std::string& folder) {
    if (patina::storage::PosixDirectory::open(folder, directory_) == patina::storage::Errno::none)
      store_ = std::make_unique<SegmentStore>(*directory_);
  }
  LogStore* get() { return store_.get(); }

 private:
  std::unique_ptr<patina::storage::PosixDirectory> directory_;
  std::unique_ptr<SegmentStore> store_;
};

class Sqlite {
 public:
  explicit Sqlite(const std::string& folder) {
    if (SqliteStore::open(folder + "/store", store_) != SQLITE_OK) store_.reset();
  }
  LogStore* get() { return store_.get(); }

 private:
  std::unique_ptr<SqliteStore> store_;
};

// Gives and syncs the next entries. False if the store failed.
bool write(LogStore& store, std::vector<Entry>& entries) {
  for (Entry& entry : entries) entry.index = entry.index + entries.size();
  const HardState hard_state{Term{1}, NodeId{1}, entries.front().index - 1};
  return store.append(entries).has_value() && store.set_hard_state(hard_state).has_value() &&
         store.sync().has_value();
}

template <class Store, std::size_t batch>
void store(benchmark::State& state) {
  const Folder folder;
  Store owner(folder.path());
  LogStore* const store = owner.get();
  if (store == nullptr || !store->load().has_value())
    return state.SkipWithError("there is no store");
  std::vector<Entry> entries(batch);
  for (std::size_t i = 0; i < batch; ++i)
    entries[i] = {Index{i + 1 - batch}, Term{1}, Bytes(std::string(command_bytes, 'x'))};

  bool is_whole = write(*store, entries);
  const std::uint64_t syncs_before = counted::syncs;
  for (auto _ : state) is_whole = is_whole && write(*store, entries);
  if (!is_whole) return state.SkipWithError("the store failed");
  const std::int64_t count = state.iterations() * static_cast<std::int64_t>(batch);
  state.SetItemsProcessed(count);
  state.counters["syncs"] =
      static_cast<double>(counted::syncs - syncs_before) / static_cast<double>(count);
}

void durably(benchmark::internal::Benchmark* row) { row->UseRealTime()->Iterations(syncs); }

BENCHMARK(store<Segments, 1>)->Name("store_1/ours")->Apply(durably);
BENCHMARK(store<Sqlite, 1>)->Name("store_1/sqlite")->Apply(durably);
BENCHMARK(store<Segments, 16>)->Name("store_16/ours")->Apply(durably);
BENCHMARK(store<Sqlite, 16>)->Name("store_16/sqlite")->Apply(durably);
BENCHMARK(store<Segments, 64>)->Name("store_64/ours")->Apply(durably);
BENCHMARK(store<Sqlite, 64>)->Name("store_64/sqlite")->Apply(durably);

}  // namespace
