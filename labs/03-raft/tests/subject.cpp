// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The subject of all tests of lab 03: nodes and replicas, made of the code under judgement. The
// testkit knows no learner's type and asks for them here.
#include <patina/kv/kv_machine.hpp>
#include <patina/raft/raft.hpp>
#include <testkit/raft/list_machine.hpp>
#include <testkit/raft/plain_store.hpp>
#include <testkit/raft/replica_of.hpp>

// Where it is: the learner's store is 3c's.
#if __has_include(<patina/raft/segment_store.hpp>)
#include <patina/raft/segment_store.hpp>
#endif

namespace testkit::raft {
namespace {

std::unique_ptr<patina::raft::LogStore> make_store(StoreKind kind, sim::Process& process) {
  switch (kind) {
    case StoreKind::none:
      return std::make_unique<NoStore>();
    case StoreKind::memory:
      return std::make_unique<PlainStore>(process.files());
    case StoreKind::segments:
#if __has_include(<patina/raft/segment_store.hpp>)
      return std::make_unique<patina::raft::SegmentStore>(process.files());
#endif
      break;
  }
  PATINA_ASSERT(false, "this tree has a store of this kind");
  return nullptr;
}

std::unique_ptr<patina::raft::StateMachine> make_machine(MachineKind kind) {
  if (kind == MachineKind::kv) return std::make_unique<patina::kv::KvMachine>();
  return std::make_unique<ListMachine>();
}

}  // namespace

std::unique_ptr<Node> make_node(const Config& config, const Restored& restored) {
  return std::make_unique<patina::raft::Raft>(config, restored);
}

std::unique_ptr<Replica> make_replica(const ReplicaSetup& setup, sim::Process& process,
                                      ReplicaWatcher& watcher) {
  return std::make_unique<ReplicaOf>(setup, process, watcher, make_store(setup.store, process),
                                     make_machine(setup.machine));
}

}  // namespace testkit::raft
