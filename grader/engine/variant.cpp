// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/patch.hpp>
#include <grader/course/sources.hpp>
#include <grader/course/text.hpp>
#include <grader/engine/variant.hpp>
#include <grader/report/catalogue.hpp>

#include <map>
#include <set>

namespace grader {
namespace fs = std::filesystem;
namespace {

fs::path fresh_copy(const Course& course, const Lab& lab, const std::string& id) {
  const fs::path folder = course.root / "build" / "prove" / id;
  fs::remove_all(folder);
  fs::create_directories(folder / "solutions" / lab.folder);
  fs::copy(course.root / "solutions" / lab.folder / "src",
           folder / "solutions" / lab.folder / "src", fs::copy_options::recursive);
  return folder;
}

// What a lab's simulated tests make the testkit's nodes with; part of each of its programs.
fs::path subject(const Course& course, const Lab& lab) {
  return course.root / "labs" / lab.folder / "tests" / "subject.cpp";
}

std::vector<std::string> link_flags(Sanitize sanitize) {
  switch (sanitize) {
    case Sanitize::none:
      return {};
    case Sanitize::asan:
      return {"-fsanitize=address,undefined"};
    case Sanitize::tsan:
      return {"-fsanitize=thread"};
  }
  return {};
}

class VariantBuild {
 public:
  VariantBuild(const Course& course, Sanitize sanitize, const fs::path& source, const Lab& lab)
      : course_(course), sanitize_(sanitize), source_(source), lab_(lab) {}

  void build(Program& program, const std::set<fs::path>& units) {
    program.variant_source = source_;
    program.built.program = source_.parent_path() / (program.target + "-" + folder_name());
    std::vector<std::string> objects;
    std::string compiler;
    for (const fs::path& unit : units) {
      CompileCommand command = compile_command(course_.root, sanitize_, program.target, unit);
      if (command.arguments.empty()) return fail(program, say("variant.no-command", unit.string()));
      redirect_includes(command, course_, lab_, source_);
      compiler = command.arguments.front();
      const std::string object = program.built.program.string() + "." + unit.stem().string() + ".o";
      // A submission's warnings are no errors: where it optimises, the compiler sees some mutants.
      command.arguments.insert(command.arguments.end(),
                               {"-Wno-error", "-c", unit.string(), "-o", object});
      const os::Completed done = os::run_process({command.arguments, command.folder, {}, {}});
      if (done.status != 0) return fail(program, done.output);
      objects.push_back(object);
    }
    link(program, compiler, objects);
    for (const std::string& object : objects) fs::remove(object);
  }

 private:
  std::string folder_name() const { return std::string(build_folder(sanitize_)); }

  static void fail(Program& program, const std::string& output) {
    program.built.is_ok = false;
    program.built.output = output;
  }

  void link(Program& program, const std::string& compiler,
            const std::vector<std::string>& objects) {
    const fs::path build = build_folder(course_.root, sanitize_);
    std::vector<std::string> arguments = {compiler};
    for (const std::string& flag : link_flags(sanitize_)) arguments.push_back(flag);
    arguments.insert(arguments.end(), objects.begin(), objects.end());
    arguments.push_back(
        (build / "CMakeFiles/testkit_runner.dir/grader/testkit/runner_catch2_v2.cpp.o").string());
    const bool is_explored = program.tests.front()->flavour == Flavour::explore;
    if (is_explored) arguments.push_back((build / "libtestkit_explore.a").string());
    for (const std::string& name : {"testkit_" + lab_.id, std::string("testkit_sim")})
      if (fs::exists(subject(course_, lab_)))
        arguments.push_back((build / ("lib" + name + ".a")).string());
    arguments.push_back((build / "libtestkit.a").string());
    if (is_explored) arguments.push_back("-lboost_context");
    arguments.insert(arguments.end(), {"-pthread", "-o", program.built.program.string()});
    const os::Completed done = os::run_process({arguments, build, {}, {}});
    program.built.is_ok = done.status == 0;
    program.built.output = done.output;
  }

  const Course& course_;
  const Sanitize sanitize_;
  const fs::path& source_;
  const Lab& lab_;
};

}  // namespace

fs::path make_mutant_source(const Course& course, const Mutant& mutant) {
  const Lab& lab = course.lab_of(*course.task(mutant.task));
  const fs::path folder = fresh_copy(course, lab, mutant.id);
  for (const FileChange& change : read_patch(read_text(mutant.folder / "patch.diff"))) {
    const std::string changed = apply_patch(change, read_text(course.root / change.file));
    write_text(folder / change.file, changed);
  }
  return folder / "solutions" / lab.folder / "src";
}

fs::path make_alternate_source(const Course& course, const Alternate& alternate) {
  const Lab& lab = course.lab_of(*course.task(alternate.task));
  const fs::path folder = fresh_copy(course, lab, alternate.id);
  const fs::path source = folder / "solutions" / lab.folder / "src";
  fs::copy(alternate.folder / "src", source,
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  return source;
}

std::deque<Program> build_variant(const Course& course, Sanitize sanitize, const fs::path& source,
                                  const std::vector<const Test*>& tests) {
  const SourceTests sources = scan_tests(course.root, course.labs);
  const Lab& lab = course.lab_of(course.task_of(*tests.front()));
  std::deque<Program> programs;
  std::map<std::string, std::set<fs::path>> units;
  for (const Test* test : tests) {
    const SourceTest* found = sources.find(test->id);
    if (found == nullptr) throw CourseError(say("variant.no-source", test->id));
    const std::string target = program_name(lab, *test, Code::solutions_on_solutions);
    if (units[target].empty()) {
      programs.emplace_back();
      programs.back().target = target;
      programs.back().code = Code::solutions_on_solutions;
    }
    units[target].insert(course.root / found->file);
    if (fs::exists(subject(course, lab)) && test->flavour != Flavour::compile)
      units[target].insert(subject(course, lab));
    for (Program& program : programs)
      if (program.target == target) program.tests.push_back(test);
  }
  VariantBuild build(course, sanitize, source, lab);
  for (Program& program : programs) build.build(program, units[program.target]);
  return programs;
}

}  // namespace grader
