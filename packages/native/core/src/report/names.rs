//! The names that most directories have.

use std::borrow::Cow;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::directories::slice;
use super::first::first;
use super::rows::{Capped, DirectoryNameReport};
use crate::profile::state::Node;

/// The names that most directories have which were counted, roots left out. Names that read alike are one.
pub fn directory_names(nodes: &[Node], names: &[u8], limit: usize) -> Capped<DirectoryNameReport> {
    let mut counts = FxHashMap::<&[u8], u64>::with_capacity_and_hasher(nodes.len() / 2, FxBuildHasher);
    for node in nodes.iter().filter(|node| node.counted && node.depth > 0) {
        *counts.entry(slice(names, node.name)).or_default() += 1;
    }
    if counts.keys().all(|name| std::str::from_utf8(name).is_ok()) {
        return most_frequent(counts.into_iter(), limit);
    }
    let mut readable = FxHashMap::<Cow<'_, str>, u64>::default();
    for (name, count) in counts {
        *readable.entry(String::from_utf8_lossy(name)).or_default() += count;
    }
    most_frequent(readable.iter().map(|(name, &count)| (name.as_bytes(), count)), limit)
}

fn most_frequent<'a>(names: impl Iterator<Item = (&'a [u8], u64)>, limit: usize) -> Capped<DirectoryNameReport> {
    let ranking = first(limit, names, |(name, count), (other, others)| others.cmp(count).then_with(|| name.cmp(other)));
    ranking.rows(|(name, directories)| DirectoryNameReport {
        name: String::from_utf8_lossy(name).into_owned(),
        directories,
    })
}
