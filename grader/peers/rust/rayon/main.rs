// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

//! Lab 02's join, reduce and sort by rayon: the loads of labs/02-concurrency/bench/pool.cpp.
#[path = "../measure.rs"]
mod measure;

use measure::{average, hide, serve, stay_on_two, wall_time, Row};
use rayon::prelude::*;
use rayon::{join, ThreadPool, ThreadPoolBuilder};
use std::time::Duration;

/// Two workers on the first two processors.
fn pool_of_two() -> ThreadPool {
    stay_on_two();
    ThreadPoolBuilder::new().num_threads(2).build().unwrap()
}

const FIB_OF: u32 = 32;
const FIB: u64 = 2_178_309;
const FIB_JOINS: u64 = 3_524_577;

fn fib(n: u32) -> u64 {
    if n < 2 {
        return u64::from(n);
    }
    let (a, b) = join(|| fib(n - 1), || fib(n - 2));
    a + b
}

fn join_fib() -> f64 {
    let pool = pool_of_two();
    let pass = || wall_time(|| assert_eq!(pool.install(|| fib(hide(FIB_OF.into()) as u32)), FIB));
    pass();
    average(3, FIB_JOINS, pass)
}

/// Marsaglia's xorshift64.
fn random_numbers(count: usize) -> Vec<u64> {
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    (0..count).map(|_| next()).collect()
}

const SORTED: usize = 8_000_000;

fn sort() -> f64 {
    let pool = pool_of_two();
    let numbers = random_numbers(SORTED);
    average(1, SORTED as u64, || {
        let mut items = numbers.clone();
        let took = wall_time(|| pool.install(|| items.par_sort_unstable()));
        assert!(items.windows(2).all(|pair| pair[0] <= pair[1]), "not sorted");
        took
    })
}

const SUMMED: usize = 16_000_000;
const MIXED: usize = 4_000_000;

/// Calls `sum`, which is to return `expected`, on the pool: once to warm up, and then measured.
fn reduce(count: usize, sum: impl Fn(&[u64]) -> u64 + Sync) -> f64 {
    let pool = pool_of_two();
    let numbers = random_numbers(count);
    let expected = sum(&numbers);
    let pass = || -> Duration {
        wall_time(|| assert_eq!(pool.install(|| sum(&numbers)), expected))
    };
    pass();
    average(20, count as u64, pass)
}

/// Eight rounds of arithmetic, so that memory is not what is waited for.
fn mix(mut x: u64) -> u64 {
    for _ in 0..8 {
        x = (x ^ (x >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    }
    x
}

fn add(a: u64, b: u64) -> u64 {
    a.wrapping_add(b)
}

const ROWS: [Row; 4] = [
    ("join_fib", join_fib),
    ("sort", sort),
    ("reduce_sum", || reduce(SUMMED, |all| all.par_iter().copied().reduce(|| 0, add))),
    ("reduce_mix", || reduce(MIXED, |all| all.par_iter().map(|x| mix(*x)).reduce(|| 0, add))),
];

fn main() {
    serve(&ROWS);
}
