// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1f: a view outlives nothing. Rust: E0597, borrowed value does not live long enough.
// EXPECT: must be Send
// EXPECT: string_view
#include <testkit/catch.hpp>

#include <patina/send.hpp>

#include <string>
#include <string_view>

using patina::require_send;

TEST_CASE("1f.17 A view is refused as an argument; the text itself is let in", "[1f.17]") {
  const std::string text = "text";
#ifdef PATINA_TWIN
  require_send([](const std::string& copy) { return copy.size(); }, text);
#else
  require_send([](std::string_view view) { return view.size(); }, std::string_view(text));
#endif
  CHECK(text.size() == 4);
}
