use std::time::Duration;

/// What one worker did in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Items worked.
    pub items: u64,
    /// Times it took items from the pool; the first worker's seeds count as one.
    pub steals: u64,
    /// Times it gave items to the pool.
    pub shares: u64,
    /// Time spent waiting for items, the last wait for the end included.
    pub idle: Duration,
}
