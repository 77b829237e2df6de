// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

//! Lab 01 by Rust's standard library alone. Built by `./grade bench 01` with `rustc -O` where there
//! is a rustc of at least 1.63; no crate is needed.
mod measure;

use measure::{clobber_memory, far_away, hide, measure, show};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

const COUNT: usize = 1024;

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
