#include <patina/brace.hpp>
int main() { return patina::Box().size(); }
