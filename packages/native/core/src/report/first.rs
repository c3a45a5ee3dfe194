//! The first items of many.

use std::cmp::Ordering;

use super::rows::Capped;

/// The first items of a total order, sorted.
pub struct Firsts<T> {
    /// How many there were in all.
    pub count: u64,
    /// The first ones, at most as many as were asked for.
    pub items: Vec<T>,
}

impl<T> Firsts<T> {
    /// A row of the report for each item that was kept.
    pub fn rows<Row>(self, row: impl FnMut(T) -> Row) -> Capped<Row> {
        Capped::new(self.count, self.items.into_iter().map(row).collect())
    }
}

/// Finds the first items in the order of `compare`, in any sequence, however high the limit. Most of many items are
/// compared with the last of the first ones alone.
pub struct First<T, C> {
    limit: usize,
    compare: C,
    kept: Vec<T>,
    /// The last of the first ones, once there were many.
    worst: Option<T>,
    count: u64,
}

impl<T: Copy, C: Fn(&T, &T) -> Ordering> First<T, C> {
    /// None yet.
    pub fn new(limit: usize, compare: C) -> Self {
        Self { limit, compare, kept: Vec::new(), worst: None, count: 0 }
    }

    /// Counts an item, and keeps it if it may be one of the first.
    #[inline]
    pub fn offer(&mut self, item: T) {
        self.count += 1;
        if self.limit == 0 || self.worst.as_ref().is_some_and(|worst| (self.compare)(&item, worst).is_ge()) {
            return;
        }
        self.kept.push(item);
        if self.kept.len() == self.limit.saturating_mul(2).saturating_add(SPARE) {
            self.worst = Some(*self.kept.select_nth_unstable_by(self.limit - 1, &self.compare).1);
            self.kept.truncate(self.limit);
        }
    }

    /// The first items.
    pub fn finish(mut self) -> Firsts<T> {
        self.kept.sort_unstable_by(self.compare);
        self.kept.truncate(self.limit);
        Firsts { count: self.count, items: self.kept }
    }
}

/// The first of these items: see [`First`].
pub fn first<T: Copy>(limit: usize, items: impl Iterator<Item = T>, compare: impl Fn(&T, &T) -> Ordering) -> Firsts<T> {
    let mut first = First::new(limit, compare);
    for item in items {
        first.offer(item);
    }
    first.finish()
}

/// A little more room than twice the limit: low limits would be cut to over and over.
const SPARE: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_are_those_of_a_sort_whatever_the_limit() {
        let items: Vec<u32> = (0..1000_u32).map(|index| index.wrapping_mul(2_654_435_761) >> 22).collect();
        let mut sorted = items.clone();
        sorted.sort_unstable();
        for limit in [0, 1, 2, 10, 400, 1000, usize::MAX] {
            let first = first(limit, items.iter().copied(), u32::cmp);
            assert_eq!(first.count, 1000);
            assert_eq!(first.items, sorted[..limit.min(1000)]);
        }
    }
}
