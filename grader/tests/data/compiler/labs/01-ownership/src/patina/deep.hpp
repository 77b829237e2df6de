#pragma once
#include <algorithm>
#include <vector>
namespace patina {
struct Item { int key; };
template <class T>
void sort_all(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
}
}
