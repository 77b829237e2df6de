// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2l: a reactor over epoll. Tasks wait for descriptors, and one thread for all of them.
//
//   EpollReactor reactor;
//   Executor executor(reactor);               it is a Driver
//   IoSource source(reactor, socket.get());
//   auto bytes = co_await source.read(room);
//
// Interface:
//   reactor.wait(deadline), look(), interrupt(), now()   as Driver says
//   IoSource source(reactor, fd, Trigger::edge)    registers a non-blocking descriptor
//   co_await source.readable(), writable()         ready when it's worth trying
//   co_await source.hung_up()                      ready when the peer will send nothing more
//   co_await source.read(room), source.write(bytes)    IoResult, never "would block"
//
// Contract:
//   - registered by edge the kernel tells a change once. So what it told is kept, until a try says
//     "would block": whoever reads a part may read on without another event;
//   - registered by level nothing is kept: the kernel is asked again for each wait, and only while
//     somebody waits. One system call a wait, and no way to forget an edge;
//   - an end or an error makes a descriptor readable and writable: the next try says which it is.
//     A peer that only stops sending makes it readable and hung up, and not writable;
//   - a source that is gone is told nothing, even where its event has been fetched already and its
//     descriptor's number has been given to another;
//   - wait does not return before its deadline unless something happened, and an interrupt from any
//     thread ends the wait that is on, or else the next one.
//
// A source stands between its reactor and its descriptor: made after both, gone before both. One
// future for each direction of a source at a time.
// Thread rule: interrupt() from any thread, all the rest in the executor's.
// See also: epoll(7); mio; tokio's ScheduledIo.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/driver.hpp>
#include <patina/async/fd.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/rt/clock.hpp>

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

namespace patina {

enum class Trigger { edge, level };

class IoSource;

class EpollReactor final : public Driver {
 public:
  EpollReactor() : epoll_(::epoll_create1(EPOLL_CLOEXEC)), bell_(make_bell()) {
    control(EPOLL_CTL_ADD, bell_.get(), EPOLLIN, bell_token);
  }
  EpollReactor(const EpollReactor&) = delete;
  EpollReactor& operator=(const EpollReactor&) = delete;

  Time now() override { return rt::clock::now(); }
  void look() override { take_events(0); }
  void wait(std::optional<Time> deadline) override { take_events(timeout_ms(deadline)); }

  void interrupt() noexcept override {
    // BEGIN SOLUTION(2l)
    // STUB: not_implemented("2l", "make the eventfd readable");
    const std::uint64_t one = 1;
    static_cast<void>(::write(bell_.get(), &one, sizeof one));
    // END SOLUTION
  }

 private:
  friend class IoSource;
  using Token = std::uint64_t;
  static constexpr Token bell_token = 0;

  static Fd make_bell() { return Fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)); }

  void control(int operation, int fd, std::uint32_t events, Token token) {
    epoll_event event{};
    event.events = events;
    event.data.u64 = token;
    const int result = ::epoll_ctl(epoll_.get(), operation, fd, &event);
    PATINA_ASSERT(result == 0, "a source has an open descriptor of its own that can be waited for");
  }

  // For epoll_wait: how many milliseconds until `deadline`; -1: no deadline.
  int timeout_ms(std::optional<Time> deadline) {
    // BEGIN SOLUTION(2l)
    // STUB: static_cast<void>(deadline);
    // STUB: not_implemented("2l", "count the milliseconds until the deadline");
    if (!deadline) return -1;
    const Time time = now();
    if (*deadline <= time) return 0;
    // Up: rounded down, the last millisecond would be spent in a loop. (Mutant 2l-rounds-down.)
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - time).count();
    return left < std::numeric_limits<int>::max() ? static_cast<int>(left)
                                                  : std::numeric_limits<int>::max();
    // END SOLUTION
  }

  // Fetches what has happened, waiting for it up to the timeout, and tells the sources.
  void take_events(int timeout_ms);

  Fd epoll_;
  Fd bell_;  // an eventfd: readable while somebody has interrupted
  // A number that is never used twice, unlike a descriptor's or an address. One way to hold them.
  Token last_token_ = bell_token;
  std::unordered_map<Token, IoSource*> sources_;
};

class IoSource {
 public:
  IoSource(EpollReactor& reactor, int fd, Trigger trigger = Trigger::edge)
      : reactor_(reactor), fd_(fd), trigger_(trigger) { enroll(); }
  IoSource(const IoSource&) = delete;
  IoSource& operator=(const IoSource&) = delete;
  ~IoSource() {
    // BEGIN SOLUTION(2l)
    // STUB:
    reactor_.sources_.erase(token_);
    reactor_.control(EPOLL_CTL_DEL, fd_, 0, token_);
    // END SOLUTION
  }

  enum class Direction : std::size_t { read, write, hang_up };

  // Is it worth trying? Else `waker` is woken when it is.
  bool poll_ready(Direction direction, const Waker& waker) {
    // BEGIN SOLUTION(2l)
    // STUB: static_cast<void>(direction);
    // STUB: static_cast<void>(waker);
    // STUB: not_implemented("2l", "answer what was told, else keep the Waker and ask");
    const auto index = static_cast<std::size_t>(direction);
    if ((ready_ & bit(direction)) != 0) {
      if (trigger_ == Trigger::level) would_block(direction);  // ask again next time
      return true;
    }
    if (!wakers_[index].will_wake(waker)) wakers_[index] = waker.clone();
    waiting_ |= bit(direction);
    if (trigger_ == Trigger::level) arm();
    return false;
    // END SOLUTION
  }

