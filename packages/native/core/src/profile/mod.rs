//! What is counted while walking, and what becomes of it.

mod extensions;
mod merge;
pub mod month_histogram;
pub mod ranking;
mod run;
pub mod size_histogram;
pub mod state;
mod tally;

pub use run::{Answer, profile};
