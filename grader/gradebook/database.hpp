// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// SQLite, as far as the gradebook needs it.
//
// Interface:
//   Database(file, access)        opens it, makes it if need be; closed by the destructor
//   database.run(sql)             statements without parameters or rows
//   database.prepare(sql)         a Statement: bind(1, ...) its parameters, then step() row by row
//   Transaction                   rolled back unless commit() was called
//
// Invariants: no handle outlives its Database. Faults are a DatabaseError with SQLite's own words.
// Thread rule: one thread at a time; several processes may use one file (write-ahead log, and five
// seconds of patience with each other).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace grader {

class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Statement {
 public:
  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, std::int64_t number);
  bool step();  // is there another row?
  std::string text(int column) const;
  std::int64_t number(int column) const;

 private:
  friend class Database;
  struct Finalizer {
    void operator()(sqlite3_stmt* handle) const;
  };
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
  void expect(int code) const;

  std::unique_ptr<sqlite3_stmt, Finalizer> handle_;
};

enum class Access { read_write, read_only };

class Database {
 public:
  Database(const std::filesystem::path& file, Access access);

  void run(const std::string& sql);
  Statement prepare(std::string_view sql);
  std::int64_t number(std::string_view sql);  // the first column of the first row

 private:
  struct Closer {
    void operator()(sqlite3* handle) const;
  };
  std::unique_ptr<sqlite3, Closer> handle_;
};

class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool is_open_ = true;
};

}  // namespace grader
