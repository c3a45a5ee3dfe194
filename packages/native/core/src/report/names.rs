//! The names of directories, and how many have each.

use std::borrow::Cow;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::first::first;
use super::rows::{Capped, DirectoryNameReport};

/// How many directories have each name.
pub struct Names<'a>(FxHashMap<&'a [u8], u64>);

impl<'a> Names<'a> {
    /// None yet, and room for so many.
    pub fn new(room: usize) -> Self {
        Self(FxHashMap::with_capacity_and_hasher(room, FxBuildHasher))
    }

    /// Counts a directory of a name.
    pub fn add(&mut self, name: &'a [u8]) {
        *self.0.entry(name).or_default() += 1;
    }

    /// The names that most directories have. Names that read alike are one.
    pub fn report(self, limit: usize) -> Capped<DirectoryNameReport> {
        let Self(names) = self;
        if names.keys().all(|name| std::str::from_utf8(name).is_ok()) {
            return most_frequent(names.into_iter(), limit);
        }
        let mut readable = FxHashMap::<Cow<'_, str>, u64>::default();
        for (name, count) in names {
            *readable.entry(String::from_utf8_lossy(name)).or_default() += count;
        }
        most_frequent(readable.iter().map(|(name, &count)| (name.as_bytes(), count)), limit)
    }
}

fn most_frequent<'a>(names: impl Iterator<Item = (&'a [u8], u64)>, limit: usize) -> Capped<DirectoryNameReport> {
    let ranking = first(limit, names, |(name, count), (other, others)| others.cmp(count).then_with(|| name.cmp(other)));
    ranking.rows(|(name, directories)| DirectoryNameReport {
        name: String::from_utf8_lossy(name).into_owned(),
        directories,
    })
}
