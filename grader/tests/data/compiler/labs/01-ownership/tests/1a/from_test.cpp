#include <algorithm>
#include <vector>
struct Item { int key; };
int main() {
  std::vector<Item> items;
  std::sort(items.begin(), items.end());
}
