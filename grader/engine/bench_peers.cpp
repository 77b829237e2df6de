// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/bench_peers.hpp>
#include <grader/engine/os.hpp>
#include <grader/engine/packages.hpp>
#include <grader/engine/sha256.hpp>
#include <grader/report/catalogue.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace grader {
namespace fs = std::filesystem;
namespace {

using Kind = Peer::Kind;
using Why = BenchAbsent::Why;
using nlohmann::json;
using Words = std::vector<std::string>;

constexpr const char* registry = "/usr/share/cargo/registry";
constexpr const char* go_path = "/usr/share/gocode";
constexpr const char* go_main = "main.go";

os::Completed run(const Words& command, const fs::path& folder) {
  return os::run_process({command, folder, {"LC_ALL=C"}, {}});
}

Kind kind_of(const fs::path& source) {
  if (source.extension() == ".rs") return Kind::rustc;
  if (source.extension() == ".cpp") return Kind::cpp;
  return fs::exists(source / go_main) ? Kind::go : Kind::cargo;
}

// "crossbeam-channel-0.5.6" and any other version of it.
Words versions_of(const std::string& crate) {
  Words found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(registry, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(crate + "-") && std::isdigit(name[crate.size() + 1]) != 0)
      found.push_back(name);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string compiler_of(const fs::path& folder) {
  for (const std::string& line : lines_of(read_text(folder / "CMakeCache.txt")))
    if (line.starts_with("CMAKE_CXX_COMPILER:")) return line.substr(line.find('=') + 1);
  return "c++";
}

// How one peer is built: the command, and what its program hangs on.
struct Recipe {
  Words command;
  std::string ingredients;
  fs::path built;  // where the command leaves the program
};

class Kitchen {
 public:
  Kitchen(const Course& course, const Lab& lab, const fs::path& folder)
      : peers_(course.root / "grader/peers"),
        loads_(course.root / "labs" / lab.folder / "bench"),
        folder_(folder),
        place_(folder / "peers" / lab.id) {}

  bool has_all_for(const Peer& peer) const {
    if (peer.kind == Kind::rustc) return is_in_path("rustc");
    if (peer.kind == Kind::cargo)
      return is_in_path("rustc") && is_in_path("cargo") && !versions_of(peer.crate).empty();
    if (peer.kind == Kind::go) return is_in_path("go") && fs::exists(go_folder(peer));
    const Words look = {compiler_of(folder_), "-std=c++20",    "-fsyntax-only", "-include",
                        peer.header,          "-x",  "c++", "/dev/null"};
    return run(look, folder_).status == 0;
  }

  // The program, or what the compiler said.
  std::optional<fs::path> make(const Peer& peer, std::string& complaint) const {
    const fs::path place = place_ / peer.side;
    fs::create_directories(place);
    const Recipe recipe = recipe_of(peer, place);
    const std::string key = key_of(recipe);
    const fs::path note = place / ".key";
    if (fs::exists(recipe.built) && fs::exists(note) && read_text(note) == key) return recipe.built;
    if (peer.kind == Kind::cargo) lay_out(peer, place);
    const os::Completed done = run(recipe.command, place);
    if (done.status != 0) {
      complaint = first_error_in(done.output);
      return std::nullopt;
    }
    write_text(note, key);
    return recipe.built;
  }

 private:
  Recipe recipe_of(const Peer& peer, const fs::path& place) const {
    if (peer.kind == Kind::rustc)
      return {{"rustc", "-O", "--edition", "2021", peer.source.string(), "-o",
               (place / "peer").string()},
              rust_sources(peer), place / "peer"};
    if (peer.kind == Kind::cargo) return cargo_recipe(peer, place);
    if (peer.kind == Kind::go) return go_recipe(peer, place);
    return cpp_recipe(peer, place);
  }

  Recipe cargo_recipe(const Peer& peer, const fs::path& place) const {
    Recipe recipe;
    recipe.command = {"cargo",
                      "build",
                      "--release",
                      "--offline",
                      "--quiet",
                      "--config",
                      "source.crates-io.replace-with=\"packaged\"",
                      "--config",
                      std::string("source.packaged.directory=\"") + registry + "\"",
                      "--manifest-path",
                      (place / "rust" / peer.source.filename() / "Cargo.toml").string(),
                      "--target-dir",
                      (place / "target").string()};
    recipe.ingredients = rust_sources(peer);
    for (const std::string& version : versions_of(peer.crate)) recipe.ingredients += version;
    recipe.built = place / "target/release/peer";
    return recipe;
  }

  static fs::path go_folder(const Peer& peer) { return fs::path(go_path) / "src" / peer.import; }

  // Packages of a system stand side by side in one path, as Go had it before modules.
  Recipe go_recipe(const Peer& peer, const fs::path& place) const {
    Recipe recipe;
    recipe.built = place / "peer";
    recipe.command = {"env",
                      std::string("GOPATH=") + go_path,
                      "GO111MODULE=off",
                      "CGO_ENABLED=0",
                      "GOCACHE=" + (place / "cache").string(),
                      "go",
                      "build",
                      "-o",
                      recipe.built.string(),
                      (peer.source / go_main).string()};
    recipe.ingredients = run({"go", "version"}, place).output + read_text(peer.source / go_main);
    for (const fs::path& file : files_under(go_folder(peer)))
      if (file.extension() == ".go") recipe.ingredients += read_text(file);
    return recipe;
  }

  // The preprocessed text holds whatever the program is made of, the library's headers too.
  Recipe cpp_recipe(const Peer& peer, const fs::path& place) const {
    Recipe recipe;
    recipe.command = {compiler_of(folder_), "-std=c++20", "-O2", "-g1", "-DNDEBUG",
                      "-falign-functions=64", "-falign-loops=64", "-pthread",
                      "-I" + loads_.string(), peer.source.string()};
    Words only_read = recipe.command;
    only_read.insert(only_read.end(), {"-E", "-P"});
    recipe.ingredients = run(only_read, place).output;
    recipe.command.insert(recipe.command.end(), {"-o", (place / "peer").string(), "-lbenchmark"});
    for (const std::string& library : peer.libraries) recipe.command.push_back("-l" + library);
    recipe.built = place / "peer";
    return recipe;
  }

  // Its own files, and those beside its folder that all share.
  std::string rust_sources(const Peer& peer) const {
    std::string text = run({"rustc", "--version"}, place_).output;
    for (const auto& entry : fs::directory_iterator(peers_ / "rust"))
      if (entry.path().extension() == ".rs") text += read_text(entry.path());
    if (fs::is_directory(peer.source))
      for (const fs::path& file : files_under(peer.source)) text += read_text(file);
    return text;
  }

  // cargo writes its lock beside the manifest: so it works on a copy.
  void lay_out(const Peer& peer, const fs::path& place) const {
    fs::remove_all(place / "rust");
    fs::create_directories(place / "rust");
    for (const auto& entry : fs::directory_iterator(peers_ / "rust"))
      if (entry.path().extension() == ".rs") fs::copy(entry.path(), place / "rust");
    fs::copy(peer.source, place / "rust" / peer.source.filename());
  }

  static std::string key_of(const Recipe& recipe) {
    Sha256 hash;
    for (const std::string& word : recipe.command) hash.add(word + "\n");
    hash.add(recipe.ingredients);
    return hash.hex();
  }

  static std::string first_error_in(const std::string& output) {
    const Words lines = lines_of(output);
    for (const std::string& line : lines)
      if (line.find("error") != std::string::npos) return line;
    return lines.empty() ? "" : lines.front();
  }

  fs::path peers_;
  fs::path loads_;
  fs::path folder_;  // of the release build
  fs::path place_;
};

PeerProgram build(const Course& course, const Kitchen& kitchen, const Peer& peer) {
  PeerProgram made{peer.side, {}, {peer.side, Why::no_package, ""}, peer.kind == Kind::cpp};
  if (!kitchen.has_all_for(peer)) {
    if (peer.kind == Kind::rustc) made.absent.why = Why::no_compiler;
    made.absent.detail = install_command(course.root, peer, is_in_path(tool_of(peer)));
    return made;
  }
  std::string complaint;
  if (const auto program = kitchen.make(peer, complaint))
    made.program = *program;
  else
    made.absent = {peer.side, Why::not_built, complaint};
  return made;
}

}  // namespace

std::vector<Peer> load_peers(const fs::path& root, const std::string& lab) {
  const fs::path file = root / "grader/peers/peers.json";
  std::vector<Peer> peers;
  if (!fs::exists(file)) return peers;
  const json all = json::parse(read_text(file), nullptr, false);
  if (all.is_discarded() || all.value("format", 0) != 1 || !all.contains("peers"))
    throw CourseError(say("bench.bad-peers", file.string()));
  for (const json& entry : all["peers"]) {
    if (entry.value("lab", "") != lab) continue;
    Peer peer;
    peer.side = entry.value("side", "");
    peer.source = root / "grader/peers" / entry.value("source", "");
    peer.kind = kind_of(peer.source);
    peer.crate = entry.value("crate", "");
    peer.header = entry.value("header", "");
    peer.import = entry.value("import", "");
    peer.libraries = entry.value("libraries", Words());
    peer.packages = entry.value("packages", std::map<std::string, std::string>());
    peers.push_back(std::move(peer));
  }
  return peers;
}

std::string tool_of(const Peer& peer) {
  if (peer.kind == Kind::rustc) return "rustc";
  if (peer.kind == Kind::cargo) return "cargo";
  return peer.kind == Kind::go ? "go" : "";
}

std::string install_command(const fs::path& root, const Peer& peer, bool has_tool) {
  if (peer.kind == Kind::rustc) return install_command_for(root, "rustc");
  const auto package = peer.packages.find(std::string(package_manager()));
  if (package == peer.packages.end()) return "";
  Words packages;
  if (peer.kind == Kind::cargo && !has_tool) packages = {"cargo"};
  if (peer.kind == Kind::go && !has_tool) packages = {"golang-go"};
  packages.push_back(package->second);
  return install_command(packages);
}

std::vector<PeerProgram> build_peers(const Course& course, const Lab& lab, const fs::path& folder,
                                     bool with_packages, const Progress& progress) {
  const std::vector<Peer> peers = load_peers(course.root, lab.id);
  const Kitchen kitchen(course, lab, folder);
  std::vector<PeerProgram> programs;
  for (const Peer& peer : peers) {
    if (peer.kind != Kind::rustc && !with_packages) {
      programs.push_back({peer.side, {}, {peer.side, Why::not_asked, ""}, false});
      continue;
    }
    progress("peers", static_cast<int>(programs.size()) + 1, static_cast<int>(peers.size()),
             peer.side);
    programs.push_back(build(course, kitchen, peer));
  }
  return programs;
}

}  // namespace grader
