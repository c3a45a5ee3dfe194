//! Times.

/// Placeholder.
#[derive(Clone, Debug, Default)]
pub struct MonthHistogram {}
impl MonthHistogram {
    pub fn add(&mut self, _: i64, _: u64, _: u64) {}
    pub fn merge(&mut self, _: &Self) {}
}
