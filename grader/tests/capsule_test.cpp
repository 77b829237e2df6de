// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/sha256.hpp>
#include <grader/report/capsule.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/printable.hpp>
#include <grader/tests/golden.hpp>
#include <grader/tests/sample_run.hpp>

#include <catch2/catch.hpp>

using namespace grader;
using namespace grader::tests;

namespace {

CapsuleOrigin origin() { return {"labs", "auto", "asan", "c0de"}; }

const TestResult& moved_test(const RunResult& run) { return run.labs[0].tasks[0].tests[1]; }

Capsule sample() { return make_capsule(moved_test(failing_run()), origin()); }

}  // namespace

TEST_CASE("capsule: the text of a red test is as its golden file") {
  CHECK(golden("capsule/1a.02.jsonl", write_capsule(sample())) == "");
}

TEST_CASE("capsule: what is written is read back") {
  const Capsule before = sample();
  const Capsule after = read_capsule(write_capsule(before));
  CHECK(after.test == "1a.02");
  CHECK(after.seed == 7);
  CHECK(after.sanitize == "asan");
  CHECK(after.code_sha == "c0de");
  CHECK(after.verdict == "WRONG");
  CHECK(after.events == before.events);
  CHECK(write_capsule(after) == write_capsule(before));
  REQUIRE(failure_of(after) != nullptr);
  CHECK(failure_of(after)->step == 3);
  CHECK(failure_of(after)->line == 45);
}

TEST_CASE("capsule: a step comes before what happened during it, the failure last") {
  const Capsule capsule = sample();
  CHECK(capsule.events.front().kind == "step");
  CHECK(capsule.events[1].kind == "make");
  CHECK(capsule.events.back().kind == "fail");
  for (std::size_t i = 1; i < capsule.events.size(); ++i)
    CHECK(capsule.events[i - 1].step <= capsule.events[i].step);
}

TEST_CASE("capsule: a green test leaves its story and no failure") {
  const RunResult run = passing_run();
  const Capsule capsule = make_capsule(run.labs[0].tasks[0].tests[0], origin());
  CHECK(capsule.verdict == "PASS");
  CHECK(failure_of(capsule) == nullptr);
}

TEST_CASE("capsule: fields, events and lines that are not known are skipped") {
  load_catalogue(PATINA_ROOT);
  const Capsule capsule = read_capsule(
      "{\"capsule\":1,\"test\":\"3b.04\",\"seed\":9,\"moon\":\"full\"}\n"
      "{\"options\":{\"nodes\":\"3\"},\"more\":[]}\n\n"
      "{\"step\":1,\"event\":\"partition\",\"text\":\"1 | 2 3\",\"at_ms\":12}\n"
      "{\"weather\":\"rain\"}\n"
      "{\"step\":\"two\",\"event\":7}\n"
      "{\"choices\":\"weak; 0x3 1x2; 0\"}\n");
  CHECK(capsule.test == "3b.04");
  CHECK(capsule.options.at("nodes") == "3");
  REQUIRE(capsule.events.size() == 2);
  CHECK(capsule.events[0].kind == "partition");
  CHECK(capsule.events[1].step == 0);
  CHECK(capsule.choices == "weak; 0x3 1x2; 0");
}

TEST_CASE("capsule: what is no capsule is a usage error that says what to do") {
  load_catalogue(PATINA_ROOT);
  for (const char* text :
       {"", "hello", "[]", "{}", "{\"capsule\":2,\"test\":\"1a.01\"}", "{\"capsule\":1}",
        "{\"capsule\":1,\"test\":\"1a.01\"}\nnot json\n", "\xFF\xFE"})
    CHECK_THROWS_AS(read_capsule(text), UsageError);
}

TEST_CASE("capsule: whatever a program printed, every line stays valid") {
  const std::string text = write_capsule(make_capsule(moved_test(hostile_run()), origin()));
  CHECK(is_valid_utf8(text));
  CHECK(printable(text) == text);
  CHECK(read_capsule(text).test == "1a.02");
}

TEST_CASE("capsule: two runs are compared by what happened, not by line numbers") {
  const Capsule before = sample();
  Capsule after = sample();
  after.events[0].line += 10;
  CHECK(compare(before, after).is_same);
  CHECK(compare(before, after).fails_the_same);

  after.events[4].kind = "copy";
  CHECK_FALSE(compare(before, after).is_same);
  CHECK(compare(before, after).diverged_step == before.events[4].step);
  CHECK(compare(before, after).fails_the_same);  // on another way

  after.events.back().text = "another rule broke";
  CHECK_FALSE(compare(before, after).fails_the_same);

  Capsule shorter = sample();
  shorter.events.resize(2);
  CHECK(compare(before, shorter).diverged_step == before.events[2].step);
  CHECK_FALSE(compare(before, shorter).fails_the_same);
}

TEST_CASE("sha256: the examples of FIPS 180-4") {
  Sha256 empty;
  CHECK(empty.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Sha256 abc;
  abc.add("abc");
  CHECK(abc.hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 two_blocks;
  two_blocks.add("abcdbcdecdefdefgefghfghighijhijkijkljklmklmn");
  two_blocks.add("lmnomnopnopq");
  CHECK(two_blocks.hex() == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}
