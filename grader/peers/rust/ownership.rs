// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

//! The Rust side of lab 01's bench: `ownership --list` names its rows, `ownership ROW` measures one
//! and prints nanoseconds of CPU time an operation. Built by `./grade bench 01` with `rustc -O` where
//! there is a rustc of at least 1.59; no crate is needed.
use std::arch::asm;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

const COUNT: usize = 1024;
const MEASURED_NS: i64 = 20_000_000;

#[repr(C)]
struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}
extern "C" {
    fn clock_gettime(clock: i32, time: *mut Timespec) -> i32;
}
const PROCESS_CPU_TIME: i32 = 2;

fn cpu_ns() -> i64 {
    let mut now = Timespec { seconds: 0, nanoseconds: 0 };
    unsafe { clock_gettime(PROCESS_CPU_TIME, &mut now) };
    now.seconds * 1_000_000_000 + now.nanoseconds
}

/// Calls `operation` often enough to be measured; it does `per_call` operations a call.
fn measure(per_call: usize, mut operation: impl FnMut()) -> f64 {
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

/// The compiler has to believe that the value, and whatever may be reached from it, was read and
/// changed here. What Google Benchmark's DoNotOptimize does on the other side: std's black_box, of
/// 1.66, sends even a number through memory.
#[inline(always)]
fn hide(mut value: i64) -> i64 {
    unsafe { asm!("/* {0} */", inout(reg) value, options(nostack, preserves_flags)) };
    value
}
#[inline(always)]
fn show<T>(value: &T) {
    unsafe { asm!("/* {0} */", in(reg) value as *const T, options(nostack, preserves_flags)) };
}
#[inline(always)]
fn clobber_memory() {
    unsafe { asm!("", options(nostack, preserves_flags)) };
}

/// A value on the heap, behind an address that the compiler does not know.
fn far_away<T>(value: T) -> &'static T {
    let mut address = Box::leak(Box::new(value)) as *const T;
    unsafe {
        asm!("/* {0} */", inout(reg) address, options(nostack, preserves_flags));
        &*address
    }
}

struct Link {
    value: i64,
    next: Option<Box<Link>>,
}
fn chain(length: usize) -> Link {
    let mut first = Link { value: 0, next: None };
    let mut last = &mut first;
    for i in 0..length {
        last = last.next.insert(Box::new(Link { value: i as i64, next: None }));
    }
    first
}
fn walk(first: &Link, length: usize) -> i64 {
    let mut sum = 0;
    let mut at = first;
    for _ in 0..length {
        match &at.next {
            Some(next) => at = next,
            None => break,
        }
        sum += at.value;
    }
    sum
}

#[inline(never)]
fn half(value: i64) -> Result<i64, i32> {
    if value % 2 != 0 { Err(1) } else { Ok(value / 2) }
}
#[inline(never)]
fn quarter(value: i64) -> Result<i64, i32> {
    half(half(value)?)
}

const ROWS: [&str; 12] = [
    "rc_copy_drop", "rc_deref", "weak_upgrade", "box_new_drop", "box_deref", "box_walk",
    "cell_update", "refcell_borrow", "refcell_borrow_mut", "refcell_borrow_held", "result_ok",
    "result_error",
];

fn run(row: &str) -> Option<f64> {
    match row {
        "rc_copy_drop" | "rc_deref" | "weak_upgrade" => run_rc(row),
        "box_new_drop" | "box_deref" | "box_walk" => run_box(row),
        "cell_update" | "refcell_borrow" | "refcell_borrow_mut" | "refcell_borrow_held" => {
            run_cell(row)
        }
        "result_ok" => Some(measure(1, || {
            hide(quarter(hide(12)).unwrap_or(0));
        })),
        "result_error" => Some(measure(1, || {
            hide(quarter(hide(6)).unwrap_or(0));
        })),
        _ => None,
    }
}

fn run_rc(row: &str) -> Option<f64> {
    let owner = Rc::new(1i64);
    let weak = Rc::downgrade(&owner);
    Some(match row {
        "rc_copy_drop" => measure(1, || {
            let copy = Rc::clone(&owner);
            show(&copy);
        }),
        "rc_deref" => measure(1, || {
            hide(*owner + 1);
        }),
        _ => measure(1, || {
            let upgraded = weak.upgrade();
            show(&upgraded);
        }),
    })
}

fn run_box(row: &str) -> Option<f64> {
    Some(match row {
        "box_new_drop" => measure(1, || {
            let made = Box::new(1i64);
            show(&made);
        }),
        "box_deref" => {
            let boxes: Vec<Box<i64>> = (0..COUNT as i64).map(Box::new).collect();
            measure(COUNT, || {
                hide(boxes.iter().map(|one| **one).sum::<i64>());
            })
        }
        _ => {
            let first = chain(COUNT);
            measure(COUNT, || {
                hide(walk(&first, COUNT));
            })
        }
    })
}

fn run_cell(row: &str) -> Option<f64> {
    let cell = far_away(Cell::new(1i64));
    let shared = far_away(RefCell::new(1i64));
    Some(match row {
        "cell_update" => measure(1, || {
            cell.set(cell.get() + 1);
            clobber_memory();
        }),
        "refcell_borrow" => {
            let cells: Vec<Box<RefCell<i64>>> =
                (0..COUNT as i64).map(|i| Box::new(RefCell::new(i))).collect();
            measure(COUNT, || {
                hide(cells.iter().map(|one| *one.borrow()).sum::<i64>());
            })
        }
        "refcell_borrow_mut" => measure(1, || {
            *shared.borrow_mut() += 1;
            clobber_memory();
        }),
        _ => measure(1, || {
            let mut guard = shared.borrow_mut();
            clobber_memory();
            *guard += 1;
            clobber_memory();
            drop(guard);
            clobber_memory();
        }),
    })
}

fn main() {
    let word = std::env::args().nth(1).unwrap_or_default();
    if word == "--list" {
        for row in ROWS {
            println!("{row}");
        }
        return;
    }
    match run(&word) {
        Some(ns) => println!("{ns:.4}"),
        None => std::process::exit(2),
    }
}
