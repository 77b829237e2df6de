// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/cli/raw_terminal.hpp>
#include <grader/course/text.hpp>
#include <grader/engine/watch.hpp>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <thread>

namespace fs = std::filesystem;
using grader::FileWatch;
using grader::WatchEvent;

namespace {

// A folder with one source file, and a pipe for a keyboard.
class Desk {
 public:
  Desk() : folder_(fs::temp_directory_path() / ("patina-watch-" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    grader::write_text(folder_ / "patina/box.hpp", "one");
    REQUIRE(::pipe(keys_) == 0);
  }
  ~Desk() {
    fs::remove_all(folder_);
    for (const int end : keys_) ::close(end);
  }
  fs::path operator/(const char* name) const { return folder_ / name; }
  int keyboard() const { return keys_[0]; }
  void press(char key) const { REQUIRE(::write(keys_[1], &key, 1) == 1); }

  // What `watch` tells when `act` happens while it waits.
  WatchEvent event_of(FileWatch& watch, const std::function<void()>& act) const {
    std::jthread actor([&] {
      ::usleep(50'000);
      act();
    });
    return watch.wait(keyboard());
  }

  fs::path folder_;
  int keys_[2] = {-1, -1};
};

}  // namespace

TEST_CASE("A save, a new file in a new folder and a removal are each one event") {
  for (const bool wants_polling : {false, true}) {
    const Desk desk;
    FileWatch watch({desk.folder_}, wants_polling);
    CHECK(watch.is_polling() == wants_polling);

    WatchEvent event = desk.event_of(watch, [&] {
      grader::write_text(desk / "patina/box.hpp", "two, written aside and renamed");
    });
    CHECK(event.kind == WatchEvent::Kind::changed);
    CHECK(event.files == std::vector<fs::path>{desk / "patina/box.hpp"});

    event = desk.event_of(watch, [&] { grader::write_text(desk / "patina/new/rc.hpp", "three"); });
    CHECK(event.files == std::vector<fs::path>{desk / "patina/new/rc.hpp"});

    event = desk.event_of(watch, [&] { grader::write_text(desk / "patina/new/rc.hpp", "fourth"); });
    CHECK(event.files == std::vector<fs::path>{desk / "patina/new/rc.hpp"});

    event = desk.event_of(watch, [&] { fs::remove(desk / "patina/new/rc.hpp"); });
    CHECK(event.files == std::vector<fs::path>{desk / "patina/new/rc.hpp"});
  }
}

TEST_CASE("Saves that follow each other closely are one event") {
  const Desk desk;
  FileWatch watch({desk.folder_}, false);
  const WatchEvent event = desk.event_of(watch, [&] {
    grader::write_text(desk / "patina/box.hpp", "two");
    ::usleep(30'000);
    grader::write_text(desk / "patina/rc.hpp", "three");
  });
  CHECK(event.files.size() == 2);
}

TEST_CASE("What editors leave beside a file is no event, and a key is") {
  const Desk desk;
  FileWatch watch({desk.folder_}, false);
  const WatchEvent event = desk.event_of(watch, [&] {
    for (const char* name : {"patina/.box.hpp.swp", "patina/box.hpp~", "patina/4913",
                             "patina/#box.hpp#", "patina/.#box.hpp", "patina/notes.txt"})
      grader::write_text(desk / name, "x");
    ::usleep(300'000);
    desk.press('n');
  });
  CHECK(event.kind == WatchEvent::Kind::key);
  CHECK(event.key == 'n');
}

TEST_CASE("A key that comes with a change waits for its turn; what is forgotten is no event") {
  const Desk desk;
  FileWatch watch({desk.folder_}, false);
  grader::write_text(desk / "patina/box.hpp", "two");
  watch.forget();
  desk.press('q');
  CHECK(watch.wait(desk.keyboard()).key == 'q');
}

TEST_CASE("The terminal is gone: that is an event too") {
  Desk desk;
  FileWatch watch({desk.folder_}, false);
  ::close(desk.keys_[1]);
  desk.keys_[1] = ::dup(desk.keys_[0]);
  CHECK(watch.wait(desk.keyboard()).kind == WatchEvent::Kind::closed);
}

TEST_CASE("The terminal gets its manners back, by return and by signal") {
  for (const int number : {0, SIGTERM, SIGINT, SIGHUP, SIGABRT}) {
    int master = -1;
    int slave = -1;
    REQUIRE(::openpty(&master, &slave, nullptr, nullptr, nullptr) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
      const grader::RawTerminal terminal(slave);
      termios now{};
      ::tcgetattr(slave, &now);
      if ((now.c_lflag & (ICANON | ECHO)) != 0) ::_exit(3);
      if (number != 0) ::raise(number);
      terminal.~RawTerminal();
      ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    if (number == 0) CHECK(status == 0);
    if (number != 0) CHECK((WIFSIGNALED(status) && WTERMSIG(status) == number));
    termios after{};
    ::tcgetattr(slave, &after);
    CHECK((after.c_lflag & ICANON) != 0);
    CHECK((after.c_lflag & ECHO) != 0);
    ::close(master);
    ::close(slave);
  }
}
