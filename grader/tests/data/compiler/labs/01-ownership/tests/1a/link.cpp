#include <patina/link.hpp>
int main() { return patina::promised(); }
