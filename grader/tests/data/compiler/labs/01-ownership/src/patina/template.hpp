#pragma once
namespace patina {
template <class T>
class Box {
 public:
  explicit Box(T value) : value_(value) {}
  int size() const { return value_.length(); }
 private:
  T value_;
};
}
