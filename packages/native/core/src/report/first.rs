//! The first items of many.

use std::cmp::Ordering;

use super::rows::Capped;

/// The first items of a total order, sorted.
pub struct First<T> {
    /// How many there were in all.
    pub count: u64,
    /// The first ones, at most as many as were asked for.
    pub items: Vec<T>,
}

impl<T> First<T> {
    /// A row of the report for each item that was kept.
    pub fn rows<Row>(self, row: impl FnMut(T) -> Row) -> Capped<Row> {
        Capped::new(self.count, self.items.into_iter().map(row).collect())
    }
}

/// The first items in the order of `compare`, in any sequence, however high the limit. Most of many items are compared
/// with the last of the first ones alone.
pub fn first<T: Copy>(limit: usize, items: impl Iterator<Item = T>, compare: impl Fn(&T, &T) -> Ordering) -> First<T> {
    let room = limit.saturating_mul(2).saturating_add(SPARE);
    let mut kept = Vec::new();
    let mut count = 0;
    let mut worst = None;
    for item in items {
        count += 1;
        if limit == 0 || worst.as_ref().is_some_and(|worst| compare(&item, worst).is_ge()) {
            continue;
        }
        kept.push(item);
        if kept.len() == room {
            worst = Some(*kept.select_nth_unstable_by(limit - 1, &compare).1);
            kept.truncate(limit);
        }
    }
    kept.sort_unstable_by(compare);
    kept.truncate(limit);
    First { count, items: kept }
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
