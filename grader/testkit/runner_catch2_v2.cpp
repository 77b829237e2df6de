// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The main function of every test program, for Catch2 2.13.
//
// With "--channel=R,W" it runs the one test that the supervisor assigns and answers by records;
// without it, it is an ordinary Catch2 program that a learner may start under a debugger.
// A port to Catch2 3 is a second file beside this one; nothing else knows the version.
#define CATCH_CONFIG_RUNNER
#include <patina/base/hooks.hpp>
#include <patina/base/not_implemented.hpp>
#include <testkit/catch.hpp>

#include <cstring>
#include <string>

namespace {

std::string assigned_test;

void tell_not_implemented(std::string_view task, std::string_view what,
                          const std::source_location& where) {
  testkit::send(testkit::Record("todo")
                    .add("task", task)
                    .add("what", what)
                    .add("file", where.file_name())
                    .add("line", where.line()));
}

void tell_todo_line(const patina::base::Todo& todo) {
  testkit::send(testkit::Record("todo")
                    .add("kind", "line")
                    .add("task", todo.task)
                    .add("file", todo.where.file_name())
                    .add("line", todo.where.line()));
}

void tell_assertion(std::string_view sentence, const std::source_location& where) {
  testkit::send(testkit::Record("assert")
                    .add("text", sentence)
                    .add("step", testkit::current_step())
                    .add("file", where.file_name())
                    .add("line", where.line()));
}

// Catch2 writes "10100 (0x2774)" for a whole number above 255.
std::string without_hex(std::string text) {
  for (std::size_t at = 0; (at = text.find(" (0x", at)) != std::string::npos;) {
    const std::size_t end = text.find_first_not_of("0123456789abcdef", at + 4);
    const bool follows_number = at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9';
    if (follows_number && end != std::string::npos && text[end] == ')')
      text.erase(at, end + 1 - at);
    else
      ++at;
  }
  return text;
}

std::string expanded_of(const Catch::AssertionResult& result) {
  return result.hasExpandedExpression() ? without_hex(result.getExpandedExpression()) : "";
}

// A simulated run that fails is made smaller first, and told when that is done.
bool is_taken(const Catch::AssertionResult& result) {
  const testkit::detail::Watcher* const watcher = testkit::detail::watcher;
  if (watcher == nullptr || watcher->checked == nullptr) return false;
  const std::string expression = result.getExpression();
  const std::string expanded = expanded_of(result);
  return watcher->checked({expression, expanded, result.getSourceInfo().file,
                           static_cast<unsigned>(result.getSourceInfo().line)});
}

// Sends what fails, as it fails: the process may not live to the end of the test.
class Listener : public Catch::TestEventListenerBase {
 public:
  using TestEventListenerBase::TestEventListenerBase;

  void testCaseStarting(const Catch::TestCaseInfo& info) override {
    TestEventListenerBase::testCaseStarting(info);
    testkit::begin_story(info.lineInfo.file, static_cast<unsigned>(info.lineInfo.line));
    testkit::begin_lives();
    testkit::send(testkit::Record("begin").add("id", assigned_test).add("title", info.name));
  }

  bool assertionEnded(const Catch::AssertionStats& stats) override {
    const Catch::AssertionResult& result = stats.assertionResult;
    if (result.isOk()) return true;
    const bool threw = result.getResultType() == Catch::ResultWas::ThrewException;
    if (!threw && is_taken(result)) return true;
    testkit::Record record("fail");
    record.add("kind", threw ? "exception" : "check");
    record.add("macro", std::string(result.getTestMacroName()));
    record.add("expression", result.getExpression());
    record.add("expanded", expanded_of(result));
    record.add("text", std::string(result.getMessage()));
    record.add("step", testkit::current_step());
    record.add("file", result.getSourceInfo().file);
    record.add("line", static_cast<std::int64_t>(result.getSourceInfo().line));
    testkit::send(record);
    return true;
  }

  void testCaseEnded(const Catch::TestCaseStats& stats) override {
    testkit::end_lives();
    const Catch::Counts& counts = stats.totals.assertions;
    testkit::send(testkit::Record("end")
                      .add("id", assigned_test)
                      .add("assertions",
                           static_cast<std::int64_t>(counts.total()) + testkit::asked_rules())
                      .add("failed", static_cast<std::int64_t>(counts.failed) +
                                         testkit::broken_rules())
                      .add("seeded", testkit::is_seeded() ? 1 : 0));
  }
};
CATCH_REGISTER_LISTENER(Listener)

// Stays silent: the supervisor reads the records, and stdout is the learner's.
class Silent : public Catch::StreamingReporterBase<Silent> {
 public:
  using StreamingReporterBase::StreamingReporterBase;
  static std::string getDescription() { return "prints nothing"; }
  void assertionStarting(const Catch::AssertionInfo&) override {}
  bool assertionEnded(const Catch::AssertionStats&) override { return true; }
};
CATCH_REGISTER_REPORTER("silent", Silent)

int run_assigned(const char* program, const char* channel) {
  testkit::Assignment assignment;
  if (!testkit::connect(channel, assignment)) return 2;
  assigned_test = assignment.test;
  testkit::send(testkit::Record("hello").add("nonce", assignment.nonce));
  patina::base::hooks.not_implemented = tell_not_implemented;
  patina::base::hooks.assertion = tell_assertion;
  for (auto* todo = patina::base::Todo::first; todo != nullptr; todo = todo->next)
    tell_todo_line(*todo);
  const std::string tag = "[" + assignment.test + "]";
  const char* arguments[] = {program, tag.c_str(), "--reporter", "silent"};
  Catch::Session session;
  if (session.applyCommandLine(4, arguments) != 0) return 2;
  session.run();
  return assignment.exit_code;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 2 && std::strncmp(arguments[1], "--channel=", 10) == 0)
    return run_assigned(arguments[0], arguments[1]);
  return Catch::Session().run(count, arguments);
}
