// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// File descriptors with an owner, and the system calls on them that tasks need.
//
// Interface:
//   Fd fd(number)                    owns it: closed with the Fd; fd.get(), fd.close()
//   auto [left, right] = socket_pair()    two connected sockets, non-blocking, closed on exec
//   auto [read, write] = pipe_pair()      a pipe, the same
//   read_some(fd, room)              Result<size_t, std::error_code>; 0 is the end
//   write_some(fd, bytes)            how many went in; a peer that is gone is an error, no signal
//   is_would_block(error)            not now: wait until the descriptor is ready
//
// Thread rule: as the system's.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/unexpected.hpp>
#include <patina/result.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <span>
#include <system_error>
#include <utility>

namespace patina {

class Fd {
 public:
  Fd() noexcept = default;
  explicit Fd(int number) noexcept : number_(number) {}
  Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Fd& operator=(Fd other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Fd() { close(); }

  int get() const noexcept { return number_; }
  void close() noexcept {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_ = -1;  // -1: none
};

struct FdPair {
  Fd first;
  Fd second;
};

inline FdPair socket_pair() {
  int numbers[2];
  const int result =
      ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, numbers);
  PATINA_ASSERT(result == 0, "the system has two descriptors left");
  return {Fd(numbers[0]), Fd(numbers[1])};
}
inline FdPair pipe_pair() {
  int numbers[2];
  const int result = ::pipe2(numbers, O_NONBLOCK | O_CLOEXEC);
  PATINA_ASSERT(result == 0, "the system has two descriptors left");
  return {Fd(numbers[0]), Fd(numbers[1])};
}

using IoResult = Result<std::size_t, std::error_code>;

namespace detail {
inline IoResult io_result(ssize_t count) {
  if (count >= 0) return static_cast<std::size_t>(count);
  return unexpected(std::error_code(errno, std::system_category()));
}
}  // namespace detail

inline IoResult read_some(int fd, std::span<char> room) {
  ssize_t count = 0;
  do count = ::read(fd, room.data(), room.size());
  while (count < 0 && errno == EINTR);
  return detail::io_result(count);
}
inline IoResult write_some(int fd, std::span<const char> bytes) {
  ssize_t count = 0;
  do {
    count = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == ENOTSOCK) count = ::write(fd, bytes.data(), bytes.size());
  } while (count < 0 && errno == EINTR);
  return detail::io_result(count);
}
inline bool is_would_block(const std::error_code& error) {
  return error == std::errc::resource_unavailable_try_again ||
         error == std::errc::operation_would_block;
}

}  // namespace patina
