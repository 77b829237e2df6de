// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// PosixDirectory: files of a real file system, behind the contract of patina/storage/file.hpp.
//
// Interface:
//   PosixDirectory::open(path, directory)   makes the folder if need be
//
// fdatasync for a file: it brings the size along, and leaves only times behind. fsync for the
// directory: a new name, a rename and a removal are changes of the directory, and no sync of a file
// promises them.
// Invariants: a call that a signal cut short goes on; a write is whole or an error.
// Thread rule: one thread a directory.
#pragma once

#include <patina/storage/file.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace patina::storage {

namespace detail {

inline Errno errno_now() {
  if (errno == ENOENT) return Errno::not_found;
  if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG) return Errno::no_space;
  return Errno::io;
}
inline Errno errno_of(int result) { return result == 0 ? Errno::none : errno_now(); }

// Calls until no signal cuts it short.
template <class Call>
auto unbroken(Call&& call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor other) noexcept {
    return std::swap(number_, other.number_), *this;
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }

 private:
  int number_;
};

}  // namespace detail

class PosixFile final : public File {
 public:
  explicit PosixFile(detail::Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

  Errno read(std::uint64_t offset, std::size_t size, std::string& to) override {
    to.resize(size);
    std::size_t done = 0;
    while (done < size) {
      const ssize_t count = detail::unbroken([&] {
        return ::pread(descriptor_.get(), to.data() + done, size - done,
                       static_cast<off_t>(offset + done));
      });
      if (count < 0) return detail::errno_now();
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    to.resize(done);
    return Errno::none;
  }

  Errno write(std::uint64_t offset, std::string_view data) override {
    while (!data.empty()) {
      const ssize_t count = detail::unbroken([&] {
        return ::pwrite(descriptor_.get(), data.data(), data.size(), static_cast<off_t>(offset));
      });
      if (count < 0) return detail::errno_now();
      data.remove_prefix(static_cast<std::size_t>(count));
      offset += static_cast<std::uint64_t>(count);
    }
    return Errno::none;
  }

  Errno truncate(std::uint64_t size) override {
    return detail::errno_of(detail::unbroken(
        [&] { return ::ftruncate(descriptor_.get(), static_cast<off_t>(size)); }));
  }
  // Not repeated, whatever it says: what it failed to write the kernel may have forgotten.
  Errno sync() override { return detail::errno_of(::fdatasync(descriptor_.get())); }
  std::uint64_t size() const override {
    struct stat status {};
    return ::fstat(descriptor_.get(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size)
                                                    : 0;
  }

 private:
  detail::Descriptor descriptor_;
};

class PosixDirectory final : public Directory {
 public:
  [[nodiscard]] static Errno open(const std::string& path,
                                  std::unique_ptr<PosixDirectory>& directory) {
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return detail::errno_now();
    detail::Descriptor opened(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0) return detail::errno_now();
    directory.reset(new PosixDirectory(std::move(opened)));
    return Errno::none;
  }

  Errno open(std::string_view name, bool create, std::unique_ptr<File>& file) override {
    const int flags = O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0);
    detail::Descriptor opened(::openat(folder_.get(), std::string(name).c_str(), flags, 0600));
    if (opened.get() < 0) return detail::errno_now();
    file = std::make_unique<PosixFile>(std::move(opened));
    return Errno::none;
  }

  Errno remove(std::string_view name) override {
    return detail::errno_of(::unlinkat(folder_.get(), std::string(name).c_str(), 0));
  }
  Errno rename(std::string_view from, std::string_view to) override {
    return detail::errno_of(::renameat(folder_.get(), std::string(from).c_str(), folder_.get(),
                                       std::string(to).c_str()));
  }
  Errno sync() override { return detail::errno_of(::fsync(folder_.get())); }

  std::vector<std::string> list() const override {
    std::vector<std::string> names;
    const int again = ::openat(folder_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* const opened = again < 0 ? nullptr : ::fdopendir(again);
    if (opened == nullptr) return names;
    while (const dirent* const each = ::readdir(opened)) {
      const std::string_view name = each->d_name;
      if (name != "." && name != "..") names.emplace_back(name);
    }
    ::closedir(opened);
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  explicit PosixDirectory(detail::Descriptor folder) : folder_(std::move(folder)) {}

  detail::Descriptor folder_;
};

}  // namespace patina::storage