  // A try has just said so: from here on only the next event makes it ready.
  void would_block(Direction direction) {
    // BEGIN SOLUTION(2l)
    // STUB: static_cast<void>(direction);
    // STUB: not_implemented("2l", "forget what was told of this direction");
    ready_ &= ~bit(direction);
    // END SOLUTION
  }

  class [[nodiscard]] Readiness {
   public:
    Readiness(IoSource& source, Direction direction) : source_(&source), direction_(direction) {}
    Poll<void> poll(Context& context) {
      if (source_->poll_ready(direction_, context.waker())) return Ready{};
      return Pending{};
    }

   private:
    IoSource* source_;
    Direction direction_;
  };
  Readiness readable() { return Readiness(*this, Direction::read); }
  Readiness writable() { return Readiness(*this, Direction::write); }
  Readiness hung_up() { return Readiness(*this, Direction::hang_up); }

  // Bytes is what the call takes: room to read into, or bytes to write.
  template <class Bytes>
  class [[nodiscard]] Transfer {
   public:
    Transfer(IoSource& source, Direction direction, Bytes bytes)
        : source_(&source), direction_(direction), bytes_(bytes) {}
    Poll<IoResult> poll(Context& context) {
      // BEGIN SOLUTION(2l)
      // STUB: static_cast<void>(context);
      // STUB: not_implemented("2l", "try while it is worth trying");
      while (source_->poll_ready(direction_, context.waker())) {
        IoResult result = transfer();
        if (result || !is_would_block(result.error())) return result;
        source_->would_block(direction_);
      }
      return Pending{};
      // END SOLUTION
    }

   private:
    IoResult transfer() {
      if constexpr (std::is_same_v<Bytes, std::span<char>>)
        return read_some(source_->fd_, bytes_);
      else
        return write_some(source_->fd_, bytes_);
    }
    IoSource* source_;
    Direction direction_;
    Bytes bytes_;
  };
  Transfer<std::span<char>> read(std::span<char> room) { return {*this, Direction::read, room}; }
  Transfer<std::span<const char>> write(std::span<const char> bytes) {
    return {*this, Direction::write, bytes};
  }

 private:
  friend class EpollReactor;
  static constexpr unsigned bit(Direction direction) {
    return 1U << static_cast<unsigned>(direction);
  }

  void enroll() {
    // BEGIN SOLUTION(2l)
    // STUB: not_implemented("2l", "take a token, and register the descriptor under it");
    token_ = ++reactor_.last_token_;
    reactor_.sources_.emplace(token_, this);
    const std::uint32_t events = trigger_ == Trigger::edge
                                     ? EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET
                                     : EPOLLONESHOT;  // nothing, until somebody waits
    reactor_.control(EPOLL_CTL_ADD, fd_, events, token_);
    // END SOLUTION
  }

  // What the kernel has told. The wakes come last: they may destroy this.
  void on_events(std::uint32_t events) {
    // BEGIN SOLUTION(2l)
    // STUB: static_cast<void>(events);
    // STUB: not_implemented("2l", "keep what is told, and wake who waits for it");
    unsigned told = 0;
    // An end of a pipe is EPOLLHUP without EPOLLIN (tokio-core #117). EPOLLRDHUP says nothing of
    // our own direction: it is not writable for that (mio #939).
    if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) told |= bit(Direction::read);
    if ((events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0) told |= bit(Direction::write);
    if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) told |= bit(Direction::hang_up);
    ready_ |= told;
    std::array<Waker, 3> woken;
    for (std::size_t i = 0; i < woken.size(); ++i)
      if ((told & waiting_ & (1U << i)) != 0) woken[i] = std::move(wakers_[i]);
    waiting_ &= ~told;
    if (trigger_ == Trigger::level && waiting_ != 0) arm();  // one event has disarmed all
    for (const Waker& one : woken) one.wake();
    // END SOLUTION
  }

  // BEGIN SOLUTION(2l)
  // STUB:
  // By level: the kernel shall tell, once, of what somebody waits for.
  void arm() {
    std::uint32_t events = EPOLLONESHOT;
    if ((waiting_ & bit(Direction::read)) != 0) events |= EPOLLIN;
    if ((waiting_ & bit(Direction::write)) != 0) events |= EPOLLOUT;
    if ((waiting_ & bit(Direction::hang_up)) != 0) events |= EPOLLRDHUP;
    reactor_.control(EPOLL_CTL_MOD, fd_, events, token_);
  }
  // END SOLUTION

  EpollReactor& reactor_;
  int fd_;
  Trigger trigger_;
  EpollReactor::Token token_ = EpollReactor::bell_token;
  unsigned ready_ = 0;    // directions that were told of, and where no try has failed since
  unsigned waiting_ = 0;  // directions whose Waker is to be woken
  std::array<Waker, 3> wakers_;
};

inline void EpollReactor::take_events(int timeout_ms) {
  // BEGIN SOLUTION(2l)
  // STUB: static_cast<void>(timeout_ms);
  // STUB: not_implemented("2l", "wait in the kernel, empty the bell, and tell the sources");
  std::array<epoll_event, 64> events{};
  const int count =
      ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), timeout_ms);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    if (event.data.u64 == bell_token) {
      std::uint64_t rings = 0;
      static_cast<void>(::read(bell_.get(), &rings, sizeof rings));
      continue;
    }
    // A source may have gone since, by a wake in this very loop. (Mutant 2l-known-by-number.)
    const auto source = sources_.find(event.data.u64);
    if (source != sources_.end()) source->second->on_events(event.events);
  }
  // END SOLUTION
}

}  // namespace patina
