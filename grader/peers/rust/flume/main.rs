// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

//! Lab 02's channels by flume.
#[path = "../channels.rs"]
mod channels;
#[path = "../measure.rs"]
mod measure;

use channels::{ends, measure_alone, measure_channel, Receive8, Send8, CAPACITY};
use flume::{bounded, unbounded, Receiver, Sender};

impl Send8 for Sender<u64> {
    fn send_one(&self, message: u64) {
        self.send(message).unwrap();
    }
}
impl Receive8 for Receiver<u64> {
    fn receive_one(&self) -> Option<u64> {
        self.recv().ok()
    }
}

const ROWS: [measure::Row; 6] = [
    ("channel_bounded_alone", || measure_alone(bounded(CAPACITY))),
    ("channel_bounded_1p1c", || measure_channel(|| ends(1, bounded(CAPACITY)))),
    ("channel_bounded_2p2c", || measure_channel(|| ends(2, bounded(CAPACITY)))),
    ("channel_unbounded_alone", || measure_alone(unbounded())),
    ("channel_unbounded_1p1c", || measure_channel(|| ends(1, unbounded()))),
    ("channel_unbounded_2p2c", || measure_channel(|| ends(2, unbounded()))),
];

fn main() {
    measure::serve(&ROWS);
}
