// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// SqliteStore: a LogStore over SQLite, given. Three tables and a transaction from one sync to the
// next; whatever is hard about disks SQLite has done already, and tested longer than anybody.
//
// Interface:
//   SqliteStore::open(path, store)   SQLITE_OK, or what SQLite says
// WAL and synchronous=FULL: a commit is one write and one sync of the log; the database itself is
// written now and then (sqlite.org/wal.html).
// Programs that include this link SQLite.
// Thread rule: one thread.
#pragma once

#include <patina/raft/encoding.hpp>
#include <patina/raft/log_store.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <sqlite3.h>

namespace patina::raft {

class SqliteStore final : public LogStore {
 public:
  [[nodiscard]] static int open(const std::string& path, std::unique_ptr<SqliteStore>& store) {
    sqlite3* database = nullptr;
    const int result = sqlite3_open(path.c_str(), &database);
    store.reset(new SqliteStore(database));
    return result;
  }
  ~SqliteStore() override {
    for (sqlite3_stmt* const each : {put_, cut_, forget_, keep_}) sqlite3_finalize(each);
    sqlite3_close(database_);
  }
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  Result<Restored, StorageError> load() override {
    const bool is_ready =
        run("PRAGMA journal_mode=WAL") && run("PRAGMA synchronous=FULL") &&
        run("CREATE TABLE IF NOT EXISTS entries(id INTEGER PRIMARY KEY, value BLOB NOT NULL)") &&
        run("CREATE TABLE IF NOT EXISTS kept(name TEXT PRIMARY KEY, value BLOB NOT NULL)") &&
        prepare("REPLACE INTO entries VALUES(?1, ?2)", put_) &&
        prepare("DELETE FROM entries WHERE id >= ?1", cut_) &&
        prepare("DELETE FROM entries WHERE id <= ?1", forget_) &&
        prepare("REPLACE INTO kept VALUES(?1, ?2)", keep_);
    Restored restored;
    const bool is_read =
        is_ready &&
        read("SELECT value FROM kept WHERE name = 'hard state'",
             [&](Decoder& from) { restored.hard_state = from.hard_state(); }) &&
        read("SELECT value FROM kept WHERE name = 'snapshot'",
             [&](Decoder& from) {
               restored.snapshot = std::make_shared<const Snapshot>(from.snapshot().snapshot);
             }) &&
        read("SELECT value FROM entries ORDER BY id",
             [&](Decoder& from) { restored.entries.push_back(from.entry()); });
    if (!is_read) return unexpected(*failure_);
    return restored;
  }

  Result<void, StorageError> set_hard_state(const HardState& state) override {
    std::string value;
    put(value, state);
    return outcome(begin() && keep("hard state", value));
  }

  Result<void, StorageError> append(std::span<const Entry> entries) override {
    if (entries.empty()) return outcome(!failure_);
    bool is_done = begin() && cut(cut_, entries.front().index);
    for (const Entry& entry : entries) {
      std::string value;
      put(value, entry);
      is_done = is_done && bind(put_, entry.index, 1) && bind(put_, value, 2) && step(put_);
    }
    return outcome(is_done);
  }

  Result<void, StorageError> set_snapshot(const SnapshotPtr& snapshot, bool keeps_log) override {
    std::string value;
    put(value, StoredSnapshot{0, *snapshot});
    bool is_done = begin() && keep("snapshot", value) && cut(forget_, snapshot->index);
    if (!keeps_log) is_done = is_done && cut(cut_, Index{0});
    return outcome(is_done);
  }

  Result<void, StorageError> sync() override {
    if (!is_open_) return outcome(!failure_);
    is_open_ = false;
    return outcome(!failure_ && run("COMMIT"));
  }

 private:
  explicit SqliteStore(sqlite3* database) : database_(database) {}

  Result<void, StorageError> outcome(bool is_done) {
    if (!is_done) return unexpected(*failure_);
    return {};
  }

  // Remembers the first thing that went wrong.
  bool is_ok(int result, const std::string& what) {
    if (failure_) return false;
    const int kind = result & 255;
    if (kind == SQLITE_OK || kind == SQLITE_ROW || kind == SQLITE_DONE) return true;
    failure_ = StorageError{kind == SQLITE_FULL ? storage::Errno::no_space : storage::Errno::io,
                            what + ": " + sqlite3_errmsg(database_)};
    return false;
  }

  bool run(const std::string& sql) {
    return is_ok(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr), sql);
  }
  bool prepare(const std::string& sql, sqlite3_stmt*& statement) {
    sqlite3_finalize(std::exchange(statement, nullptr));
    return is_ok(sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr), sql);
  }
  bool begin() {
    if (failure_) return false;
    if (std::exchange(is_open_, true)) return true;
    return run("BEGIN IMMEDIATE");
  }

  bool bind(sqlite3_stmt* statement, Index index, int place) {
    return is_ok(sqlite3_bind_int64(statement, place, static_cast<sqlite3_int64>(index.value())),
                 "bind");
  }
  bool bind(sqlite3_stmt* statement, const std::string& value, int place) {
    return is_ok(sqlite3_bind_blob64(statement, place, value.data(), value.size(),
                                     SQLITE_TRANSIENT),
                 "bind");
  }
  bool step(sqlite3_stmt* statement) {
    const bool is_done = is_ok(sqlite3_step(statement), sqlite3_sql(statement));
    sqlite3_reset(statement);
    return is_done;
  }
  bool cut(sqlite3_stmt* statement, Index index) {
    return bind(statement, index, 1) && step(statement);
  }
  bool keep(const std::string& name, const std::string& value) {
    const int bound = sqlite3_bind_text(keep_, 1, name.c_str(), -1, SQLITE_TRANSIENT);
    return is_ok(bound, "bind") && bind(keep_, value, 2) && step(keep_);
  }

  template <class Take>
  bool read(const std::string& sql, Take&& take) {
    sqlite3_stmt* statement = nullptr;
    bool is_whole = prepare(sql, statement);
    while (is_whole) {
      const int result = sqlite3_step(statement);
      if (!is_ok(result, sql)) is_whole = false;
      if (!is_whole || result == SQLITE_DONE) break;
      Decoder from({static_cast<const char*>(sqlite3_column_blob(statement, 0)),
                    static_cast<std::size_t>(sqlite3_column_bytes(statement, 0))});
      take(from);
      if (from.is_done()) continue;
      failure_ = StorageError{storage::Errno::none, "a row of \"" + sql + "\" is damaged"};
      is_whole = false;
    }
    sqlite3_finalize(statement);
    return is_whole;
  }

  sqlite3* database_;
  sqlite3_stmt* put_ = nullptr;
  sqlite3_stmt* cut_ = nullptr;
  sqlite3_stmt* forget_ = nullptr;
  sqlite3_stmt* keep_ = nullptr;
  bool is_open_ = false;
  std::optional<StorageError> failure_;
};

}  // namespace patina::raft
