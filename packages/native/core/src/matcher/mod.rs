//! To be written.

/// Placeholder.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Program {}
