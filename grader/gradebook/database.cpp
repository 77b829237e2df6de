// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/gradebook/database.hpp>

#include <sqlite3.h>

#include <cassert>

namespace grader {

namespace {

constexpr int patience_ms = 5000;

}  // namespace

void Statement::Finalizer::operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
void Database::Closer::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

void Statement::expect(int code) const {
  if (code != SQLITE_OK) throw DatabaseError(sqlite3_errmsg(sqlite3_db_handle(handle_.get())));
}

Statement& Statement::bind(int index, std::string_view text) {
  expect(sqlite3_bind_text64(handle_.get(), index, text.data(), text.size(), SQLITE_TRANSIENT,
                             SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind(int index, std::int64_t number) {
  expect(sqlite3_bind_int64(handle_.get(), index, number));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) expect(code);
  return code == SQLITE_ROW;
}

std::string Statement::text(int column) const {
  const auto* const text = sqlite3_column_text(handle_.get(), column);
  const int size = sqlite3_column_bytes(handle_.get(), column);
  if (text == nullptr) return "";
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)};
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

Database::Database(const std::filesystem::path& file, Access access) {
  const int flags = access == Access::read_only ? SQLITE_OPEN_READONLY
                                                : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);  // to be closed even if it could not be opened
  if (code != SQLITE_OK) throw DatabaseError(file.string() + ": " + sqlite3_errstr(code));
  sqlite3_busy_timeout(handle, patience_ms);
}

void Database::run(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw DatabaseError(sqlite3_errmsg(handle_.get()));
}

Statement Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement,
                         nullptr) != SQLITE_OK)
    throw DatabaseError(sqlite3_errmsg(handle_.get()));
  assert(statement != nullptr);
  return Statement(statement);
}

std::int64_t Database::number(std::string_view sql) {
  Statement statement = prepare(sql);
  return statement.step() ? statement.number(0) : 0;
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (!is_open_) return;
  try {
    database_.run("ROLLBACK");
  } catch (const DatabaseError&) {  // SQLite has rolled back by itself
  }
}

void Transaction::commit() {
  database_.run("COMMIT");
  is_open_ = false;
}

}  // namespace grader
