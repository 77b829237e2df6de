#include <patina/constraint.hpp>
int main() {
  patina::spawn(7);
}
