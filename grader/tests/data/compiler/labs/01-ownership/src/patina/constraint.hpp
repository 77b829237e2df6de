#pragma once
#include <concepts>
namespace patina {
template <class T>
concept Send = requires(T t) { t.is_send(); };
template <Send T>
void spawn(T) {}
}
