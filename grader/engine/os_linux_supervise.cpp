// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Linux: one judged process under limits.
//
// Three processes take part. The supervisor (us) reads what comes and watches the limits. The
// warden, a fork of us, is the child subreaper: whatever the judged process leaves behind, however
// it detached itself, becomes the warden's child, so the warden knows exactly what to end. The
// judged process is the warden's child. The warden writes the judged process's id, and at the end
// how it ended, to a pipe.
#include <grader/engine/head_and_tail.hpp>
#include <grader/engine/os.hpp>
#include <grader/engine/own_children.hpp>
#include <grader/engine/process_tree.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <climits>

namespace grader::os {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int assignment_fd = 3;
constexpr int records_fd = 4;
constexpr std::size_t records_bytes_max = std::size_t{16} << 20;
constexpr int sample_ms = 20;
constexpr std::int64_t asleep_ms = 1000;  // this long without CPU time counts as asleep

struct Pipe {
  int read = -1;
  int write = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) == 0) read = ends[0], write = ends[1];
  }
  ~Pipe() { close_read(), close_write(); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_read() { close_one(read); }
  void close_write() { close_one(write); }

 private:
  static void close_one(int& fd) {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
};

struct Report {  // from the warden, when all is over
  int wait_status = 0;
  int orphans = 0;
  std::int64_t cpu_ms = 0;
};

struct Channels {
  Pipe assignment;
  Pipe records;
  Pipe output;
  Pipe status;
};

void limit(__rlimit_resource what, rlim_t value) {
  const rlimit both{value, value};
  ::setrlimit(what, &both);
}

// The warden does not exec, so close-on-exec does not rid it of the pipes that other jobs of ours
// have open at this moment.
void close_all_but(std::array<int, 4> kept) {
  std::sort(kept.begin(), kept.end());
  unsigned next = 3;
  for (const int fd : kept) {
    if (fd > static_cast<int>(next)) ::close_range(next, static_cast<unsigned>(fd) - 1, 0);
    next = static_cast<unsigned>(fd) + 1;
  }
  ::close_range(next, ~0U, 0);
}

// Runs between fork and exec: nothing but system calls.
[[noreturn]] void become_judged(const Job& job, Channels& channels, char* const* arguments,
                                char* const* environment) {
  ::setsid();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int null = ::open("/dev/null", O_RDONLY);
  // First out of the way of the fixed numbers, then onto them: dup2 onto itself keeps CLOEXEC.
  const int assignment = ::fcntl(channels.assignment.read, F_DUPFD_CLOEXEC, 10);
  const int records = ::fcntl(channels.records.write, F_DUPFD_CLOEXEC, 10);
  ::dup2(null, STDIN_FILENO);
  ::dup2(channels.output.write, STDOUT_FILENO);
  ::dup2(channels.output.write, STDERR_FILENO);
  ::dup2(assignment, assignment_fd);
  ::dup2(records, records_fd);
  ::prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);  // where Yama lets only parents trace: gdb is none
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, static_cast<rlim_t>(job.limits.cpu_ms / 1000 + 2));
  limit(RLIMIT_FSIZE, rlim_t{64} << 20);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (::chdir(job.folder.c_str()) != 0) ::_exit(127);
  ::execve(job.program.c_str(), arguments, environment);
  ::_exit(127);
}

