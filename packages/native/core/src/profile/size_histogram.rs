//! Sizes.

/// Placeholder.
#[derive(Clone, Debug, Default)]
pub struct SizeHistogram {}
