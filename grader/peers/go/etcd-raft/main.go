// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// etcd's raft, as Debian packages it: three RawNodes in one goroutine over its MemoryStorage. Does the
// same work the same number of times as labs/03-raft/bench/core.cpp: commands of 128 bytes, so many in
// a proposal, applied by all three nodes before the next one; a snapshot each 10,000 entries; pre-vote
// and check-quorum are on.
//
// `PROGRAM --list` names its rows, one a line. `PROGRAM ROW` prints nanoseconds of CPU time an entry,
// and below that what was counted an entry, a name and a number a line.
package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"syscall"
	"time"

	"go.etcd.io/etcd/raft"
	pb "go.etcd.io/etcd/raft/raftpb"
)

const (
	commandBytes            = 128
	entriesBetweenSnapshots = 10000
	measured                = 50 * time.Millisecond
)

// Like Tally: counts commands and adds up their first eight bytes.
type member struct {
	node     *raft.RawNode
	storage  *raft.MemoryStorage
	conf     pb.ConfState
	applied  uint64
	base     uint64
	count    uint64
	sum      uint64
	snapshot [8]byte
}

func newMember(id uint64) *member {
	m := &member{storage: raft.NewMemoryStorage(), conf: pb.ConfState{Voters: []uint64{1, 2, 3}}}
	must(m.storage.ApplySnapshot(pb.Snapshot{
		Metadata: pb.SnapshotMetadata{ConfState: m.conf, Index: 1, Term: 1}}))
	m.applied, m.base = 1, 1
	node, err := raft.NewRawNode(&raft.Config{
		ID:              id,
		ElectionTick:    10,
		HeartbeatTick:   1,
		Storage:         m.storage,
		Applied:         1,
		MaxSizePerMsg:   1 << 20,
		MaxInflightMsgs: 256,
		PreVote:         true,
		CheckQuorum:     true,
	})
	must(err)
	m.node = node
	return m
}

// Does all that its node has ready, and returns the messages with those that were there before.
func (m *member) pump(sent []pb.Message) []pb.Message {
	for m.node.HasReady() {
		ready := m.node.Ready()
		must(m.storage.Append(ready.Entries))
		if !raft.IsEmptyHardState(ready.HardState) {
			must(m.storage.SetHardState(ready.HardState))
		}
		sent = append(sent, ready.Messages...)
		for i := range ready.CommittedEntries {
			m.apply(&ready.CommittedEntries[i])
		}
		m.node.Advance(ready)
	}
	if m.applied-m.base >= entriesBetweenSnapshots {
		binary.LittleEndian.PutUint64(m.snapshot[:], m.sum)
		_, err := m.storage.CreateSnapshot(m.applied, &m.conf, m.snapshot[:])
		must(err)
		must(m.storage.Compact(m.applied))
		m.base = m.applied
	}
	return sent
}

func (m *member) apply(entry *pb.Entry) {
	m.applied = entry.Index
	if len(entry.Data) == 0 {
		return
	}
	m.count++
	m.sum += binary.LittleEndian.Uint64(entry.Data)
}

type cluster struct {
	members   [3]*member
	sent      []pb.Message
	delivered []pb.Message
	messages  int
	proposed  uint64
}

func newCluster() *cluster {
	c := &cluster{}
	for i := range c.members {
		c.members[i] = newMember(uint64(i) + 1)
	}
	for c.members[0].node.BasicStatus().RaftState != raft.StateLeader {
		c.members[0].node.Tick()
		c.pump()
	}
	return c
}

func (c *cluster) pump() {
	for _, m := range c.members {
		c.sent = m.pump(c.sent)
	}
	for len(c.sent) > 0 {
		c.messages += len(c.sent)
		c.delivered, c.sent = c.sent, c.delivered[:0]
		for _, message := range c.delivered {
			must(c.members[message.To-1].node.Step(message))
		}
		for _, m := range c.members {
			c.sent = m.pump(c.sent)
		}
	}
}

// New commands, each with a number of its own, in one proposal.
func (c *cluster) propose(batch int) {
	entries := make([]pb.Entry, batch)
	for i := range entries {
		c.proposed++
		entries[i].Data = make([]byte, commandBytes)
		binary.LittleEndian.PutUint64(entries[i].Data, c.proposed)
	}
	must(c.members[0].node.Step(pb.Message{Type: pb.MsgProp, From: 1, Entries: entries}))
	c.pump()
}

func (c *cluster) checkApplied() {
	for _, m := range c.members {
		if m.count != c.proposed || m.sum != c.proposed*(c.proposed+1)/2 {
			log.Fatal("not all that was proposed is applied")
		}
	}
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func cpuTime() time.Duration {
	var usage syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func measure(batch int) {
	c := newCluster()
	for c.proposed < 2*entriesBetweenSnapshots {
		c.propose(batch) // as it will go on
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	proposedBefore, messagesBefore, start := c.proposed, c.messages, cpuTime()
	took := time.Duration(0)
	for took < measured {
		for i := 0; i < 1000/batch+1; i++ {
			c.propose(batch)
		}
		took = cpuTime() - start
	}
	runtime.ReadMemStats(&after)
	c.checkApplied()

	entries := float64(c.proposed - proposedBefore)
	fmt.Printf("%.4f\n", float64(took.Nanoseconds())/entries)
	fmt.Printf("messages %.4f\n", float64(c.messages-messagesBefore)/entries)
	fmt.Printf("allocations %.4f\n", float64(after.Mallocs-before.Mallocs)/entries)
	fmt.Printf("allocated_bytes %.1f\n", float64(after.TotalAlloc-before.TotalAlloc)/entries)
}

var rows = []struct {
	name  string
	batch int
}{{"core_1", 1}, {"core_16", 16}, {"core_64", 64}, {"core_256", 256}}

func main() {
	runtime.GOMAXPROCS(1)
	raft.SetLogger(&raft.DefaultLogger{Logger: log.New(io.Discard, "", 0)})
	word := ""
	if len(os.Args) > 1 {
		word = os.Args[1]
	}
	for _, row := range rows {
		if word == "--list" {
			fmt.Println(row.name)
		} else if word == row.name {
			measure(row.batch)
			return
		}
	}
	if word != "--list" {
		os.Exit(2)
	}
}
