// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Races on plain data, by happens-before (FastTrack: Flanagan and Freund, PLDI 2009). An access is
// no scheduling point: whether two of them race doesn't depend on which came first.
#include <testkit/arena.hpp>

#include "trace.hpp"

namespace testkit::explore {
namespace {

Event event_on(const Cell& cell, const char* name, Where where) {
  return {0, name, "cell", cell.handle.index + 1, "", "", where, 0, 0, ""};
}

[[noreturn]] void fail_race(const char* now_does, const char* before_did, int before,
                            std::uint32_t before_event, std::uint32_t now, Where where) {
  const OutsideArena outside;
  fail(Kind::race,
       "thread " + std::to_string(world.current) + " " + now_does + " a cell that thread " +
           std::to_string(before) + " " + before_did + ", and nothing orders one before the other",
       where, {before_event, now});
}

CellRecord& reach(const Cell& cell, Where where) {
  CellRecord& record = world.cells[index_of(cell, where)];
  check_visible(record.birth, "cell", where);
  return record;
}

void check_write_before(const CellRecord& record, const char* doing, std::uint32_t now,
                        Where where) {
  if (record.writing >= 0 && record.writing != world.current)
    fail_race(doing, "is writing", record.writing, record.write_event, now, where);
  if (record.writer >= 0 && !me().clock.knows(record.writer, record.write_epoch))
    fail_race(doing, "wrote", record.writer, record.write_event, now, where);
}

void check_reads_before(const CellRecord& record, const char* doing, std::uint32_t now,
                        Where where) {
  const int reader = record.reads.first_beyond(me().clock);
  if (reader >= 0) fail_race(doing, "read", reader, record.read_event[reader], now, where);
  const Mask others = record.reading & ~bit(world.current);
  if (others == 0) return;
  const int other = __builtin_ctz(others);
  fail_race(doing, "is reading", other, record.read_event[other], now, where);
}

}  // namespace

void cell_read(const Cell& cell, Where where) {
  if (!world.is_running) return;
  CellRecord& record = reach(cell, where);
  const std::uint32_t now = note([&] { return event_on(cell, "read", where); });
  check_write_before(record, "reads", now, where);
  record.reads.at[world.current] = me().clock.at[world.current];
  record.read_event[world.current] = now;
}

void cell_write(const Cell& cell, Where where) {
  if (!world.is_running) return;
  CellRecord& record = reach(cell, where);
  const std::uint32_t now = note([&] { return event_on(cell, "write", where); });
  check_write_before(record, "writes", now, where);
  check_reads_before(record, "writes", now, where);
  record.writer = static_cast<std::int8_t>(world.current);
  record.write_epoch = me().clock.at[world.current];
  record.write_event = now;
}

void cell_begin(const Cell& cell, bool is_write, Where where) {
  if (!world.is_running) return;
  if (is_write) {
    cell_write(cell, where);
    world.cells[cell.handle.index].writing = world.current;
  } else {
    cell_read(cell, where);
    world.cells[cell.handle.index].reading |= bit(world.current);
  }
}

void cell_end(const Cell& cell, bool is_write) noexcept {
  if (!world.is_running) return;
  CellRecord& record = world.cells[index_of(cell, Where())];
  if (is_write) {
    record.writing = -1;
    record.write_epoch = me().clock.at[world.current];
  } else {
    record.reading &= ~bit(world.current);
    record.reads.at[world.current] = me().clock.at[world.current];
  }
}

// The destruction is a write.
void cell_destroyed(const Cell& cell) noexcept {
  if (!world.is_running) return;
  CellRecord& record = world.cells[index_of(cell, Where())];
  const std::uint32_t now = note([&] { return event_on(cell, "destroy", Where()); });
  check_visible(record.birth, "cell", Where());
  check_write_before(record, "destroys", now, Where());
  check_reads_before(record, "destroys", now, Where());
  record.birth.is_alive = false;
}

}  // namespace testkit::explore
