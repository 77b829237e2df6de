// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

//! What one thread, or two on different processors, do again and again: as in workload.hpp.
use super::measure::{average, clobber_memory, far_away, measure, stay_on, wall_time};
use std::thread;

const OPERATIONS: u64 = 1_000_000; // of each of the two threads, a pass
const PASSES: u32 = 5;

pub trait Add: Sync + 'static {
    /// Locks, adds one, unlocks.
    fn add_one(&self);
}

pub fn add_alone<A: Add>(mutex: A) -> f64 {
    let mutex = far_away(mutex);
    measure(1, || {
        mutex.add_one();
        clobber_memory();
    })
}

pub fn add_contended<A: Add>(mutex: A) -> f64 {
    let mutex = far_away(mutex);
    run_two(|| {
        mutex.add_one();
        clobber_memory();
    })
}

/// Two threads do `operation`; wall time by the operations of both.
pub fn run_two(operation: impl Fn() + Sync) -> f64 {
    average(PASSES, 2 * OPERATIONS, || {
        wall_time(|| {
            thread::scope(|scope| {
                for place in 0..2 {
                    let operation = &operation;
                    scope.spawn(move || {
                        stay_on(place);
                        for _ in 0..OPERATIONS {
                            operation();
                        }
                    });
                }
            })
        })
    })
}
