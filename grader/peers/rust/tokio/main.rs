// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

//! Lab 02's executor by tokio's current-thread runtime: the loads of
//! labs/02-concurrency/bench/async.cpp.
#[path = "../measure.rs"]
mod measure;

use measure::{far_away, hide, measure, serve, Row};
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc::{channel, Receiver, Sender};

const BATCH: usize = 1_000;

fn runtime() -> Runtime {
    Builder::new_current_thread().build().unwrap()
}

fn spawn_join() -> f64 {
    let runtime = runtime();
    measure(BATCH, || {
        runtime.block_on(async {
            let handles: Vec<_> =
                (0..BATCH as i64).map(|i| tokio::spawn(async move { i })).collect();
            for handle in handles {
                hide(handle.await.unwrap());
            }
        })
    })
}

async fn yields() {
    for _ in 0..BATCH {
        tokio::task::yield_now().await;
    }
}

fn yield_now() -> f64 {
    let runtime = runtime();
    measure(2 * BATCH, || {
        runtime.block_on(async {
            let other = tokio::spawn(yields());
            tokio::spawn(yields()).await.unwrap();
            other.await.unwrap();
        })
    })
}

fn oneshot() -> f64 {
    let runtime = runtime();
    measure(BATCH, || {
        runtime.block_on(async {
            for i in 0..BATCH as i64 {
                let (sender, receiver) = tokio::sync::oneshot::channel();
                sender.send(i).unwrap();
                hide(receiver.await.unwrap());
            }
        })
    })
}

/// Room for one message between two tasks of one thread, without a lock: so what is measured is how
/// the runtime wakes and switches.
#[derive(Default)]
struct Slot {
    is_full: Cell<bool>,
    message: Cell<i64>,
    waiter: RefCell<Option<Waker>>,
}
// Both tasks run on the one thread of the runtime.
unsafe impl Sync for Slot {}

impl Slot {
    fn wait(&self, waker: &Waker) {
        let mut waiter = self.waiter.borrow_mut();
        if !waiter.as_ref().map_or(false, |one| one.will_wake(waker)) {
            *waiter = Some(waker.clone());
        }
    }
    fn change(&self, is_full: bool) {
        self.is_full.set(is_full);
        let waiter = self.waiter.borrow_mut().take();
        if let Some(waiter) = waiter {
            waiter.wake();
        }
    }
}

struct Put(&'static Slot, i64);
impl Future for Put {
    type Output = ();
    fn poll(self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        if self.0.is_full.get() {
            self.0.wait(context.waker());
            return Poll::Pending;
        }
        self.0.message.set(self.1);
        self.0.change(true);
        Poll::Ready(())
    }
}

struct Get(&'static Slot);
impl Future for Get {
    type Output = i64;
    fn poll(self: Pin<&mut Self>, context: &mut Context) -> Poll<i64> {
        if !self.0.is_full.get() {
            self.0.wait(context.waker());
            return Poll::Pending;
        }
        self.0.change(false);
        Poll::Ready(self.0.message.get())
    }
}

async fn asks(there: &'static Slot, back: &'static Slot) {
    for i in 0..BATCH as i64 {
        Put(there, i).await;
        hide(Get(back).await);
    }
}
async fn answers(there: &'static Slot, back: &'static Slot) {
    for _ in 0..BATCH {
        let message = Get(there).await;
        Put(back, message).await;
    }
}

async fn calls(there: Sender<i64>, mut back: Receiver<i64>) {
    for i in 0..BATCH as i64 {
        there.send(i).await.unwrap();
        hide(back.recv().await.unwrap());
    }
}
async fn echoes(mut there: Receiver<i64>, back: Sender<i64>) {
    for _ in 0..BATCH {
        let message = there.recv().await.unwrap();
        back.send(message).await.unwrap();
    }
}

fn ping_pong() -> f64 {
    let runtime = runtime();
    measure(2 * BATCH, || {
        runtime.block_on(async {
            let (there_sender, there) = channel(1);
            let (back_sender, back) = channel(1);
            let other = tokio::spawn(echoes(there, back_sender));
            tokio::spawn(calls(there_sender, back)).await.unwrap();
            other.await.unwrap();
        })
    })
}

fn slot() -> f64 {
    let runtime = runtime();
    let there = far_away(Slot::default());
    let back = far_away(Slot::default());
    measure(2 * BATCH, || {
        runtime.block_on(async {
            let other = tokio::spawn(answers(there, back));
            tokio::spawn(asks(there, back)).await.unwrap();
            other.await.unwrap();
        })
    })
}

const ROWS: [Row; 5] = [
    ("spawn_join", spawn_join),
    ("yield", yield_now),
    ("ping_pong", ping_pong),
    ("slot", slot),
    ("oneshot", oneshot),
];

fn main() {
    serve(&ROWS);
}
