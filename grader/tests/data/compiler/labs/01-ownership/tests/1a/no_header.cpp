#include <patina/boxx.hpp>
int main() {}
