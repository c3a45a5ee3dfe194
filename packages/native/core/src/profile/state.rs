//! All that a profile holds once every worker has come to its end and what they counted is one.

use std::cmp::Ordering;
use std::ops::AddAssign;

use rustc_hash::FxHashMap;

use super::month_histogram::MonthHistogram;
use super::ranking::Ranking;
use super::size_histogram::SizeHistogram;
use crate::request::{EntryType, HardLinks};

/// The place of a directory in [`State::nodes`].
pub type NodeId = u32;

/// The parent of a root.
pub const NO_NODE: NodeId = NodeId::MAX;

/// Where a name lies in a blob of names.
#[derive(Clone, Copy, Debug)]
pub struct NameRef {
    /// Its first byte.
    pub start: u64,
    /// How many bytes it has.
    pub length: u16,
}

/// One directory: what lies directly in it. Subtree totals are made from these at the end.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// The directory that holds it; [`NO_NODE`] for a root. Not always before it in the list.
    pub parent: NodeId,
    /// 0 for a root.
    pub depth: u32,
    /// The last part of its path in [`State::names`], as bytes; for a root the root as it was given.
    pub name: NameRef,
    /// Whether the directory itself was counted: one that a filter leaves out still holds what is below it.
    pub counted: bool,
    /// Whether all it holds was seen.
    pub listed: bool,
    /// Whether its listing yielded nothing at all.
    pub empty: bool,
    /// Regular files directly in it.
    pub files: u64,
    /// Symbolic links directly in it.
    pub symlinks: u64,
    /// Others directly in it.
    pub others: u64,
    /// Its own allocated bytes.
    pub own_bytes: u64,
    /// Of what lies directly in it, directories aside.
    pub allocated_bytes: u64,
    /// The sum of the sizes of regular files directly in it: sparse files can sum up beyond 64 bits.
    pub apparent_bytes: u128,
}

/// A root.
#[derive(Clone, Debug)]
pub struct Root {
    /// The directory that stands for it, even where it is something else: then it alone counts in it.
    pub node: NodeId,
    /// None where it could not be looked at.
    pub kind: Option<EntryType>,
}

/// A place, ordered as reports order places: by root, then by path, both by their bytes.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    /// Its root, as a place in [`State::roots`], which are in the order of their names.
    pub root: u32,
    /// The path from the root; empty for the root itself.
    pub path: Box<[u8]>,
}

/// A regular file as the rankings keep it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LocatedFile {
    /// Where it is.
    pub at: Place,
    /// Its size.
    pub apparent_bytes: u64,
    /// What it takes.
    pub allocated_bytes: u64,
    /// Last modification in whole milliseconds since 1970, rounded down.
    pub mtime_ms: i64,
}

impl Ord for LocatedFile {
    /// The largest first, then by place.
    fn cmp(&self, other: &Self) -> Ordering {
        other.apparent_bytes.cmp(&self.apparent_bytes).then_with(|| self.at.cmp(&other.at))
    }
}

impl PartialOrd for LocatedFile {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What was being done when it failed.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// Looking through a link that leads to a directory holding it, or through too many links.
    Follow,
    /// Looking at a name.
    Lstat,
    /// Listing a directory.
    Readdir,
    /// Looking through a link.
    Stat,
}

/// The number of an error that is no system's: a followed link leads to a directory that holds it.
pub const LEADS_TO_ITS_HOLDER: i32 = -1;

/// Something that could not be read.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct LocatedError {
    /// Where it happened.
    pub at: Place,
    /// What was being done.
    pub operation: Operation,
    /// The system's number, or [`LEADS_TO_ITS_HOLDER`].
    pub errno: i32,
}

/// One name of an object that may have several.
#[derive(Clone, Copy, Debug)]
pub struct LinkRecord {
    /// The device that holds the object.
    pub dev: u64,
    /// Its inode.
    pub ino: u64,
    /// The directory that holds this name, or the root itself.
    pub node: NodeId,
    /// The name in [`State::link_names`]; none where the object is a root.
    pub name: Option<NameRef>,
    /// What it is; never a directory.
    pub kind: EntryType,
    /// 0 for all but files.
    pub apparent_bytes: u64,
    /// What it takes.
    pub allocated_bytes: u64,
    /// As [`LocatedFile::mtime_ms`].
    pub mtime_ms: i64,
    /// Whether ignore rules that are only asked would leave this name out.
    pub ignored: bool,
}

/// Files and bytes of one suffix.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExtensionSums {
    /// Files with it.
    pub files: u64,
    /// Their size.
    pub apparent_bytes: u128,
    /// What they take.
    pub allocated_bytes: u64,
}

/// How many entries there are and how large they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Totals {
    /// Regular files.
    pub files: u64,
    /// Directories.
    pub directories: u64,
    /// Symbolic links.
    pub symlinks: u64,
    /// Others.
    pub others: u64,
    /// Of regular files.
    pub apparent_bytes: u128,
    /// Of every entry.
    pub allocated_bytes: u64,
}

impl AddAssign for Totals {
    fn add_assign(&mut self, part: Self) {
        self.files += part.files;
        self.directories += part.directories;
        self.symlinks += part.symlinks;
        self.others += part.others;
        self.apparent_bytes += part.apparent_bytes;
        self.allocated_bytes += part.allocated_bytes;
    }
}

/// Why a walk ended before its end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Interrupted {
    /// The time was up.
    TimedOut,
    /// Someone asked.
    Cancelled,
}

/// How much of it the report shows: see [`crate::request::Request`].
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// How hard links count.
    pub hard_links: HardLinks,
    /// Rows of each ranking.
    pub top: usize,
    /// Rows of each list.
    pub list_limit: usize,
    /// None: no limit.
    pub tree_depth: Option<u32>,
    /// Of the root's allocated bytes.
    pub tree_share: f64,
}

/// All that a profile holds. Bytes of objects with several names are in `links` alone, unless each name counts.
#[derive(Debug)]
pub struct State {
    /// What to keep.
    pub keep: Keep,
    /// Every directory, in no order.
    pub nodes: Vec<Node>,
    /// Their names.
    pub names: Vec<u8>,
    /// In the byte order of their names, which are distinct.
    pub roots: Vec<Root>,
    /// By suffix as it is written in names, with its dot; empty for names without one. Suffixes that differ in case
    /// only, or that read alike where they are no UTF-8, are one extension.
    pub extensions: FxHashMap<Box<[u8]>, ExtensionSums>,
    /// Sizes of files.
    pub sizes: SizeHistogram,
    /// Times of files.
    pub months: MonthHistogram,
    /// Names of objects that may have several, in no order.
    pub links: Vec<LinkRecord>,
    /// Their names.
    pub link_names: Vec<u8>,
    /// The largest files, as far as they have one name.
    pub largest_files: Ranking<LocatedFile>,
    /// What could not be read, in no order.
    pub errors: Vec<LocatedError>,
    /// The file with the latest time; of several the one with the smallest place.
    pub newest: Option<LocatedFile>,
    /// The file with the earliest time; of several the one with the smallest place.
    pub oldest: Option<LocatedFile>,
    /// Why it ended early.
    pub interrupted: Option<Interrupted>,
    /// What ignore rules would leave out; none where nobody asked.
    pub ignored: Option<Totals>,
}
