// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A queue and a list whose links stand in the elements themselves: nothing is allocated.
//
// Interface:
//   struct Item : QueueLink<Item>, ListLink<Item> {};
//   IntrusiveQueue<Item>   push(item), pop() -> Item* or null, is_empty(), append(other queue)
//   IntrusiveList<Item>    push(item), remove(item), first() -> Item* or null
//
// Invariants: an item stands in at most one queue and in at most one list at a time. Neither owns.
// Thread rule: none of its own; one thread, or a lock around it.
#pragma once

#include <utility>

namespace patina {

template <class Item>
struct QueueLink {
  Item* queue_next = nullptr;
};

template <class Item>
class IntrusiveQueue {
 public:
  bool is_empty() const noexcept { return first_ == nullptr; }
  void push(Item& item) noexcept {
    item.QueueLink<Item>::queue_next = nullptr;
    (first_ == nullptr ? first_ : last_->QueueLink<Item>::queue_next) = &item;
    last_ = &item;
  }
  Item* pop() noexcept {
    Item* const item = first_;
    if (item != nullptr) first_ = item->QueueLink<Item>::queue_next;
    return item;
  }
  // Moves all of `other` to the end of this queue.
  void append(IntrusiveQueue& other) noexcept {
    if (other.is_empty()) return;
    (first_ == nullptr ? first_ : last_->QueueLink<Item>::queue_next) = other.first_;
    last_ = other.last_;
    other.first_ = nullptr;
  }

 private:
  Item* first_ = nullptr;
  Item* last_ = nullptr;  // meaningful while the queue is not empty
};

template <class Item>
struct ListLink {
  Item* list_next = nullptr;
  Item** list_here = nullptr;  // the pointer that points at this item; null: in no list
};

template <class Item>
class IntrusiveList {
 public:
  Item* first() const noexcept { return first_; }
  void push(Item& item) noexcept {
    ListLink<Item>& link = item;
    link.list_next = first_;
    link.list_here = &first_;
    if (first_ != nullptr) static_cast<ListLink<Item>&>(*first_).list_here = &link.list_next;
    first_ = &item;
  }
  static void remove(Item& item) noexcept {
    ListLink<Item>& link = item;
    *link.list_here = link.list_next;
    if (link.list_next != nullptr)
      static_cast<ListLink<Item>&>(*link.list_next).list_here = link.list_here;
    link.list_here = nullptr;
  }

 private:
  Item* first_ = nullptr;
};

}  // namespace patina
