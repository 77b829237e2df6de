// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

//! Lab 02's mutex by parking_lot.
#[path = "../locks.rs"]
mod locks;
#[path = "../measure.rs"]
mod measure;

use locks::{add_alone, add_contended, Add};
use parking_lot::Mutex;

impl Add for Mutex<i64> {
    fn add_one(&self) {
        *self.lock() += 1;
    }
}

const ROWS: [measure::Row; 2] = [
    ("mutex_alone", || add_alone(Mutex::new(0))),
    ("mutex_contended", || add_contended(Mutex::new(0))),
];

fn main() {
    measure::serve(&ROWS);
}
