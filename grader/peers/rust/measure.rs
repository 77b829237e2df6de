// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

//! What the Rust sides of benches share: clocks, loops, and values that the compiler can't see
//! through.
//!
//! A side is a program: `PROGRAM --list` names its rows, one a line, and `PROGRAM ROW` prints
//! nanoseconds an operation. Rows of one thread are measured in CPU time, those of several in wall
//! time, as their C++ neighbours are. It rests on nothing but Rust's standard library.
#![allow(dead_code)] // no side needs all of it

use std::arch::asm;
use std::time::{Duration, Instant};

const MEASURED_NS: i64 = 20_000_000;

#[repr(C)]
struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}
extern "C" {
    fn clock_gettime(clock: i32, time: *mut Timespec) -> i32;
    fn sched_setaffinity(process: i32, size: usize, mask: *const u64) -> i32;
}
const PROCESS_CPU_TIME: i32 = 2;

fn cpu_ns() -> i64 {
    let mut now = Timespec { seconds: 0, nanoseconds: 0 };
    unsafe { clock_gettime(PROCESS_CPU_TIME, &mut now) };
    now.seconds * 1_000_000_000 + now.nanoseconds
}

/// Calls `operation` often enough to be measured; it does `per_call` operations a call. CPU time.
pub fn measure(per_call: usize, mut operation: impl FnMut()) -> f64 {
    let mut calls = 1usize;
    loop {
        let start = cpu_ns();
        for _ in 0..calls {
            operation();
        }
        let took = cpu_ns() - start;
        if took >= MEASURED_NS {
            return took as f64 / (calls * per_call) as f64;
        }
        calls *= 2;
    }
}

/// The sum of what `passes` calls say that they took, by `items` operations a call.
pub fn average(passes: u32, items: u64, mut pass: impl FnMut() -> Duration) -> f64 {
    let took: Duration = (0..passes).map(|_| pass()).sum();
    took.as_nanos() as f64 / (u64::from(passes) * items) as f64
}

pub fn wall_time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// PATINA_PROCESSORS, "0,1", lists what the bench may use: neighbours in it are different cores.
fn processors() -> Vec<usize> {
    let list = std::env::var("PATINA_PROCESSORS").unwrap_or_default();
    list.split(',').filter_map(|number| number.parse().ok()).collect()
}

fn stay_on_these(numbers: &[usize]) {
    let mut mask = [0u64; 16];
    for number in numbers {
        mask[number / 64] |= 1 << (number % 64);
    }
    if !numbers.is_empty() {
        unsafe { sched_setaffinity(0, std::mem::size_of_val(&mask), mask.as_ptr()) };
    }
}

/// This thread runs on the processor of that place in the list from now on.
pub fn stay_on(place: usize) {
    let all = processors();
    if !all.is_empty() {
        stay_on_these(&[all[place % all.len()]]);
    }
}

/// This thread, and those that it starts, run on the first two processors from now on.
pub fn stay_on_two() {
    let all = processors();
    stay_on_these(&all[..all.len().min(2)]);
}

/// The compiler has to believe that the value, and whatever may be reached from it, was read and
/// changed here. What Google Benchmark's DoNotOptimize does on the other side: std's black_box, of
/// 1.66, sends even a number through memory.
#[inline(always)]
pub fn hide(mut value: i64) -> i64 {
    unsafe { asm!("/* {0} */", inout(reg) value, options(nostack, preserves_flags)) };
    value
}
#[inline(always)]
pub fn show<T>(value: &T) {
    unsafe { asm!("/* {0} */", in(reg) value as *const T, options(nostack, preserves_flags)) };
}
#[inline(always)]
pub fn clobber_memory() {
    unsafe { asm!("", options(nostack, preserves_flags)) };
}

/// A value on the heap, behind an address that the compiler does not know.
pub fn far_away<T>(value: T) -> &'static T {
    let mut address = Box::leak(Box::new(value)) as *const T;
    unsafe {
        asm!("/* {0} */", inout(reg) address, options(nostack, preserves_flags));
        &*address
    }
}

pub type Row = (&'static str, fn() -> f64);

/// What `main` does: lists the rows, or measures the one that is asked for.
pub fn serve(rows: &[Row]) {
    let word = std::env::args().nth(1).unwrap_or_default();
    if word == "--list" {
        for (name, _) in rows {
            println!("{name}");
        }
        return;
    }
    match rows.iter().find(|(name, _)| *name == word) {
        Some((_, row)) => println!("{:.4}", row()),
        None => std::process::exit(2),
    }
}