[[noreturn]] void become_warden(const Job& job, Channels& channels, char* const* arguments,
                                char* const* environment) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // if the supervisor is killed, we still end what we watch
  close_all_but({channels.assignment.read, channels.records.write, channels.output.write,
                 channels.status.write});
  sigset_t awaited;
  ::sigemptyset(&awaited);
  ::sigaddset(&awaited, SIGCHLD);
  for (const int signal : {SIGTERM, SIGINT, SIGQUIT, SIGHUP}) ::sigaddset(&awaited, signal);
  ::sigprocmask(SIG_BLOCK, &awaited, nullptr);
  sigset_t endured;  // a supervisor that is gone does not keep us from ending what we watch
  ::sigemptyset(&endured);
  ::sigaddset(&endured, SIGPIPE);
  ::sigprocmask(SIG_BLOCK, &endured, nullptr);
  const pid_t judged = ::fork();
  if (judged == 0) become_judged(job, channels, arguments, environment);
  // Only the judged process may hold these, or their ends would never be seen.
  channels.assignment.close_read();
  channels.records.close_write();
  channels.output.close_write();
  [[maybe_unused]] ssize_t ignored = ::write(channels.status.write, &judged, sizeof judged);

  Report report;
  bool is_over = judged < 0;
  while (!is_over) {
    siginfo_t info;
    const int number = ::sigwaitinfo(&awaited, &info);
    if (number > 0 && number != SIGCHLD) break;
    int status = 0;
    pid_t ended = 0;
    while ((ended = ::waitpid(-1, &status, WNOHANG)) > 0) {
      if (ended != judged) continue;
      report.wait_status = status;
      is_over = true;
    }
  }
  const int left = end_descendants();
  report.orphans = is_over ? left : 0;
  rusage use{};
  ::getrusage(RUSAGE_CHILDREN, &use);
  report.cpu_ms = (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1000 +
                  (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1000;
  ignored = ::write(channels.status.write, &report, sizeof report);
  ::_exit(0);
}

// Without taking its status away: wait_own() does that.
bool has_ended(pid_t process) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == process;
}

class Supervision {
 public:
  Supervision(const Job& job, Channels& channels, pid_t warden)
      : job_(job), channels_(channels), warden_(warden) {}

  Ended run() {
    while (!is_over_) {
      wait_and_read();
      if (!is_over_ && is_due()) sample();
    }
    drain();
    wait_own(warden_);
    if (ended_.cut == Cut::stopped) end_strays();
    ended_.output = output_.text();
    ended_.wall_ms = elapsed_ms();
    return ended_;
  }

