// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Practice 4 of 10. What does a copy of a Log do when it dies?
#include <cstdio>

class Log {
 public:
  explicit Log(const char* path) : file_(std::fopen(path, "a")) {}
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  ~Log() {
    if (file_ != nullptr) std::fclose(file_);
  }

  void line(const char* text) { std::fprintf(file_, "%s\n", text); }

 private:
  std::FILE* file_;
};
