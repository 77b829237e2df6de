#pragma once
namespace patina {
template <class T>
struct Cell {
  static_assert(sizeof(T) < 8, "a Cell holds small values only");
  T value;
};
}
