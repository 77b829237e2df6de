// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

//! The same load for every channel, and the same as in labs/02-concurrency/bench/workload.hpp: the
//! numbers below MESSAGES, each sent once; senders and receivers on different processors, and the
//! receivers go on until the channel is disconnected. Their sum is checked.
#![allow(dead_code)] // a channel of std has one receiver

use super::measure::{average, hide, measure, stay_on, wall_time};
use std::thread;

pub const CAPACITY: usize = 1024;
const MESSAGES: u64 = 1_000_000; // a pass
const PASSES: u32 = 3;

pub trait Send8: Send + 'static {
    fn send_one(&self, message: u64);
}
pub trait Receive8: Send + 'static {
    fn receive_one(&self) -> Option<u64>;
}

/// Senders stand on even places of the list of processors, receivers on odd ones.
fn exchange<S: Send8, R: Receive8>(senders: Vec<S>, receivers: Vec<R>, messages: u64) {
    let share = messages / senders.len() as u64;
    let mut receiving = Vec::new();
    for (i, sender) in senders.into_iter().enumerate() {
        let first = i as u64 * share;
        thread::spawn(move || {
            stay_on(2 * i);
            for message in first..first + share {
                sender.send_one(message);
            }
        });
    }
    for (i, receiver) in receivers.into_iter().enumerate() {
        receiving.push(thread::spawn(move || {
            stay_on(2 * i + 1);
            let mut sum = 0;
            while let Some(message) = receiver.receive_one() {
                sum += message;
            }
            sum
        }));
    }
    let sum: u64 = receiving.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(sum, messages * (messages - 1) / 2, "messages were lost");
}

/// Nanoseconds a message. `make` makes a channel with all its ends.
pub fn measure_channel<S: Send8, R: Receive8>(make: impl Fn() -> (Vec<S>, Vec<R>)) -> f64 {
    let (senders, receivers) = make();
    exchange(senders, receivers, MESSAGES / 10); // warms up
    average(PASSES, MESSAGES, || {
        wall_time(|| {
            let (senders, receivers) = make();
            exchange(senders, receivers, MESSAGES);
        })
    })
}

/// One thread sends and receives in turn: what the operations themselves cost.
pub fn measure_alone<S: Send8, R: Receive8>((sender, receiver): (S, R)) -> f64 {
    measure(1, || {
        sender.send_one(1);
        hide(receiver.receive_one().unwrap_or(0) as i64);
    })
}

/// `count` ends of each side, of a channel both of whose ends can be cloned.
pub fn ends<S: Clone, R: Clone>(count: usize, (sender, receiver): (S, R)) -> (Vec<S>, Vec<R>) {
    (vec![sender; count], vec![receiver; count])
}
