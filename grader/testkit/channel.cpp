// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/channel.hpp>

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace testkit {
namespace {

int write_end = -1;
std::uint64_t current_seed = 1;
std::uint64_t current_seeds = 0;
std::atomic<bool> was_asked_for_seed{false};  // by any thread
bool is_traced = false;
bool is_autopsy = false;
bool is_shrunk = true;
std::string current_choices;

void append_escaped(std::string& out, std::string_view text) {
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\u%04x", byte);
      out += code.data();
    } else {
      out += c;
    }
  }
}

bool read_all(int fd, std::string& text) {
  std::array<char, 512> buffer{};
  for (;;) {
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count == 0) return true;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

Record::Record(std::string_view type) : text_("{\"t\":\"") {
  append_escaped(text_, type);
  text_ += '"';
}

Record& Record::add(std::string_view key, std::string_view text) {
  text_ += ",\"";
  text_ += key;
  text_ += "\":\"";
  append_escaped(text_, text);
  text_ += '"';
  return *this;
}

Record& Record::add(std::string_view key, std::int64_t number) {
  text_ += ",\"";
  text_ += key;
  text_ += "\":" + std::to_string(number);
  return *this;
}

bool is_connected() { return write_end >= 0; }

void send(const Record& record) {
  if (write_end < 0) return;
  const std::string line = record.line();
  std::size_t done = 0;
  while (done < line.size()) {
    const ssize_t count = ::write(write_end, line.data() + done, line.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    done += static_cast<std::size_t>(count);
  }
}

std::uint64_t seed() {
  was_asked_for_seed.store(true, std::memory_order_relaxed);
  return current_seed;
}
bool is_seeded() { return was_asked_for_seed.load(std::memory_order_relaxed); }
std::uint64_t asked_seeds() { return current_seeds; }
bool wants_trace() { return is_traced; }
bool wants_autopsy() { return is_autopsy; }
bool wants_shrinking() { return is_shrunk; }
// Without a supervisor, under a debugger, the schedule to follow comes from the environment.
const std::string& choices() {
  if (!is_connected() && current_choices.empty())
    if (const char* const given = std::getenv("PATINA_CHOICES")) current_choices = given;
  return current_choices;
}

bool connect(std::string_view argument, Assignment& assignment) {
  int read_end = -1;
  int to_supervisor = -1;
  if (std::sscanf(std::string(argument).c_str(), "--channel=%d,%d", &read_end, &to_supervisor) != 2)
    return false;
  std::string text;
  if (!read_all(read_end, text)) return false;
  ::close(read_end);
  std::istringstream words(text);
  std::string version;
  words >> version >> assignment.nonce >> assignment.exit_code >> assignment.test >>
      assignment.seed;
  if (!words || version != "PATINA1") return false;
  for (std::string word; words >> word;) {
    if (word == "seeds") words >> assignment.seeds;
    if (word == "trace") assignment.wants_trace = true;
    if (word == "autopsy") assignment.wants_autopsy = true;
    if (word == "unshrunk") assignment.wants_shrinking = false;
    if (word == "follow") std::getline(words >> std::ws, assignment.choices);
  }
  current_choices = assignment.choices;
  current_seeds = assignment.seeds;
  is_traced = assignment.wants_trace;
  is_autopsy = assignment.wants_autopsy;
  is_shrunk = assignment.wants_shrinking;
  write_end = to_supervisor;
  current_seed = assignment.seed;
  return true;
}

void disconnect() { write_end = -1; }

}  // namespace testkit
