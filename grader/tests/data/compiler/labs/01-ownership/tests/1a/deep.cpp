#include <patina/deep.hpp>
int main() {
  std::vector<patina::Item> items;
  patina::sort_all(items);
}
