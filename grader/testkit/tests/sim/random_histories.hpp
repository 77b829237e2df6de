// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Histories drawn from a seed: of clients of a store that is right, or now and then is not.
#pragma once

#include <patina/base/random.hpp>
#include <testkit/check/kv_history.hpp>

#include <map>
#include <string>
#include <vector>

namespace random_histories {

using testkit::linearizable::Answer;
using testkit::linearizable::KvHistory;
using testkit::linearizable::Request;
using Store = std::map<std::string, std::string>;

struct Shape {
  std::uint32_t clients = 3;
  std::uint32_t keys = 1;
  std::uint32_t calls = 8;
  std::uint32_t values = 2;              // how many there are to write; 0: each is a new one
  std::uint32_t lost_per_thousand = 0;   // calls that are never answered, made or not
  std::uint32_t stale_per_thousand = 0;  // made in an earlier state of the store, and lost
  bool has_appends = true;
  bool has_swaps = true;
};

inline Answer perform(Store& store, const Request& request) {
  using enum Request::Kind;
  const auto at = store.find(request.key);
  const bool is_there = at != store.end();
  switch (request.kind) {
    case get: return {is_there ? std::optional(at->second) : std::nullopt, false};
    case put: store[request.key] = request.value; return {};
    case append: store[request.key] += request.value; return {};
    case erase: store.erase(request.key); return {};
    case swap: break;
  }
  const bool fits = request.expected ? is_there && at->second == *request.expected : !is_there;
  if (fits) store[request.key] = request.value;
  return {{}, fits};
}

// Draws what happens next until all calls were asked and all that will be answered are.
class Drawing {
 public:
  Drawing(std::uint64_t seed, const Shape& shape)
      : random_(seed), shape_(shape), clients_(shape.clients) {}

  KvHistory run() {
    while (asked_ < shape_.calls || busy_ > 0) {
      Client& client = clients_[random_.below(clients_.size())];
      if (client.call == 0 && asked_ < shape_.calls)
        ask(client);
      else if (client.call != 0 && !client.is_applied)
        take_effect(client);
      else if (client.call != 0)
        answer(client);
    }
    return std::move(history_);
  }

 private:
  struct Client {
    std::uint32_t call = 0;  // 0: idle
    bool is_applied = false;
    Request request;
    Answer answer;
  };

  void ask(Client& client) {
    const auto number = static_cast<std::uint32_t>(&client - clients_.data()) + 1;
    client.request = draw_request();
    client.is_applied = false;
    client.call = history_.asks(number, client.request);
    ++asked_;
    ++busy_;
  }
  void take_effect(Client& client) {
    if (random_.chance(shape_.lost_per_thousand, 1000)) return lose(client);
    Store before = before_;
    if (random_.chance(1, 3)) before_ = store_;
    client.is_applied = true;
    const bool is_stale = random_.chance(shape_.stale_per_thousand, 1000);
    client.answer = perform(is_stale ? before : store_, client.request);
    for (std::size_t i = 0; i < late_.size(); ++i) {
      if (!random_.chance(1, 8)) continue;
      perform(store_, late_[i]);
      late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  // Never answered: made at once, much later, or never.
  void lose(Client& client) {
    const std::uint64_t fate = random_.below(3);
    if (fate == 0) perform(store_, client.request);
    if (fate == 1) late_.push_back(client.request);
    client.call = 0;
    --busy_;
  }
  void answer(Client& client) {
    history_.told(client.call, client.answer);
    client.call = 0;
    --busy_;
  }

  std::string draw_value() {
    if (shape_.values == 0) return "v" + std::to_string(++serial_) + ".";
    return std::string(1, static_cast<char>('a' + random_.below(shape_.values)));
  }
  Request draw_request() {
    using enum Request::Kind;
    Request request;
    request.key = "k" + std::to_string(random_.below(shape_.keys));
    const std::uint64_t draw = random_.below(20);
    if (draw < 9) return request;
    request.value = draw_value();
    request.kind = put;
    if (draw >= 14 && shape_.has_appends) request.kind = append;
    if (draw == 17) request.kind = erase, request.value.clear();
    if (draw < 18 || !shape_.has_swaps) return request;
    request.kind = swap;
    const auto at = store_.find(request.key);
    if (at != store_.end()) request.expected = random_.chance(2, 3) ? at->second : draw_value();
    return request;
  }

  patina::base::Random random_;
  const Shape shape_;
  std::vector<Client> clients_;
  std::vector<Request> late_;
  Store store_;
  Store before_;
  KvHistory history_;
  std::uint32_t asked_ = 0;
  std::uint32_t busy_ = 0;
  std::uint64_t serial_ = 0;
};

inline KvHistory draw(std::uint64_t seed, const Shape& shape) { return Drawing(seed, shape).run(); }

// A small one: up to eight calls, few values, now and then one that is lost or stale.
inline KvHistory draw_small(std::uint64_t seed) {
  patina::base::Random random = patina::base::Random::stream(seed, "shape");
  Shape shape;
  shape.clients = static_cast<std::uint32_t>(random.between(1, 5));
  shape.keys = static_cast<std::uint32_t>(random.between(1, 2));
  shape.calls = static_cast<std::uint32_t>(random.between(3, 8));
  shape.values = static_cast<std::uint32_t>(random.between(1, 3));
  shape.lost_per_thousand = random.chance(1, 2) ? 250 : 0;
  shape.stale_per_thousand = random.chance(3, 4) ? 500 : 0;
  shape.has_swaps = random.chance(1, 2);
  return draw(seed, shape);
}

// All orders of all calls that keep to real time, one after another: slow, and hard to get wrong.
class AllOrders {
 public:
  explicit AllOrders(const std::vector<testkit::linearizable::KvCall>& calls)
      : calls_(calls), is_done_(calls.size()) {}

  bool explain(const Store& store = {}) {
    std::uint64_t first_end = testkit::linearizable::Interval::never;
    for (std::size_t i = 0; i < calls_.size(); ++i)
      if (!is_done_[i]) first_end = std::min(first_end, calls_[i].interval.ends);
    if (first_end == testkit::linearizable::Interval::never) return true;
    for (std::size_t i = 0; i < calls_.size(); ++i) {
      if (is_done_[i] || calls_[i].interval.begins > first_end) continue;
      Store next = store;
      const Answer answer = perform(next, calls_[i].request);
      if (calls_[i].answer && answer != *calls_[i].answer) continue;
      is_done_[i] = true;
      if (explain(next)) return true;
      is_done_[i] = false;
    }
    return false;
  }

 private:
  const std::vector<testkit::linearizable::KvCall>& calls_;
  std::vector<bool> is_done_;
};

}  // namespace random_histories
