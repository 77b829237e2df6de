// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/patch.hpp>
#include <grader/course/sources.hpp>
#include <grader/course/text.hpp>
#include <grader/engine/variant.hpp>
#include <grader/report/catalogue.hpp>

#include <map>
#include <mutex>
#include <optional>
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

// What makes the nodes, the machines, the worlds that a lab's tests drive; not every lab has one.
std::optional<fs::path> subject_of(const Course& course, const Lab& lab) {
  const fs::path subject = course.root / "labs" / lab.folder / "tests" / "subject.cpp";
  if (!fs::exists(subject)) return std::nullopt;
  return subject;
}

// Does this unit include a file of the lab's solution? Where tests reach the code through a subject
// alone most units don't, and what was compiled for the solution serves every variant.
bool sees_solution(const CompileCommand& command, const fs::path& unit, const Lab& lab) {
  static std::mutex mutex;
  static std::map<std::pair<fs::path, std::string>, bool> known;
  const std::pair key{unit, command.folder.string()};
  {
    const std::lock_guard lock(mutex);
    if (const auto found = known.find(key); found != known.end()) return found->second;
  }
  std::vector<std::string> arguments = command.arguments;
  arguments.insert(arguments.end(), {"-M", unit.string()});
  const os::Completed done = os::run_process({arguments, command.folder, {}, {}});
  const bool sees = done.status != 0 ||
                    done.output.find("solutions/" + lab.folder + "/src/") != std::string::npos;
  const std::lock_guard lock(mutex);
  return known[key] = sees;
}

class VariantBuild {
 public:
  VariantBuild(const Course& course, Sanitize sanitize, const fs::path& source, const Lab& lab)
      : course_(course),
        sanitize_(sanitize),
        source_(source),
        lab_(lab),
        subject_(subject_of(course, lab)) {}

  void build(Program& program, std::set<fs::path> units) {
    program.variant_source = source_;
    program.built.program = source_.parent_path() / (program.target + "-" + folder_name());
    const bool is_driven = subject_ && program.tests.front()->flavour != Flavour::compile;
    if (is_driven) units.insert(*subject_);
    std::vector<std::string> objects;
    std::vector<std::string> reused;
    std::string compiler;
    for (const fs::path& unit : units) {
      CompileCommand command = compile_command(course_.root, sanitize_, program.target, unit);
      if (command.arguments.empty()) return fail(program, say("variant.no-command", unit.string()));
      compiler = command.arguments.front();
      const fs::path built = object_of(program, unit);
      if (is_driven && fs::exists(built) && !sees_solution(command, unit, lab_)) {
        reused.push_back(built.string());
        continue;
      }
      redirect_includes(command, course_, lab_, source_);
      const std::string object = program.built.program.string() + "." + unit.stem().string() + ".o";
      // A submission's warnings are no errors: where it optimises, the compiler sees some mutants.
      command.arguments.insert(command.arguments.end(),
                               {"-Wno-error", "-c", unit.string(), "-o", object});
      const os::Completed done = os::run_process({command.arguments, command.folder, {}, {}});
      if (done.status != 0) return fail(program, done.output);
      objects.push_back(object);
    }
    std::vector<std::string> linked = objects;
    linked.insert(linked.end(), reused.begin(), reused.end());
    link(program, compiler, linked, is_driven);
    for (const std::string& object : objects) fs::remove(object);
  }

 private:
  std::string folder_name() const { return std::string(build_folder(sanitize_)); }

  static void fail(Program& program, const std::string& output) {
    program.built.is_ok = false;
    program.built.output = output;
  }

  // Where the build system has put the unit's object for the solution.
  fs::path object_of(const Program& program, const fs::path& unit) const {
    return build_folder(course_.root, sanitize_) / "CMakeFiles" / (program.target + ".dir") /
           (unit.lexically_relative(course_.root).string() + ".o");
  }

  void link(Program& program, const std::string& compiler, const std::vector<std::string>& objects,
            bool is_driven) {
    const fs::path build = build_folder(course_.root, sanitize_);
    std::vector<std::string> arguments = {compiler};
    for (const std::string& flag : link_flags(sanitize_)) arguments.push_back(flag);
    arguments.insert(arguments.end(), objects.begin(), objects.end());
    arguments.push_back(
        (build / "CMakeFiles/testkit_runner.dir/grader/testkit/runner_catch2_v2.cpp.o").string());
    const bool is_explored = program.tests.front()->flavour == Flavour::explore;
    if (is_explored) arguments.push_back((build / "libtestkit_explore.a").string());
    if (is_driven) {
      arguments.push_back((build / ("libtestkit_" + lab_.id + ".a")).string());
      arguments.push_back((build / "libtestkit_sim.a").string());
    }
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
  const std::optional<fs::path> subject_;
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
    for (Program& program : programs)
      if (program.target == target) program.tests.push_back(test);
  }
  VariantBuild build(course, sanitize, source, lab);
  for (Program& program : programs) build.build(program, units[program.target]);
  return programs;
}

}  // namespace grader
