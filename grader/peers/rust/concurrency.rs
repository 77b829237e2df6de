// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

//! Lab 02 by Rust's standard library alone. Built by `./grade bench 02` with `rustc -O`.
mod channels;
mod locks;
mod measure;

use channels::{measure_alone, measure_channel, Receive8, Send8, CAPACITY};
use locks::{add_alone, add_contended, run_two, Add};
use measure::{measure, serve, show, Row};
use std::sync::mpsc::{channel, sync_channel, Receiver, Sender, SyncSender};
use std::sync::{Arc, Mutex};

impl Add for Mutex<i64> {
    fn add_one(&self) {
        *self.lock().unwrap() += 1;
    }
}

impl Send8 for Sender<u64> {
    fn send_one(&self, message: u64) {
        self.send(message).unwrap();
    }
}
impl Send8 for SyncSender<u64> {
    fn send_one(&self, message: u64) {
        self.send(message).unwrap();
    }
}
impl Receive8 for Receiver<u64> {
    fn receive_one(&self) -> Option<u64> {
        self.recv().ok()
    }
}

fn arc_copy_drop() -> f64 {
    let owner = Arc::new(1i64);
    measure(1, || {
        let copy = Arc::clone(&owner);
        show(&copy);
    })
}

fn arc_contended() -> f64 {
    let owner = Arc::new(1i64);
    run_two(|| {
        let copy = Arc::clone(&owner);
        show(&copy);
    })
}

fn arc_upgrade() -> f64 {
    let owner = Arc::new(1i64);
    let weak = Arc::downgrade(&owner);
    measure(1, || {
        let upgraded = weak.upgrade();
        show(&upgraded);
    })
}

const ROWS: [Row; 9] = [
    ("arc_copy_drop", arc_copy_drop),
    ("arc_contended", arc_contended),
    ("arc_upgrade", arc_upgrade),
    ("mutex_alone", || add_alone(Mutex::new(0))),
    ("mutex_contended", || add_contended(Mutex::new(0))),
    ("channel_bounded_alone", || measure_alone(sync_channel(CAPACITY))),
    ("channel_bounded_1p1c", || {
        measure_channel(|| {
            let (sender, receiver) = sync_channel(CAPACITY);
            (vec![sender], vec![receiver])
        })
    }),
    ("channel_unbounded_alone", || measure_alone(channel())),
    ("channel_unbounded_1p1c", || {
        measure_channel(|| {
            let (sender, receiver) = channel();
            (vec![sender], vec![receiver])
        })
    }),
];

fn main() {
    serve(&ROWS);
}
