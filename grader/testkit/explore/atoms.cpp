// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Atomics and fences: the memory model.
//
// An atomic has a history: its last stores in modification order, each with a stamp (its place in
// that order) and a view (what it publishes). A thread knows, of each atomic, the newest store that
// happened before it or that it has seen: it may read that one or any newer one, and may put a new
// store anywhere behind it. A read-modify-write goes directly behind the store it read, and nothing
// comes between. This is the model of views and time stamps of Kang et al. (POPL 2017) without
// promises, with release sequences and fences as in C++20.
//
// seq_cst: the order S is the order of execution. `world.sequential` holds, of each atomic, the
// newest store that S knows: a seq_cst access of the atomic reads no older one, and a seq_cst fence
// exchanges everything between it and the thread. A fence orders what threads see; it makes nothing
// happen before anything else, so it hides no race.
//
// In sequentially consistent mode the history is one store long, and the rest stays as it is.
#include "search.hpp"
#include "trace.hpp"
#include "views.hpp"

namespace testkit::explore {
namespace {

constexpr Stamp stamp_step = 1 << 10;
constexpr int stale_max = 2;  // how often in a row a thread may miss what was stored last

bool acquires(Order order) {
  return order == Order::acquire || order == Order::acq_rel || order == Order::seq_cst ||
         order == Order::consume;
}
bool releases(Order order) {
  return order == Order::release || order == Order::acq_rel || order == Order::seq_cst;
}

// The read half of the read-modify-write that is being made.
struct ReadModifyWrite {
  std::uint32_t index;
  int read;
  Order order;
  Where where;
} rmw;

Operation operation_on(const AtomRecord& record, Access access, Order order) {
  return {record.birth.number, 0, access, false, order == Order::seq_cst};
}

// The point before an operation, and what has to hold when its turn comes.
AtomRecord& reach(const Atom& atom, Access access, Order order, Where where) {
  const std::uint32_t index = index_of(atom, where);
  point(operation_on(world.atoms[index], access, order));
  AtomRecord& record = world.atoms[index];
  if (!record.birth.is_alive || record.atom != &atom) fail_dead(&atom, "atomic", where);
  check_visible(record.birth, "atomic", where);
  record.accessed.at[world.current] = me().clock.at[world.current];
  return record;
}

Stamp floor_of(std::uint32_t index, Order order) {
  const Stamp seen = me().seen[index];
  if (order != Order::seq_cst) return seen;
  return seen < world.sequential[index] ? world.sequential[index] : seen;
}

// The oldest store that the thread may read.
int oldest_readable(const AtomRecord& record, std::uint32_t index, Order order) {
  int oldest = record.count - 1;
  if (!world.is_weak || me().stale[index] >= stale_max) return oldest;
  const Stamp floor = floor_of(index, order);
  while (oldest > 0 && record.stores[oldest].stamp > floor) --oldest;
  return oldest;
}

bool has_room_behind(const AtomRecord& record, int place) {
  if (place + 1 == record.count) return true;
  const Store& next = record.stores[place + 1];
  return !next.is_rmw && next.stamp - record.stores[place].stamp >= 2;
}

void note_staleness(std::uint32_t index, bool is_newest) {
  if (!world.is_weak) return;
  if (is_newest)
    me().stale[index] = 0;
  else
    ++me().stale[index];
}

void see(const AtomRecord& record, std::uint32_t index, int read, Order order) {
  const Store& store = record.stores[read];
  Thread& thread = me();
  if (world.is_weak) {
    if (thread.seen[index] < store.stamp) thread.seen[index] = store.stamp;
    if (order == Order::seq_cst && world.sequential[index] < store.stamp)
      world.sequential[index] = store.stamp;
    note_staleness(index, read + 1 == record.count);
  }
  if (acquires(order))
    learn(thread, store.view);
  else
    keep(thread, store.view);
}

// Makes room behind `previous`, in a history that is full by forgetting its oldest store.
Store& open_place(AtomRecord& record, int previous) {
  if (!world.is_weak) return record.stores[0];
  Stamp stamp = record.stores[previous].stamp + stamp_step;
  if (previous + 1 < record.count)
    stamp = record.stores[previous].stamp +
            (record.stores[previous + 1].stamp - record.stores[previous].stamp) / 2;
  int place = previous + 1;
  if (record.count == history_max) {
    for (int i = 1; i < place; ++i) record.stores[i - 1] = record.stores[i];
    --place;
  } else {
    for (int i = record.count; i > place; --i) record.stores[i] = record.stores[i - 1];
    ++record.count;
  }
  record.stores[place].stamp = stamp;
  return record.stores[place];
}

struct Written {
  Bits bits;
  Order order;
  bool is_rmw;
  std::uint32_t event;
};

void write(AtomRecord& record, std::uint32_t index, int previous, const Written& written) {
  const ViewId read_view = record.stores[previous].view;
  const std::uint32_t read_head = record.stores[previous].head;
  const Bits newest = record.stores[record.count - 1].bits;
  Store& store = open_place(record, previous);
  Thread& thread = me();
  const Stamp stamp = store.stamp;
  if (world.is_weak) {
    thread.seen[index] = stamp;
    if (written.order == Order::seq_cst && world.sequential[index] < stamp)
      world.sequential[index] = stamp;
  }
  const ViewId own = releases(written.order) ? view_of(thread) : thread.released;
  store.bits = written.bits;
  // Who acquired what it read and releases now knows that already.
  const bool is_joined = acquires(written.order) && releases(written.order);
  store.view = written.is_rmw && !is_joined ? join_views(own, read_view) : own;
  store.event = written.event;
  store.head = own != 0 ? written.event : (written.is_rmw ? read_head : 0);
  store.is_rmw = written.is_rmw;
  if (releases(written.order)) next_epoch(thread, world.current);
  if (newest != record.stores[record.count - 1].bits || newest != written.bits) note_change();
}

Event event_on(const AtomRecord& record, const char* name, Bits value, Order order, Where where) {
  const std::uint32_t number = record.atom->handle.index + 1;
  const std::string shown = record.atom->type->print(value);
  return {0, name, "atomic", number, shown, name_of(order), where, 0, 0, ""};
}

// The event of a read, told with where its value came from.
std::uint32_t note_read(AtomRecord& record, const char* name, int read, Order order, Where where) {
  const std::uint32_t now = note([&] {
    const Store& store = record.stores[read];
    Event event = event_on(record, name, store.bits, order, where);
    event.from = store.event;
    if (acquires(order) && store.view != 0) event.syncs = store.head;
    if (read + 1 != record.count) event.note = "old";
    return event;
  });
  record.accessed_event[world.current] = now;
  return now;
}

bool place_rmw(AtomRecord& record, std::uint32_t index, Order order) {
  int places[history_max];
  int count = 0;
  for (int i = record.count - 1; i >= oldest_readable(record, index, order); --i)
    if (has_room_behind(record, i)) places[count++] = i;
  rmw.read = places[count > 1 ? search_branch(count, Branch::place) : 0];
  return rmw.read + 1 == record.count;
}

}  // namespace

Bits atom_load(const Atom& atom, Order order, Where where) {
  if (!world.is_running) return atom.type->initial(&atom);
  AtomRecord& record = reach(atom, Access::read, order, where);
  const std::uint32_t index = atom.handle.index;
  const int newest = record.count - 1;
  const int choices = newest - oldest_readable(record, index, order) + 1;
  const int read = choices == 1 ? newest : newest - search_branch(choices, Branch::read);
  note_read(record, "load", read, order, where);
  see(record, index, read, order);
  return record.stores[read].bits;
}

void atom_store(Atom& atom, Bits bits, Order order, Where where) {
  if (!world.is_running) return atom.type->assign(&atom, bits);
  AtomRecord& record = reach(atom, Access::write, order, where);
  const std::uint32_t index = atom.handle.index;
  int places[history_max];
  int count = 0;
  places[count++] = record.count - 1;
  const Stamp floor = world.is_weak ? floor_of(index, order) : 0;
  for (int i = record.count - 1; world.is_weak && i > 0 && record.stores[i].stamp > floor; --i)
    if (has_room_behind(record, i - 1)) places[count++] = i - 1;
  const int chosen = count > 1 ? search_branch(count, Branch::place) : 0;
  const std::uint32_t now = note([&] {
    Event event = event_on(record, "store", bits, order, where);
    if (chosen > 0) event.note = "early";
    return event;
  });
  record.accessed_event[world.current] = now;
  write(record, index, places[chosen], {bits, order, false, now});
}

Bits atom_begin_rmw(Atom& atom, Order order, Where where) {
  rmw.order = order;
  rmw.where = where;
  if (!world.is_running) return atom.type->initial(&atom);
  AtomRecord& record = reach(atom, Access::write, order, where);
  rmw.index = atom.handle.index;
  rmw.order = order;  // of this thread again
  rmw.where = where;
  place_rmw(record, rmw.index, order);
  return record.stores[rmw.read].bits;
}

void atom_end_rmw(Atom& atom, Bits bits, const char* name) {
  if (!world.is_running) return atom.type->assign(&atom, bits);
  AtomRecord& record = world.atoms[rmw.index];
  const std::uint32_t now = note_read(record, name, rmw.read, rmw.order, rmw.where);
  if (now != 0) append_value(now, " -> " + atom.type->print(bits));
  see(record, rmw.index, rmw.read, rmw.order);
  write(record, rmw.index, rmw.read, {bits, rmw.order, true, now});
}

bool atom_compare_exchange(Atom& atom, Bits& expected, const Exchange& exchange, Where where) {
  if (!world.is_running) {
    const Bits seen = atom.type->initial(&atom);
    if (seen == expected) return atom.type->assign(&atom, exchange.desired), true;
    return expected = seen, false;
  }
  AtomRecord& record = reach(atom, Access::write, exchange.success, where);
  const std::uint32_t index = atom.handle.index;
  int reads[history_max];
  int count = 0;
  for (int i = record.count - 1; i >= oldest_readable(record, index, exchange.success); --i)
    if (record.stores[i].bits != expected || has_room_behind(record, i)) reads[count++] = i;
  const int read = reads[count > 1 ? search_branch(count, Branch::read) : 0];
  bool is_done = record.stores[read].bits == expected;
  if (is_done && exchange.is_weak && world.spurious_left > 0 &&
      search_branch(2, Branch::spurious) == 1) {
    --world.spurious_left;
    is_done = false;
  }
  const Order order = is_done ? exchange.success : exchange.failure;
  const std::uint32_t now = note_read(record, "compare_exchange", read, order, where);
  if (now != 0)
    append_value(now, is_done ? " -> " + atom.type->print(exchange.desired) : ", not exchanged");
  see(record, index, read, order);
  if (!is_done) return expected = record.stores[read].bits, false;
  write(record, index, read, {exchange.desired, order, true, now});
  return true;
}

void fence(Order order, Where where) {
  if (!world.is_running || order == Order::relaxed) return;
  if (order == Order::seq_cst && world.is_weak) point({0, 0, Access::write, true, true});
  Thread& thread = me();
  if (acquires(order)) learn_kept(thread);
  if (order == Order::seq_cst && world.is_weak) {
    for (std::uint32_t i = 0; i < world.atom_count; ++i) {
      Stamp& known = world.sequential[i];
      if (thread.seen[i] < known)
        thread.seen[i] = known;
      else
        known = thread.seen[i];
    }
  }
  note([&] { return Event{0, "fence", "", 0, "", name_of(order), where, 0, 0, ""}; });
  if (releases(order)) {
    thread.released = view_of(thread);
    next_epoch(thread, world.current);
  }
}

void wait_while_equal(const Atom& atom, Bits old, Order order, Where where) {
  while (atom_load(atom, order, where) == old) {
    if (!world.is_running) misused("a wait outside of an exploration would never end", where);
    park_on(atom, old, Nanoseconds::max(), where);
  }
}

}  // namespace testkit::explore
