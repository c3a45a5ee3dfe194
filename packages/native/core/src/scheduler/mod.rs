//! Runs work that makes more work on as many threads as it is worth, each with a stack of its own.
//!
//! A worker takes no lock and writes no shared memory from item to item. Only when another has nothing to do does it
//! give half of its items away. See the README beside this file for the states, the transitions and why it ends.

#![forbid(unsafe_code)]

#[cfg(all(test, loom))]
mod model;
mod pool;
mod queue;
mod run;
mod trace;

pub use queue::Queue;
pub use run::{Options, Outcome, run};
pub use trace::Trace;
