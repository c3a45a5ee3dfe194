//! Symbols sorted into classes that no set of a program tells apart: the columns of an automaton's table.

use super::symbol::{Alphabet, DOT, SLASH};
use super::symbol_sets::SymbolSets;

/// The coarsest classes that respect every set, with the slash and the dot each on its own.
#[derive(Clone, Debug)]
pub(super) struct ClassMap {
    /// How many classes there are.
    pub(super) count: usize,
    /// The class of each symbol below 256.
    pub(super) low: [u16; 256],
    /// A symbol of each class.
    pub(super) samples: Vec<u32>,
    /// Intervals of symbols, as their first symbols in order.
    bounds: Vec<u32>,
    /// The class of each interval.
    classes: Vec<u16>,
}

/// More intervals than any program has that was written for people: two hundred times those of a class of POSIX.
const MAX_INTERVALS: usize = 60_000;
/// How often an interval may be looked at for some set: keeps the time to read a program within a second.
const MAX_VISITS: u64 = 1 << 27;

/// Every symbol at which some set begins or has just ended, in order, and nought.
#[derive(Clone, Debug)]
pub(super) struct Bounds(Vec<u32>);

impl Bounds {
    /// The bounds of all the sets, the slash and the dot.
    pub(super) fn of(sets: &SymbolSets, alphabet: Alphabet) -> Self {
        let mut bounds = vec![0];
        for range in with_own_classes(sets).flat_map(|set| set.chunks_exact(2)) {
            bounds.push(range[0]);
            if range[1] < alphabet.highest() {
                bounds.push(range[1] + 1);
            }
        }
        bounds.sort_unstable();
        bounds.dedup();
        Self(bounds)
    }

    /// Whether classes can be made of the intervals in reasonable time. Over bytes they always can.
    pub(super) fn are_few(&self, sets: &SymbolSets) -> bool {
        let visits: u64 = sets.iter().flat_map(|set| self.intervals(set)).map(|part| part.len() as u64).sum();
        self.0.len() <= 256 || (self.0.len() <= MAX_INTERVALS && visits <= MAX_VISITS)
    }

    fn interval_of(&self, symbol: u32) -> usize {
        self.0.partition_point(|&bound| bound <= symbol) - 1
    }

    /// The intervals that a set consists of.
    fn intervals<'a>(&'a self, set: &'a [u32]) -> impl Iterator<Item = std::ops::Range<usize>> + 'a {
        set.chunks_exact(2).map(|range| self.interval_of(range[0])..self.interval_of(range[1]) + 1)
    }
}

const OWN_CLASSES: [[u32; 2]; 2] = [[SLASH as u32; 2], [DOT as u32; 2]];

fn with_own_classes(sets: &SymbolSets) -> impl Iterator<Item = &[u32]> {
    sets.iter().chain(OWN_CLASSES.iter().map(<[u32; 2]>::as_slice))
}

impl ClassMap {
    /// Refines one class of all symbols by each set in turn. The bounds are those of the same sets, and are few.
    pub(super) fn new(sets: &SymbolSets, bounds: Bounds) -> Self {
        let mut classes = vec![0_usize; bounds.0.len()];
        let mut sizes = vec![bounds.0.len()];
        // For each class how many of its intervals the set holds, and the class these belong to from now on.
        let mut held = vec![0_usize];
        let mut renamed = vec![0_usize];
        let mut touched = Vec::new();
        for set in with_own_classes(sets) {
            for interval in bounds.intervals(set).flatten() {
                let class = classes[interval];
                if held[class] == 0 {
                    touched.push(class);
                }
                held[class] += 1;
            }
            for &class in &touched {
                renamed[class] = class;
                if held[class] < sizes[class] {
                    renamed[class] = sizes.len();
                    sizes.push(held[class]);
                    sizes[class] -= held[class];
                    held.push(0);
                    renamed.push(0);
                }
            }
            for interval in bounds.intervals(set).flatten() {
                classes[interval] = renamed[classes[interval]];
            }
            for class in touched.drain(..) {
                held[class] = 0;
            }
        }
        let mut samples = vec![0; sizes.len()];
        for (interval, &class) in classes.iter().enumerate() {
            samples[class] = bounds.0[interval];
        }
        let classes: Vec<u16> = classes.into_iter().map(|class| class as u16).collect();
        let low = std::array::from_fn(|symbol| classes[bounds.interval_of(symbol as u32)]);
        Self { count: sizes.len(), low, samples, bounds: bounds.0, classes }
    }

    /// The class of any symbol.
    pub(super) fn class_of(&self, symbol: u32) -> u16 {
        self.classes[self.bounds.partition_point(|&bound| bound <= symbol) - 1]
    }
}
