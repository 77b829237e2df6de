// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The names of lab 01's types, for those who speak about them without using them.
//
// A default template argument may be written once. It stands at the definition; here all are named.
#pragma once

#include <concepts>

namespace patina {

template <class T>
class Box;  // 1a

template <class T, class Count>
class Rc;  // 1b
template <class T, class Count>
class Weak;

template <class T>
class Cell;  // 1c
template <class T, class Count>
class RefCell;
template <class U, class Count>
class Ref;
template <class U, class Count>
class RefMut;

template <class T>
class Owner;  // 1d
template <class T>
class Borrow;
template <class T, std::unsigned_integral Generation>
class Arena;
template <class T, std::unsigned_integral Generation>
class Handle;

template <class T, class E>
class Result;  // 1e

}  // namespace patina
