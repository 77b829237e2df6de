#include <patina/missing.hpp>
int main() {
  patina::Box box;
	box.into_raw();
}
