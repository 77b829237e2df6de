// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Practice 5 of 10. A std::vector<Page> grows: does it move its pages or copy them?
#include <string>
#include <utility>

class Page {
 public:
  Page() = default;
  Page(const Page& other) = default;
  Page& operator=(const Page& other) = default;
  Page(Page&& other) noexcept : text_(std::move(other.text_)) {}
  Page& operator=(Page&& other) noexcept {
    text_ = std::move(other.text_);
    return *this;
  }
  ~Page() = default;

 private:
  std::string text_;
};
