//! Sizes.

/// Placeholder.
#[derive(Clone, Debug, Default)]
pub struct SizeHistogram {}
impl SizeHistogram {
    pub fn add(&mut self, _: u64, _: u64) {}
    pub fn merge(&mut self, _: &Self) {}
}
