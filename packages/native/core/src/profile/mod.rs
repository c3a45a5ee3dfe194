//! What is counted while walking, and what becomes of it.

pub mod month_histogram;
pub mod ranking;
pub mod size_histogram;
pub mod state;
