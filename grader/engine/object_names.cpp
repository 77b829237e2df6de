// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/pattern.hpp>
#include <grader/course/text.hpp>
#include <grader/engine/object_names.hpp>

#include <map>
#include <set>

namespace grader {
namespace {

namespace fs = std::filesystem;

// The functions that an operation may stand for in the code.
std::string calls_of(const std::string& operation) {
  if (operation == "read") return "get|with|read";
  if (operation == "write") return "set|with_mut|write";
  if (operation == "compare_exchange") return "compare_exchange_(?:weak|strong)";
  std::string call;
  for (const char c : operation)
    if ((c >= 'a' && c <= 'z') || c == '_') call += c;
  return call;
}

std::string name_in(const std::string& line, const std::string& operation) {
  const std::string calls = calls_of(operation);
  if (calls.empty()) return "";
  const Pattern call(R"(([A-Za-z_]\w*)(?:\.|->)(?:)" + calls + R"()\()");
  std::set<std::string> names;
  for (const Pattern::Found& found : call.all(line)) names.insert(found[1]);
  return names.size() == 1 ? *names.begin() : "";
}

class Lines {
 public:
  explicit Lines(const fs::path& root) : root_(root) {}

  std::string at(const std::string& file, unsigned line) {
    if (file.empty() || line == 0 || fs::path(file).is_absolute()) return "";
    auto found = files_.find(file);
    if (found == files_.end()) {
      const bool is_there = fs::is_regular_file(root_ / file);
      const std::string text = is_there ? read_text(root_ / file) : "";
      found = files_.emplace(file, lines_of(text)).first;
    }
    return line <= found->second.size() ? found->second[line - 1] : "";
  }

 private:
  fs::path root_;
  std::map<std::string, std::vector<std::string>> files_;
};

void name_in_words(const std::string& object, const std::string& name, std::string& words) {
  const std::size_t at = words.find(" " + object);
  if (at == std::string::npos) return;
  words.insert(at + 1 + object.size(), " (" + name + ")");
}

}  // namespace

void name_objects(Story& story, const fs::path& root) {
  Lines lines(root);
  std::map<std::string, std::string> names;
  for (const ThreadEvent& event : story.threads) {
    if (event.object.empty() || names.contains(event.object)) continue;
    const std::string name = name_in(lines.at(event.file, event.line), event.name);
    if (!name.empty()) names[event.object] = name;
  }
  std::map<int, const ThreadEvent*> by_step;
  for (ThreadEvent& event : story.threads) {
    by_step[event.step] = &event;
    if (const auto found = names.find(event.object); found != names.end())
      name_in_words(event.object, found->second, event.words);
  }
  for (Step& step : story.steps) {
    const auto event = by_step.find(step.number);
    if (event == by_step.end()) continue;
    if (const auto found = names.find(event->second->object); found != names.end())
      name_in_words(found->first, found->second, step.text);
  }
}

}  // namespace grader
