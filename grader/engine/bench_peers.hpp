// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The programs under grader/peers that a bench compares ours with: known by peers.json, built from
// what the system's package manager has.
//
// Interface:
//   load_peers(root, lab)                    the peers of a lab, in the order of peers.json
//   build_peers(course, lab, folder, ..)     each one built, or absent and why
//   install_command(peer, has_tool)          what to type to have what it needs; mostly tested
//
// What a peer is follows from its source:
//   rust/ownership.rs    a program of Rust's standard library alone: built wherever rustc is
//   rust/crossbeam       a package of cargo. Its crates come from /usr/share/cargo/registry, where
//                        the system's packages put them; nothing is fetched
//   cpp/tbb.cpp          a program of Google Benchmark, built by the compiler that builds ours
//   go/etcd-raft         a program of Go, main.go. What it imports comes from /usr/share/gocode,
//                        where the system's packages put it; nothing is fetched
// The last three are built only if they are asked for. A program whose sources and tools are what
// they were is not built again: .key, beside it, holds their hash.
// Thread rule: the main thread; writes below `folder` only.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/engine/bench.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace grader {

struct Peer {
  enum class Kind { rustc, cargo, cpp, go };
  std::string side;               // "crossbeam"
  Kind kind = Kind::rustc;
  std::filesystem::path source;   // a file, or the folder of a package of cargo or Go
  std::string crate;              // cargo: the crate it is about
  std::string header;             // cpp: the header it is about
  std::string import;             // go: the package it is about
  std::vector<std::string> libraries;           // cpp: what is linked beside Google Benchmark
  std::map<std::string, std::string> packages;  // package manager: package
};

struct PeerProgram {
  std::string side;
  std::filesystem::path program;  // empty: absent
  BenchAbsent absent;             // why, if it is
  bool is_google = false;         // a program of Google Benchmark
};

std::vector<Peer> load_peers(const std::filesystem::path& root, const std::string& lab);

std::vector<PeerProgram> build_peers(const Course& course, const Lab& lab,
                                     const std::filesystem::path& folder, bool with_packages,
                                     const Progress& progress);

// What builds it: "rustc", "cargo", "go"; empty: what builds ours.
std::string tool_of(const Peer& peer);

// The packages that this system's manager has for it; with that of its tool, if `has_tool` is
// false. Empty if the manager is unknown or has none.
std::string install_command(const std::filesystem::path& root, const Peer& peer, bool has_tool);

}  // namespace grader
