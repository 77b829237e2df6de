#include <patina/asserted.hpp>
int main() {
  patina::Cell<double> cell{1.0};
  return cell.value > 0;
}
