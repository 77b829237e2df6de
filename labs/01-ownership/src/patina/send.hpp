// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1f: Send and Sync, what may go to another thread and what two threads may use at once.
//
// Interface:
//   Send<T>                          a T may be handed to another thread for good
//   Sync<T>                          two threads may read one T at once, each through a const T&
//   PATINA_DERIVE_SEND(T, a, b);     inside T: it is Send, as its members a, b are (else an error)
//   PATINA_DERIVE_SEND_IF(T, a, b);  inside a class template T: it is Send where a and b are
//   PATINA_DERIVE_SYNC, _SYNC_IF     the same for Sync
//   PATINA_UNSAFE_SEND(T, cond);     inside T: it is Send where cond holds, on its author's word
//   PATINA_UNSAFE_SYNC(T, cond);     the same for Sync
//   Captureless<F>                   a call of F carries no hidden data
//   require_send(f, arguments...)    what every door to another thread asks first
//   assert_send<T>(), assert_sync<T>()
//
// C++ cannot look into a class and cannot look into a closure. So nothing is guessed: a class is
// neither Send nor Sync until it says so, and what it says is checked member by member.
// Loopholes, as behind Rust's `unsafe impl Send`: a member or a base that is not listed; a global
// that a captureless closure uses; a base class that opted in, for all that derive from it; and
// whatever the author of a PATINA_UNSAFE_SEND did not think of.
// Thread rule: all of this happens at compile time.
// See also: the Rustonomicon, Send and Sync; rustc E0277, cannot be sent between threads safely.
#pragma once

#include <patina/base/for_each.hpp>
#include <patina/base/forward.hpp>
#include <patina/base/not_implemented.hpp>

#include <array>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace patina {

// The rules. const and volatile change nothing.
//
//   T                                                    Send iff            Sync iff
//   arithmetic, enum, void, nullptr_t, monostate         always              always
//   pointer to a function or to a member                 always              always
//   any other pointer, any reference, any view           never               never
//   T[N], T[], std::array, pair, tuple, variant,
//     optional, vector, basic_string, unique_ptr,
//     Box, Result (std's own allocators and deleters)    its parts are       its parts are
//   Cell<T>, RefCell<T>                                  T is                never
//   std::atomic<T>                                       T is Send           T is Send
//   std::shared_ptr<const T>, std::weak_ptr<const T>     T is Send and Sync  T is Send and Sync
//   std::shared_ptr<T>, std::weak_ptr<T>                 never               never
//   Rc, Weak, Ref, RefMut, Owner, Borrow                 never               never
//   a class that opted in by one of the macros           as it says          as it says
//   any other class, empty ones and closures included    never               never
//
// Two rows are stricter than Rust, which proves by lifetimes what we cannot: a `&T` may be Send
// there, as it cannot outlive its referent; and an Arc<T> lends only `&T`, as a shared_ptr<const T>
// does and a shared_ptr<T> does not.
//
// Opting in: inside the class, after the members, at namespace scope (not in a local class).
//   PATINA_DERIVE_SEND(Account, name, balance);
// A member that is not Send is a compile error with the sentence
//   Account opts in to Send, but its member name is not Send
// A class may hold itself through a Box: while its members are checked, it counts as Send already.
// With PATINA_DERIVE_SEND_IF(Entry, key, value) that is no error: then Entry is not Send either.
// Opting in holds for that class alone: whoever derives from it says so again.
//
// What guards or counts its value by itself holds a pointer and cannot ask its members. Its author
// answers for it, as with `unsafe impl<T: Send + Sync> Send for Arc<T> {}` in Rust:
//   PATINA_UNSAFE_SEND(Arc, Send<T> && Sync<T>);
// Nothing but the condition is checked. A search for UNSAFE finds each line to be reviewed.

// Delete this line when you begin: while it stands, every test of 1f is NOT_IMPLEMENTED.
PATINA_TODO(1f);
template <class T>
concept Send = true;
template <class T>
concept Sync = true;

// A call of F carries no data of its own, only what its arguments bring: a closure that captures
// nothing, an empty function object, a plain function.
template <class F>
concept Captureless = true;

// Compiles iff T is Send, or Sync.
template <class T>
consteval void assert_send() {
  static_assert(Send<T>,
                "T must be Send to go to another thread: it owns what it needs, and shares nothing "
                "that is not guarded. A class says so by PATINA_DERIVE_SEND");
}
template <class T>
consteval void assert_sync() {
  static_assert(Sync<T>,
                "T must be Sync to be used by two threads at once: nothing in it changes through "
                "const, or else what changes is guarded. A class says so by PATINA_DERIVE_SYNC");
}

// Compiles iff `function` may be called with `arguments` on another thread. The doors of lab 02 ask
// it: spawning a thread, submitting to a pool, spawning on an executor; and of each message alone,
// sending into a channel. Arguments are copied or moved, as std::thread does: to pass a reference,
// there is a std::reference_wrapper, which is not Send, and to pass text, a std::string.
template <class F, class... Arguments>
constexpr void require_send(const F&, const Arguments&...) {
  static_assert(Captureless<std::decay_t<F>>,
                "what runs on another thread must be captureless: C++ cannot look into a closure "
                "and ask whether what it captured is Send. Pass that as an argument instead");
  static_assert(std::invocable<std::decay_t<F>, std::decay_t<Arguments>...>,
                "the function takes its arguments by value or by rvalue reference");
  (assert_send<std::decay_t<Arguments>>(), ...);
}

}  // namespace patina

#define PATINA_DERIVE_SEND(Type, ...) static_assert(true)
#define PATINA_DERIVE_SYNC(Type, ...) static_assert(true)
#define PATINA_DERIVE_SEND_IF(Type, ...) static_assert(true)
#define PATINA_DERIVE_SYNC_IF(Type, ...) static_assert(true)
#define PATINA_UNSAFE_SEND(Type, ...) static_assert(true)
#define PATINA_UNSAFE_SYNC(Type, ...) static_assert(true)
