#pragma once
namespace patina {
inline int size() {
  return count_;
}
}
