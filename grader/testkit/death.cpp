// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <patina/base/hooks.hpp>
#include <testkit/death.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>

namespace testkit {
namespace {

int report_end = -1;

void write_report(char kind, std::string_view text) {
  std::string line(1, kind);
  line += text;
  line += '\0';
  [[maybe_unused]] const ssize_t ignored = ::write(report_end, line.data(), line.size());
}

void report_assertion(std::string_view sentence, const std::source_location& where) {
  write_report('a', sentence);
  write_report('f', where.file_name());
  write_report('l', std::to_string(where.line()));
}

[[noreturn]] void run_child(const std::function<void()>& forbidden) {
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  const int null = ::open("/dev/null", O_WRONLY);
  if (null >= 0) ::dup2(null, STDERR_FILENO);  // the sentence travels by the pipe
  patina::base::hooks.assertion = report_assertion;
  try {
    forbidden();
    write_report('r', "");
  } catch (const std::exception& error) {
    write_report('t', error.what());
  } catch (...) {
    write_report('t', "something that is not a std::exception");
  }
  ::_exit(0);
}

std::string read_all(int fd) {
  std::string text;
  std::array<char, 512> buffer{};
  for (;;) {
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

void read_report(std::string_view text, Death& death) {
  while (!text.empty()) {
    const std::size_t end = text.find('\0');
    if (end == std::string_view::npos) return;
    const std::string field(text.substr(1, end - 1));
    switch (text.front()) {
      case 'a': death.how = Death::How::asserted; death.sentence = field; break;
      case 't': death.how = Death::How::threw; death.sentence = field; break;
      case 'r': death.how = Death::How::returned; break;
      case 'f': death.file = field; break;
      case 'l': death.line = static_cast<unsigned>(std::strtoul(field.c_str(), nullptr, 10)); break;
      default: break;
    }
    text.remove_prefix(end + 1);
  }
}

}  // namespace

bool Death::says(std::string_view text) const {
  const auto same = [](unsigned char a, unsigned char b) {
    return std::tolower(a) == std::tolower(b);
  };
  return std::search(sentence.begin(), sentence.end(), text.begin(), text.end(), same) !=
         sentence.end();
}

std::string Death::describe() const {
  switch (how) {
    case How::returned: return "it went on as if nothing had happened";
    case How::threw: return "it threw: " + sentence;
    case How::asserted: return "it asserted: " + sentence;
    case How::killed:
      return "it died of signal " + std::to_string(status) + " (" + ::strsignal(status) + ")";
    case How::exited: return "the process left with exit code " + std::to_string(status);
  }
  return "";
}

Death death_of(const std::function<void()>& forbidden) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) std::perror("pipe"), std::abort();
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child < 0) std::perror("fork"), std::abort();
  if (child == 0) {
    ::close(ends[0]);
    report_end = ends[1];
    run_child(forbidden);
  }
  ::close(ends[1]);
  const std::string report = read_all(ends[0]);
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  Death death;
  if (WIFSIGNALED(status)) {
    death.how = Death::How::killed;
    death.status = WTERMSIG(status);
  } else if (WEXITSTATUS(status) != 0) {
    death.how = Death::How::exited;
    death.status = WEXITSTATUS(status);
  } else {
    death.how = Death::How::exited;  // _exit(0) without a report: not a normal return
  }
  read_report(report, death);
  return death;
}

}  // namespace testkit
