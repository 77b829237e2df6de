#include <patina/plain.hpp>
int main() { return patina::size(); }
