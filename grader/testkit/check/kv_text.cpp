// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Histories of a key-value store as text: see the header for the words.
#include <testkit/check/kv_history.hpp>

#include <algorithm>
#include <istream>
#include <map>
#include <ostream>
#include <stdexcept>

namespace testkit::linearizable {

namespace {

constexpr std::string_view plain =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/";
constexpr std::string_view hex_digits = "0123456789abcdef";

// The words of a line, one after another; a word in quotes is told apart from a bare one.
class Words {
 public:
  Words(std::string_view line, std::uint64_t number) : rest_(line), number_(number) {}

  [[noreturn]] void fail(std::string_view what) const {
    throw std::runtime_error("line " + std::to_string(number_) + ": " + std::string(what));
  }
  bool is_quoted() {
    skip_blanks();
    return rest_.starts_with('"');
  }
  bool is_at_end() {
    skip_blanks();
    return rest_.empty();
  }
  std::string bare() {
    skip_blanks();
    const std::size_t end = std::min(rest_.find(' '), rest_.size());
    if (end == 0) fail("a word is missing");
    std::string word(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return word;
  }
  void expect(std::string_view word) {
    if (bare() != word) fail("here is said: " + std::string(word));
  }
  std::uint32_t number() {
    const std::string word = bare();
    std::uint32_t value = 0;
    for (char c : word) {
      if (c < '0' || c > '9') fail("not a number: " + word);
      value = value * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return value;
  }
  std::string text() { return is_quoted() ? quoted_text() : bare(); }
  std::string value() {
    if (!is_quoted()) fail("a value is written in quotes");
    return quoted_text();
  }
  std::optional<std::string> value_or_nothing() {
    if (is_quoted()) return quoted_text();
    expect("nothing");
    return std::nullopt;
  }

 private:
  void skip_blanks() {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
  }
  char next() {
    if (rest_.empty()) fail("a closing quote is missing");
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  std::string quoted_text() {
    std::string text;
    next();
    for (char c = next(); c != '"'; c = next()) text += c == '\\' ? escaped() : c;
    return text;
  }
  char escaped() {
    const char c = next();
    if (c == 'n') return '\n';
    if (c != 'x') return c;
    const std::size_t high = hex_digits.find(next());
    const std::size_t low = hex_digits.find(next());
    if (high > 15 || low > 15) fail("after \\x come two digits out of 0 to 9 and a to f");
    return static_cast<char>(high * 16 + low);
  }

  std::string_view rest_;
  std::uint64_t number_;
};

Request request_of(Words& words) {
  using enum Request::Kind;
  static const std::map<std::string, Request::Kind, std::less<>> kinds = {
      {"get", get}, {"put", put}, {"append", append}, {"erase", erase}, {"swap", swap}};
  const std::string word = words.bare();
  const auto kind = kinds.find(word);
  if (kind == kinds.end()) words.fail("not a request: " + word);
  Request request{kind->second, words.text(), {}, {}};
  if (request.kind == put || request.kind == append) request.value = words.value();
  if (request.kind == swap) {
    words.expect("from");
    request.expected = words.value_or_nothing();
    words.expect("to");
    request.value = words.value();
  }
  return request;
}

Answer answer_of(Words& words, const Request& request) {
  if (request.kind == Request::Kind::get) return {words.value_or_nothing(), false};
  const std::string word = words.bare();
  if (request.kind != Request::Kind::swap) {
    if (word != "done") words.fail("here is said: done");
    return {};
  }
  if (word != "swapped" && word != "kept") words.fail("here is said: swapped, or kept");
  return {{}, word == "swapped"};
}

NamedHistory header_of(Words& words) {
  NamedHistory history{words.bare(), {}, {}};
  if (words.is_at_end()) return history;
  const std::string word = words.bare();
  for (const Verdict verdict : {Verdict::linearizable, Verdict::broken, Verdict::unknown})
    if (word == name_of(verdict)) history.verdict = verdict;
  if (!history.verdict) words.fail("not a verdict: " + word);
  return history;
}

// One event. Calls are numbered 1, 2, ... as in the history itself.
void read_event(Words& words, const std::string& verb, KvHistory& history) {
  const std::uint32_t call = words.number();
  if (verb == "asks") {
    if (call != history.calls().size() + 1) words.fail("calls are numbered 1, 2, ...");
    words.expect("client");
    const std::uint32_t client = words.number();
    history.asks(client, request_of(words));
    return;
  }
  if (call < 1 || call > history.calls().size()) words.fail("nobody asked this call");
  const KvCall& asked = history.calls()[call - 1];
  if (asked.interval.is_answered()) words.fail("this call has been answered before");
  if (verb == "told")
    history.told(call, answer_of(words, asked.request));
  else if (verb == "refused")
    history.refused(call);
  else
    words.fail("not a verb: " + verb);
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      result += {'\\', c};
    else if (c == '\n')
      result += "\\n";
    else if (byte < 32 || byte == 127)
      result += {'\\', 'x', hex_digits[byte / 16], hex_digits[byte % 16]};
    else
      result += c;
  }
  return result + '"';
}

std::string bare_or_quoted(std::string_view text) {
  const bool is_plain = !text.empty() && text.find_first_not_of(plain) == std::string_view::npos;
  return is_plain ? std::string(text) : quoted(text);
}

void write(std::ostream& out, const NamedHistory& history) {
  const std::vector<KvCall>& calls = history.history.calls();
  std::map<std::uint64_t, std::string> lines;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const KvCall& call = calls[i];
    const std::string number = std::to_string(i + 1);
    lines[call.interval.begins] = "asks " + number + " client " + std::to_string(call.client) +
                                  " " + words_of(call.request);
    if (call.answer)
      lines[call.interval.ends] = "told " + number + " " + words_of(call.request, *call.answer);
    if (call.is_refused) lines[call.interval.ends] = "refused " + number;
  }
  out << "history " << history.name;
  if (history.verdict) out << ' ' << name_of(*history.verdict);
  out << '\n';
  for (const auto& [event, line] : lines) out << line << '\n';
}

std::vector<NamedHistory> read(std::istream& in) {
  std::vector<NamedHistory> histories;
  std::string line;
  for (std::uint64_t number = 1; std::getline(in, line); ++number) {
    Words words(line, number);
    if (words.is_at_end() || line.starts_with('#')) continue;
    const std::string verb = words.bare();
    if (verb == "history")
      histories.push_back(header_of(words));
    else if (histories.empty())
      words.fail("a history begins with: history NAME");
    else
      read_event(words, verb, histories.back().history);
    if (!words.is_at_end()) words.fail("this is too long");
  }
  return histories;
}

}  // namespace testkit::linearizable
