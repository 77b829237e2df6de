#include <patina/template.hpp>
int main() {
  patina::Box<int> box(7);
  return box.size();
}
