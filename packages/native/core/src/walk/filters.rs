//! Patterns that step along with a walk. One of these belongs to one worker; positions go from worker to worker.

use crate::request::Request;

/// Where a folder stands among the patterns.
#[derive(Clone, Debug, Default)]
pub struct Position {}

/// The patterns of a walk, ready to be asked by one worker.
#[derive(Debug)]
pub struct Filters {}

impl Filters {
    /// None where no pattern chooses.
    pub fn compile(_request: &Request) -> Option<Self> {
        None
    }
}
