//! Files and bytes by suffix.

use rustc_hash::FxHashMap;

use super::state::ExtensionSums;

/// How many suffixes are kept at hand. A tree has a few dozen that occur again and again, and two may want one place.
const AT_HAND: usize = 256;

/// Files and bytes by suffix as it is written in names. Short ones that were met are found without hashing their bytes.
#[derive(Debug)]
pub struct Extensions {
    places: FxHashMap<Box<[u8]>, usize>,
    sums: Vec<ExtensionSums>,
    at_hand: [AtHand; AT_HAND],
}

/// A suffix as a number, and where its sums are.
#[derive(Clone, Copy, Debug)]
struct AtHand {
    number: u64,
    place: usize,
}

impl Default for Extensions {
    fn default() -> Self {
        let nothing = AtHand { number: 0, place: usize::MAX };
        Self { places: FxHashMap::default(), sums: Vec::new(), at_hand: [nothing; AT_HAND] }
    }
}

impl Extensions {
    /// The sums of a suffix.
    #[inline]
    pub fn of(&mut self, suffix: &[u8]) -> &mut ExtensionSums {
        let place = if suffix.len() <= size_of::<u64>() { self.place_of_short(suffix) } else { self.place_of(suffix) };
        &mut self.sums[place]
    }

    #[inline]
    fn place_of_short(&mut self, suffix: &[u8]) -> usize {
        // NUL is in no name: no two suffixes are one number.
        let number = suffix.iter().fold(0, |number, &byte| number << 8 | u64::from(byte));
        let slot = (number.wrapping_mul(SPREAD) >> SHIFT) as usize;
        let known = self.at_hand[slot];
        if known.number == number && known.place < self.sums.len() {
            return known.place;
        }
        let place = self.place_of(suffix);
        self.at_hand[slot] = AtHand { number, place };
        place
    }

    #[cold]
    fn place_of(&mut self, suffix: &[u8]) -> usize {
        if let Some(&place) = self.places.get(suffix) {
            return place;
        }
        self.sums.push(ExtensionSums::default());
        self.places.insert(suffix.into(), self.sums.len() - 1);
        self.sums.len() - 1
    }

    /// Adds them to those of others.
    pub fn add_to(self, all: &mut FxHashMap<Box<[u8]>, ExtensionSums>) {
        for (suffix, place) in self.places {
            let own = self.sums[place];
            let sums = all.entry(suffix).or_default();
            sums.files += own.files;
            sums.apparent_bytes += own.apparent_bytes;
            sums.allocated_bytes += own.allocated_bytes;
        }
    }
}

/// Spreads numbers over the upper bits: 2 to the 64th divided by the golden ratio, as in Knuth's multiplicative hashing.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
/// As many of them as number the places at hand.
const SHIFT: u32 = u64::BITS - AT_HAND.ilog2();
