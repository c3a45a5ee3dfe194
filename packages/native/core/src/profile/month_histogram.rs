//! Times.

/// Placeholder.
#[derive(Clone, Debug, Default)]
pub struct MonthHistogram {}
