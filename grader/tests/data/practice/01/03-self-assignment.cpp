// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Practice 3 of 10. What if somebody writes note = note?
#include <string>

class Note {
 public:
  explicit Note(const std::string& text) : text_(new std::string(text)) {}
  Note(const Note& other) : text_(new std::string(*other.text_)) {}
  Note& operator=(const Note& other) {
    std::string* const fresh = new std::string(*other.text_);
    if (this != &other) {
      delete text_;
      text_ = fresh;
    } else {
      delete fresh;
    }
    return *this;
  }
  ~Note() { delete text_; }

  const std::string& text() const { return *text_; }

 private:
  std::string* text_;
};
