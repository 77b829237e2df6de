// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Channels under load: messages of 8 bytes, and receivers that go on until the channel is
// disconnected. `locked` is the flavour behind one lock, from which the fast ones started.
#include "workload.hpp"

#include <benchmark/benchmark.h>
#include <patina/channel.hpp>
#include <patina/channel_locked.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace {

using workload::Message;
using Channel = patina::Channel<Message>;

class Queue {
 public:
  explicit Queue(Channel channel) : channel_(std::move(channel)) {}
  auto sender() const {
    return [end = channel_->sender](Message message) {
      static_cast<void>(end.send(message).has_value());
    };
  }
  auto receiver(Message) const {
    return [end = channel_->receiver]() -> std::optional<Message> {
      auto message = end.recv();
      return message ? std::optional(*message) : std::nullopt;
    };
  }
  void close() { channel_.reset(); }

 private:
  std::optional<Channel> channel_;
};

using Locked = patina::LockedFlavour<Message>;
Channel over(std::unique_ptr<Locked> locked) {
  return patina::ChannelAccess<Message>::over(std::move(locked));
}

Channel bounded() { return patina::bounded<Message>(workload::capacity); }
Channel unbounded() { return patina::unbounded<Message>(); }
Channel bounded_locked() { return over(std::make_unique<Locked>(workload::capacity)); }
Channel unbounded_locked() { return over(std::make_unique<Locked>()); }

template <Channel (*make)(), std::size_t each>
void load(benchmark::State& state) {
  workload::measure_channel(state, [] { return Queue(make()); }, each);
}

// One thread sends and receives in turn: what the operations themselves cost.
template <Channel (*make)()>
void alone(benchmark::State& state) {
  const Channel channel = make();
  for (auto _ : state) {
    if (!channel.sender.send(1)) return;
    benchmark::DoNotOptimize(*channel.receiver.recv());
  }
  state.SetItemsProcessed(state.iterations());
}

using workload::channel_passes;
BENCHMARK(alone<bounded>)->Name("channel_bounded_alone/ours");
BENCHMARK(alone<bounded_locked>)->Name("channel_bounded_alone/locked");
BENCHMARK(load<bounded, 1>)->Name("channel_bounded_1p1c/ours")->Apply(channel_passes);
BENCHMARK(load<bounded_locked, 1>)->Name("channel_bounded_1p1c/locked")->Apply(channel_passes);
BENCHMARK(load<bounded, 2>)->Name("channel_bounded_2p2c/ours")->Apply(channel_passes);
BENCHMARK(load<bounded_locked, 2>)->Name("channel_bounded_2p2c/locked")->Apply(channel_passes);
BENCHMARK(alone<unbounded>)->Name("channel_unbounded_alone/ours");
BENCHMARK(alone<unbounded_locked>)->Name("channel_unbounded_alone/locked");
BENCHMARK(load<unbounded, 1>)->Name("channel_unbounded_1p1c/ours")->Apply(channel_passes);
BENCHMARK(load<unbounded_locked, 1>)->Name("channel_unbounded_1p1c/locked")->Apply(channel_passes);
BENCHMARK(load<unbounded, 2>)->Name("channel_unbounded_2p2c/ours")->Apply(channel_passes);
BENCHMARK(load<unbounded_locked, 2>)->Name("channel_unbounded_2p2c/locked")->Apply(channel_passes);

}  // namespace