 private:
  std::int64_t elapsed_ms() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_).count();
  }
  bool is_due() {
    if (elapsed_ms() < next_sample_ms_) return false;
    next_sample_ms_ = elapsed_ms() + sample_ms;
    return true;
  }

  void wait_and_read() {
    std::array<pollfd, 3> watched{{{channels_.status.read, POLLIN, 0},
                                   {records_open_ ? channels_.records.read : -1, POLLIN, 0},
                                   {output_open_ ? channels_.output.read : -1, POLLIN, 0}}};
    ::poll(watched.data(), watched.size(), sample_ms);
    if (watched[1].revents != 0) records_open_ = read_records();
    if (watched[2].revents != 0) output_open_ = read_output();
    if (watched[0].revents != 0) read_status();
  }

  // What is still in the pipes once every process that could write is gone. The pipes do not block
  // for long: nobody holds their write ends any more.
  void drain() {
    ::fcntl(channels_.records.read, F_SETFL, O_NONBLOCK);
    ::fcntl(channels_.output.read, F_SETFL, O_NONBLOCK);
    while (records_open_ && read_records()) {
    }
    while (output_open_ && output_.total() <= 4 * job_.limits.output_bytes && read_output()) {
    }
  }

  bool read_records() {
    std::array<char, 65536> buffer{};
    const ssize_t count = ::read(channels_.records.read, buffer.data(), buffer.size());
    if (count <= 0) return false;
    if (ended_.records.size() < records_bytes_max)
      ended_.records.append(buffer.data(), static_cast<std::size_t>(count));
    else
      stop(Cut::output);
    return true;
  }

  bool read_output() {
    std::array<char, 65536> buffer{};
    const ssize_t count = ::read(channels_.output.read, buffer.data(), buffer.size());
    if (count <= 0) return false;
    output_.add({buffer.data(), static_cast<std::size_t>(count)});
    if (output_.total() > job_.limits.output_bytes) stop(Cut::output);
    return true;
  }

  void read_status() {
    if (judged_ == 0) {
      const ssize_t count = ::read(channels_.status.read, &judged_, sizeof judged_);
      if (count != sizeof judged_ || judged_ < 0) ended_.was_started = false, is_over_ = true;
      return;
    }
    Report report;
    const ssize_t count = ::read(channels_.status.read, &report, sizeof report);
    is_over_ = true;
    if (count != sizeof report) {  // somebody ended the warden
      if (ended_.cut == Cut::none) ended_.cut = Cut::stopped;
      return;
    }
    ended_.orphans = report.orphans;
    ended_.cpu_ms = report.cpu_ms;
    if (ended_.cut != Cut::none) return;
    if (WIFEXITED(report.wait_status)) ended_.exit_code = WEXITSTATUS(report.wait_status);
    if (WIFSIGNALED(report.wait_status)) ended_.signal = WTERMSIG(report.wait_status);
    if (ended_.signal == SIGXCPU) ended_.cut = Cut::cpu;
    if (ended_.exit_code == 127 && ended_.records.empty()) ended_.was_started = false;
  }

  // The warden has ended: its report is in the pipe, or somebody ended it before it could write.
  void read_last_words() {
    pollfd status{channels_.status.read, POLLIN, 0};
    while (!is_over_ && ::poll(&status, 1, 0) > 0) read_status();
    if (is_over_) return;
    is_over_ = true;
    if (ended_.cut == Cut::none) ended_.cut = Cut::stopped;
  }

  void sample() {
    if (has_ended(warden_)) read_last_words();
    if (is_over_ || judged_ == 0 || ended_.cut != Cut::none) return;
    const TreeUse use = measure(warden_);
    ended_.memory_bytes_max = std::max(ended_.memory_bytes_max, use.memory_bytes);
    if (use.cpu_ms != last_cpu_ms_ || use.is_runnable) last_active_ms_ = elapsed_ms();
    last_cpu_ms_ = use.cpu_ms;
    if (use.memory_bytes > job_.limits.memory_bytes) return stop(Cut::memory);
    if (use.cpu_ms > job_.limits.cpu_ms) return stop(Cut::cpu);
    ended_.all_asleep = elapsed_ms() - last_active_ms_ >= asleep_ms;
    const int limit_ms = ended_.all_asleep ? job_.limits.asleep_wall_ms : job_.limits.wall_ms;
    if (elapsed_ms() > limit_ms) stop(Cut::wall);
  }

  void stop(Cut cut) {
    if (ended_.cut != Cut::none) return;
    ended_.cut = cut;
    if (cut == Cut::wall || cut == Cut::cpu) ended_.stacks = stacks_of(judged_);
    ::kill(warden_, SIGTERM);
  }

  const Job& job_;
  Channels& channels_;
  const pid_t warden_;
  pid_t judged_ = 0;
  const Clock::time_point start_ = Clock::now();
  std::int64_t next_sample_ms_ = sample_ms;
  std::int64_t last_cpu_ms_ = 0;
  std::int64_t last_active_ms_ = 0;
  bool records_open_ = true;
  bool output_open_ = true;
  bool is_over_ = false;
  HeadAndTail output_;
  Ended ended_;
};

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

Ended supervise(const Job& job) {
  Channels channels;
  std::vector<std::string> words = {job.program.string()};
  words.insert(words.end(), job.arguments.begin(), job.arguments.end());
  words.push_back("--channel=" + std::to_string(assignment_fd) + "," + std::to_string(records_fd));
  std::vector<std::string> variables = job.environment;
  const std::vector<char*> arguments = pointers(words);
  const std::vector<char*> environment = pointers(variables);

  // While we hold the reading end ourselves: if the program were dead already, as one that dies
  // before main may be, the write would end us by SIGPIPE.
  assert(job.assignment.size() <= PIPE_BUF);
  [[maybe_unused]] const ssize_t ignored =
      ::write(channels.assignment.write, job.assignment.data(), job.assignment.size());
  channels.assignment.close_write();

  const pid_t warden = fork_own();
  if (warden == 0) become_warden(job, channels, arguments.data(), environment.data());
  channels.assignment.close_read();
  channels.records.close_write();
  channels.output.close_write();
  channels.status.close_write();
  if (warden < 0) {
    Ended ended;
    ended.was_started = false;
    return ended;
  }
  return Supervision(job, channels, warden).run();
}

}  // namespace grader::os
