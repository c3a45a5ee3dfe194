//! The first items of an order.

/// The first items of a total order, up to a limit, whatever the sequence they were offered in; and how many were
/// offered.
#[derive(Clone, Debug)]
pub struct Ranking<T> {
    limit: usize,
    /// Sorted, at most `limit` long.
    items: Vec<T>,
    count: u64,
}

impl<T: Ord> Ranking<T> {
    /// An empty ranking that keeps `limit` items.
    pub fn new(limit: usize) -> Self {
        Self { limit, items: Vec::new(), count: 0 }
    }

    /// How many items were offered.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The items kept, in order.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The last item kept, once the limit is reached: an item that would come after it need not be made.
    pub fn worst(&self) -> Option<&T> {
        if self.items.len() == self.limit { self.items.last() } else { None }
    }

    /// Counts items that are known not to be kept.
    pub fn skip(&mut self, times: u64) {
        self.count += times;
    }

    /// Counts an item and keeps it if it belongs to the first ones.
    pub fn offer(&mut self, item: T) {
        self.count += 1;
        if self.limit == 0 || self.worst().is_some_and(|worst| item >= *worst) {
            return;
        }
        let position = self.items.partition_point(|other| *other < item);
        self.items.insert(position, item);
        self.items.truncate(self.limit);
    }

    /// Adds all of another ranking.
    pub fn merge(&mut self, other: Self) {
        let kept = other.items.len() as u64;
        self.skip(other.count - kept);
        for item in other.items {
            self.offer(item);
        }
    }
}
