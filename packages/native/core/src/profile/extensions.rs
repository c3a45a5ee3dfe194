//! Files and bytes by suffix.

use rustc_hash::FxHashMap;

use super::state::ExtensionSums;

/// Files and bytes by suffix as it is written in names. Neighbours often share theirs: the last one is found at once.
#[derive(Debug, Default)]
pub struct Extensions {
    places: FxHashMap<Box<[u8]>, usize>,
    sums: Vec<ExtensionSums>,
    last: Vec<u8>,
    last_place: usize,
}

impl Extensions {
    /// The sums of a suffix.
    #[inline]
    pub fn of(&mut self, suffix: &[u8]) -> &mut ExtensionSums {
        if self.last_place >= self.sums.len() || suffix != self.last {
            self.look_up(suffix);
        }
        &mut self.sums[self.last_place]
    }

    fn look_up(&mut self, suffix: &[u8]) {
        self.last_place = match self.places.get(suffix) {
            Some(&place) => place,
            None => {
                self.sums.push(ExtensionSums::default());
                self.places.insert(suffix.into(), self.sums.len() - 1);
                self.sums.len() - 1
            }
        };
        self.last.clear();
        self.last.extend_from_slice(suffix);
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
