//! The sets of symbols that the edges of a program consume.

use super::symbol::Alphabet;

/// Sets as inclusive ranges `[low, high, low, high, …]`, sorted and apart, one set after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct SymbolSets {
    ranges: Vec<u32>,
    ends: Vec<usize>,
}

impl SymbolSets {
    /// Adds a set and gives its number.
    pub(super) fn push(&mut self, ranges: &[u32]) -> usize {
        self.ranges.extend_from_slice(ranges);
        self.ends.push(self.ranges.len());
        self.ends.len() - 1
    }

    /// How many sets there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The ranges of a set.
    pub(super) fn get(&self, id: usize) -> &[u32] {
        let begin = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.ranges[begin..self.ends[id]]
    }

    /// Whether a set holds a symbol.
    pub(super) fn contains(&self, id: usize, symbol: u32) -> bool {
        let ranges = self.get(id);
        // The first end that is not below the symbol is a high end exactly when a range holds it, or its own low end.
        let at = ranges.partition_point(|&end| end < symbol);
        at < ranges.len() && (at % 2 == 1 || ranges[at] == symbol)
    }

    /// All the sets.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.len()).map(|id| self.get(id))
    }
}

/// Whether ranges are sorted and apart and within the alphabet.
pub(super) fn is_symbol_set(ranges: &[u32], alphabet: Alphabet) -> bool {
    ranges.len() % 2 == 0
        && ranges.last().is_none_or(|&high| high <= alphabet.highest())
        && ranges.chunks_exact(2).all(|range| range[0] <= range[1])
        && ranges.windows(3).step_by(2).all(|ends| ends[1] < ends[2])
}
