// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The way from asio's operations to your futures: given, so that network programs await your Task.
//
// Interface:
//   AsioDriver driver(io_context)    a Driver that waits in it, for an Executor executor(driver)
//   as_future                        a completion token: what it is given to becomes a Future
//
//   auto bytes = co_await socket.async_read_some(asio::buffer(room), patina::as_future);
//   if (!bytes) co_return bytes.error();    Result<std::size_t, asio::error_code>
//
// Contract:
//   - an operation is begun by the first poll, and its Waker woken when it is complete;
//   - an operation void(error_code, T) gives Result<T, error_code>, with no T Result<void, ...>,
//     with several a tuple. What comes beside an error is lost: read with async_read_some where the
//     bytes before the end count;
//   - dropping the future cancels the operation. Its handler still runs, once, and finds nobody.
//     With epoll, which asio uses on Linux, the operation touches its buffer no more. (A kernel
//     that writes by itself, io_uring or Windows, would: keep the buffer until the handler ran.)
//
// Needs asio without boost (Debian: libasio-dev, 1.22 or newer); nothing else in this lab does.
// Thread rule: the executor's thread alone runs the io_context; interrupt() comes from any.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/driver.hpp>
#include <patina/async/frame_pool.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/unexpected.hpp>
#include <patina/result.hpp>

#include <asio/associated_cancellation_slot.hpp>
#include <asio/async_result.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/error_code.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>

#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace patina {

class AsioDriver final : public Driver {
 public:
  explicit AsioDriver(asio::io_context& io) : io_(io), work_(io.get_executor()) {}

  Time now() override { return rt::clock::now(); }
  void wait(std::optional<Time> deadline) override {
    if (deadline)
      io_.run_one_until(*deadline);
    else
      io_.run_one();
    io_.restart();
  }
  // What was interrupted is looked at by the executor next, so the stop has done its work.
  void look() override {
    io_.restart();
    io_.poll();
  }
  // Allocates nothing, unlike a post. A stop that comes before the wait ends that wait.
  void interrupt() noexcept override { io_.stop(); }

 private:
  asio::io_context& io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
};

struct AsFuture {};
inline constexpr AsFuture as_future{};

namespace detail {

template <class... Values>
struct AsioValue : std::type_identity<std::tuple<Values...>> {};
template <class T>
struct AsioValue<T> : std::type_identity<T> {};
template <>
struct AsioValue<> : std::type_identity<void> {};

// Shared by the future and the handler; whichever goes last destroys it.
template <class T>
struct AsioState final : Counted, PooledFrame {
  std::optional<Result<T, asio::error_code>> result;
  Waker waker;
  asio::cancellation_signal cancellation;
};

template <class T>
class AsioHandler {
 public:
  explicit AsioHandler(CountedPtr<AsioState<T>> state) noexcept : state_(std::move(state)) {}

  using cancellation_slot_type = asio::cancellation_slot;
  cancellation_slot_type get_cancellation_slot() const noexcept {
    return state_->cancellation.slot();
  }

  template <class... Values>
  void operator()(const asio::error_code& error, Values&&... values) {
    if (error)
      state_->result.emplace(unexpected(error));
    else if constexpr (sizeof...(Values) == 0)
      state_->result.emplace();
    else
      state_->result.emplace(T(std::forward<Values>(values)...));
    std::exchange(state_->waker, {}).wake();
  }

 private:
  CountedPtr<AsioState<T>> state_;
};

// `Start` begins the operation with the handler that it is called with.
template <class T, class Start>
class [[nodiscard]] AsioFuture {
 public:
  explicit AsioFuture(Start start) : start_(std::move(start)) {}
  AsioFuture(AsioFuture&&) noexcept = default;
  AsioFuture& operator=(AsioFuture&&) = delete;
  ~AsioFuture() {
    if (!state_) return;
    state_->waker = {};
    state_->cancellation.emit(asio::cancellation_type::all);
  }

  Poll<Result<T, asio::error_code>> poll(Context& context) {
    if (!state_) {
      state_ = CountedPtr<AsioState<T>>::make();
      std::move(start_)(AsioHandler<T>(state_));
    }
    if (state_->result) return *std::exchange(state_->result, std::nullopt);
    if (!state_->waker.will_wake(context.waker())) state_->waker = context.waker().clone();
    return Pending{};
  }

 private:
  Start start_;
  CountedPtr<AsioState<T>> state_;  // null: not begun, or moved from
};

}  // namespace detail

}  // namespace patina

// asio asks here what an operation gives back to who calls it with as_future.
template <class... Values>
class asio::async_result<patina::AsFuture, void(asio::error_code, Values...)> {
 public:
  template <class Initiation, class... Arguments>
  static auto initiate(Initiation&& initiation, patina::AsFuture, Arguments&&... arguments) {
    using T = typename patina::detail::AsioValue<std::decay_t<Values>...>::type;
    auto start = [initiation = std::decay_t<Initiation>(std::forward<Initiation>(initiation)),
                  ... arguments = std::decay_t<Arguments>(std::forward<Arguments>(arguments))](
                     patina::detail::AsioHandler<T> handler) mutable {
      std::move(initiation)(std::move(handler), std::move(arguments)...);
    };
    return patina::detail::AsioFuture<T, decltype(start)>(std::move(start));
  }
};
