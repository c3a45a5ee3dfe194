//! What one worker has counted. Nothing in it is shared, and nothing is allocated for an entry that is like others.

use std::cmp::Ordering;

use super::extensions::Extensions;
use super::month_histogram::MonthHistogram;
use super::ranking::Ranking;
use super::size_histogram::SizeHistogram;
use super::state::{LocatedError, LocatedFile, NameRef, Node, Operation, Place, Totals};
use crate::disk::{Errno, Stat};
use crate::request::{EntryType, HardLinks, Request};
use crate::walk::{Ended, Entering, Folder, Found, Sink, Where, base_name, suffix_of};

/// A directory among those of all workers: the worker's number in the upper half, its place in the lower.
pub type NodeKey = u64;

/// The parent of a root.
pub const NO_KEY: NodeKey = NodeKey::MAX;

/// What lies directly in one directory, as far as this worker has seen it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Here {
    pub files: u64,
    pub symlinks: u64,
    pub others: u64,
    pub apparent_bytes: u128,
    pub allocated_bytes: u64,
    pub counted: bool,
    pub listed: bool,
    pub empty: bool,
    pub own_bytes: u64,
}

/// One name of an object that may have several.
#[derive(Clone, Copy, Debug)]
pub struct MetLink {
    pub dev: u64,
    pub ino: u64,
    pub node: NodeKey,
    pub name: Option<NameRef>,
    pub kind: EntryType,
    pub apparent_bytes: u64,
    pub allocated_bytes: u64,
    pub mtime_ms: i64,
    pub ignored: bool,
}

/// What one worker has counted.
#[derive(Debug)]
pub struct Tally {
    worker: u64,
    sizes_wanted: bool,
    once: bool,
    follow: bool,
    /// Directories that this worker has met first.
    pub(super) nodes: Vec<Node>,
    /// The directories that hold them.
    pub(super) parents: Vec<NodeKey>,
    pub(super) names: Vec<u8>,
    /// More of what lies in directories that are elsewhere.
    pub(super) additions: Vec<(NodeKey, Here)>,
    /// The directory whose entries come, and what came of it since.
    at: NodeKey,
    here: Here,
    /// Its path, once that was needed.
    path: Vec<u8>,
    path_is_known: bool,
    /// None where a root could not be looked at.
    pub(super) roots: Vec<(u32, NodeKey, Option<EntryType>)>,
    pub(super) extensions: Extensions,
    pub(super) sizes: SizeHistogram,
    pub(super) months: MonthHistogram,
    pub(super) links: Vec<MetLink>,
    pub(super) link_names: Vec<u8>,
    top: usize,
    pub(super) largest_files: Ranking<LocatedFile>,
    pub(super) newest: Option<LocatedFile>,
    pub(super) oldest: Option<LocatedFile>,
    pub(super) errors: Vec<LocatedError>,
    pub(super) ignored: Totals,
}

/// A file on its way into the rankings; what its name is beside the directory is made only when it gets there.
struct Candidate<'a> {
    folder: Option<&'a Folder>,
    root: u32,
    name: &'a [u8],
    apparent_bytes: u64,
    allocated_bytes: u64,
    mtime_ms: i64,
}

impl Tally {
    /// The tally of the worker of that number.
    pub fn new(worker: usize, request: &Request) -> Self {
        Self {
            worker: worker as u64,
            sizes_wanted: request.sizes,
            once: request.hard_links == HardLinks::Once,
            follow: request.follow,
            nodes: Vec::new(),
            parents: Vec::new(),
            names: Vec::new(),
            additions: Vec::new(),
            at: NO_KEY,
            here: Here::default(),
            path: Vec::new(),
            path_is_known: false,
            roots: Vec::new(),
            extensions: Extensions::default(),
            sizes: SizeHistogram::default(),
            months: MonthHistogram::default(),
            links: Vec::new(),
            link_names: Vec::new(),
            top: request.top,
            largest_files: Ranking::new(request.top),
            newest: None,
            oldest: None,
            errors: Vec::new(),
            ignored: Totals::default(),
        }
    }

    fn add_node(&mut self, parent: NodeKey, depth: u32, name: &[u8]) -> NodeKey {
        let place = self.nodes.len() as u64;
        let start = self.names.len() as u64;
        self.names.extend_from_slice(name);
        self.nodes.push(Node {
            parent: 0,
            depth,
            name: NameRef { start, length: name.len() as u16 },
            counted: false,
            listed: false,
            empty: false,
            files: 0,
            symlinks: 0,
            others: 0,
            own_bytes: 0,
            allocated_bytes: 0,
            apparent_bytes: 0,
        });
        self.parents.push(parent);
        self.worker << 32 | place
    }

    /// Turns to another directory; what came of the last one is put where it belongs.
    fn turn_to(&mut self, key: NodeKey) {
        if self.at == key {
            return;
        }
        self.settle();
        self.at = key;
        self.path_is_known = false;
    }

    /// Puts what was counted where it belongs.
    pub(super) fn settle(&mut self) {
        let here = std::mem::take(&mut self.here);
        let key = std::mem::replace(&mut self.at, NO_KEY);
        if key == NO_KEY {
            return;
        }
        if key >> 32 == self.worker {
            add_to_node(&mut self.nodes[(key & 0xffff_ffff) as usize], &here);
        } else {
            self.additions.push((key, here));
        }
    }

    fn count_ignored(&mut self, kind: EntryType, apparent_bytes: u64, allocated_bytes: u64) {
        let count = match kind {
            EntryType::File => &mut self.ignored.files,
            EntryType::Directory => &mut self.ignored.directories,
            EntryType::Symlink => &mut self.ignored.symlinks,
            EntryType::Other => &mut self.ignored.others,
        };
        *count += 1;
        self.ignored.apparent_bytes += u128::from(apparent_bytes);
        self.ignored.allocated_bytes += allocated_bytes;
    }

    /// Counts something that is no directory. `folder` is missing where it is a root.
    #[inline]
    fn count(&mut self, folder: Option<&Folder>, root: u32, found: &Found<'_>) {
        let stat = if self.sizes_wanted { found.stat } else { None };
        let identified = stat.is_some_and(|stat| self.follow || stat.nlink > 1);
        let shared = identified && self.once;
        let allocated_bytes = stat.map_or(0, Stat::allocated);
        let size = if found.kind == EntryType::File { stat.map_or(0, |stat| stat.size) } else { 0 };
        if !shared {
            self.here.allocated_bytes += allocated_bytes;
        }
        match found.kind {
            EntryType::File => {
                self.here.files += 1;
                let suffix = if folder.is_some() { suffix_of(found.name) } else { suffix_of(base_name(found.name)) };
                let sums = self.extensions.of(suffix);
                sums.files += 1;
                if !shared {
                    self.here.apparent_bytes += u128::from(size);
                    sums.apparent_bytes += u128::from(size);
                    sums.allocated_bytes += allocated_bytes;
                }
                if let Some(stat) = stat {
                    let mtime_ms = stat.mtime_ms.floor() as i64;
                    let bytes = if shared { 0 } else { size };
                    self.sizes.add(size, bytes);
                    self.months.add(mtime_ms, 1, bytes);
                    let candidate =
                        Candidate { folder, root, name: found.name, apparent_bytes: size, allocated_bytes, mtime_ms };
                    self.rank(&candidate, shared);
                }
            }
            EntryType::Symlink => self.here.symlinks += 1,
            EntryType::Other | EntryType::Directory => self.here.others += 1,
        }
        if found.ignored {
            let (apparent, allocated) = if shared { (0, 0) } else { (size, allocated_bytes) };
            self.count_ignored(found.kind, apparent, allocated);
        }
        if identified && let Some(stat) = stat {
            self.add_link(folder, found, stat, size);
        }
    }

    fn add_link(&mut self, folder: Option<&Folder>, found: &Found<'_>, stat: &Stat, size: u64) {
        let name = folder.map(|_| {
            let start = self.link_names.len() as u64;
            self.link_names.extend_from_slice(found.name);
            NameRef { start, length: found.name.len() as u16 }
        });
        self.links.push(MetLink {
            dev: stat.dev,
            ino: stat.ino,
            node: self.at,
            name,
            kind: found.kind,
            apparent_bytes: size,
            allocated_bytes: stat.allocated(),
            mtime_ms: stat.mtime_ms.floor() as i64,
            ignored: found.ignored,
        });
    }

    #[inline]
    fn rank(&mut self, file: &Candidate<'_>, shared: bool) {
        if !shared {
            let small = self.top == 0
                || self.largest_files.worst().is_some_and(|worst| file.apparent_bytes < worst.apparent_bytes);
            if small {
                self.largest_files.skip(1);
            } else {
                self.rank_by_size(file);
            }
        }
        let between = matches!((&self.newest, &self.oldest), (Some(newest), Some(oldest))
            if file.mtime_ms < newest.mtime_ms && file.mtime_ms > oldest.mtime_ms);
        if !between {
            self.note_age(file);
        }
    }

    fn rank_by_size(&mut self, file: &Candidate<'_>) {
        self.know_path(file);
        let loses = self.largest_files.worst().is_some_and(|worst| {
            file.apparent_bytes == worst.apparent_bytes && self.compare_place(file, &worst.at) != Ordering::Less
        });
        if loses {
            self.largest_files.skip(1);
        } else {
            let file = self.locate(file);
            self.largest_files.offer(file);
        }
    }

    fn note_age(&mut self, file: &Candidate<'_>) {
        self.know_path(file);
        let is_newest = self.newest.as_ref().is_none_or(|newest| {
            file.mtime_ms > newest.mtime_ms
                || (file.mtime_ms == newest.mtime_ms && self.compare_place(file, &newest.at) == Ordering::Less)
        });
        if is_newest {
            self.newest = Some(self.locate(file));
        }
        let is_oldest = self.oldest.as_ref().is_none_or(|oldest| {
            file.mtime_ms < oldest.mtime_ms
                || (file.mtime_ms == oldest.mtime_ms && self.compare_place(file, &oldest.at) == Ordering::Less)
        });
        if is_oldest {
            self.oldest = Some(self.locate(file));
        }
    }

    /// Makes the path of the directory that entries come from, once.
    fn know_path(&mut self, file: &Candidate<'_>) {
        if self.path_is_known {
            return;
        }
        match file.folder {
            Some(folder) => folder.write_path(&mut self.path),
            None => self.path.clear(),
        }
        self.path_is_known = true;
    }

    /// Compares a file's place to another without making its path. The directory's path must be known.
    fn compare_place(&self, file: &Candidate<'_>, other: &Place) -> Ordering {
        let by_root = file.root.cmp(&other.root);
        if by_root != Ordering::Equal {
            return by_root;
        }
        if file.folder.is_none() {
            return self.path.as_slice().cmp(&other.path);
        }
        let mut rest: &[u8] = &other.path;
        for part in [self.path.as_slice(), if self.path.is_empty() { b"" } else { b"/" }, file.name] {
            let length = part.len().min(rest.len());
            let order = part[..length].cmp(&rest[..length]);
            if order != Ordering::Equal {
                return order;
            }
            if length < part.len() {
                return Ordering::Greater;
            }
            rest = &rest[length..];
        }
        if rest.is_empty() { Ordering::Equal } else { Ordering::Less }
    }

    fn locate(&self, file: &Candidate<'_>) -> LocatedFile {
        let mut path = Vec::new();
        if file.folder.is_some() {
            path.reserve_exact(self.path.len() + 1 + file.name.len());
            path.extend_from_slice(&self.path);
            if !path.is_empty() {
                path.push(b'/');
            }
            path.extend_from_slice(file.name);
        }
        LocatedFile {
            at: Place { root: file.root, path: path.into_boxed_slice() },
            apparent_bytes: file.apparent_bytes,
            allocated_bytes: file.allocated_bytes,
            mtime_ms: file.mtime_ms,
        }
    }
}

/// Adds what was counted in a directory to it.
pub fn add_to_node(node: &mut Node, here: &Here) {
    node.counted |= here.counted;
    node.listed |= here.listed;
    node.empty |= here.empty;
    node.own_bytes += here.own_bytes;
    node.files += here.files;
    node.symlinks += here.symlinks;
    node.others += here.others;
    node.allocated_bytes += here.allocated_bytes;
    node.apparent_bytes += here.apparent_bytes;
}

impl Sink for Tally {
    const LOOKS_EARLY: bool = false;
    const KEEPS_TO_ITSELF: bool = true;

    fn root(&mut self, root: u32, name: &[u8], kind: EntryType, stat: Option<&Stat>, given: bool, opened: bool) -> u64 {
        let key = self.add_node(NO_KEY, 0, name);
        self.roots.push((root, key, Some(kind)));
        if opened || !given {
            return key;
        }
        self.turn_to(key);
        let found = Found { name, kind, stat, ignored: false };
        if kind == EntryType::Directory {
            self.here.counted = true;
            self.here.own_bytes += self.own_bytes(stat);
        } else {
            self.count(None, root, &found);
        }
        key
    }

    #[inline]
    fn give(&mut self, folder: &Folder, found: &Found<'_>) {
        self.turn_to(folder.key);
        self.count(Some(folder), folder.root, found);
    }

    fn folder(&mut self, folder: &Folder, found: &Found<'_>, given: bool, opened: bool) -> u64 {
        if opened {
            return 0;
        }
        let key = self.add_node(folder.key, folder.depth + 1, found.name);
        let own_bytes = self.own_bytes(found.stat);
        let node = &mut self.nodes[(key & 0xffff_ffff) as usize];
        node.counted = given;
        node.own_bytes = own_bytes;
        if found.ignored {
            self.count_ignored(EntryType::Directory, 0, own_bytes);
        }
        0
    }

    fn enter(&mut self, parent: Option<&Folder>, entering: &Entering<'_>) -> u64 {
        let own_bytes = if entering.given { self.own_bytes(entering.stat) } else { 0 };
        let key = match parent {
            None => entering.number,
            Some(parent) => self.add_node(parent.key, parent.depth + 1, entering.name),
        };
        self.turn_to(key);
        self.here.counted |= entering.given;
        self.here.own_bytes += own_bytes;
        if entering.ignored {
            self.count_ignored(EntryType::Directory, 0, own_bytes);
        }
        key
    }

    fn enter_slice(&mut self, folder: &Folder) {
        self.turn_to(folder.key);
    }

    fn leave(&mut self, folder: &Folder, ended: Ended) {
        self.turn_to(folder.key);
        if let Ended::Listed { empty, .. } = ended {
            self.here.listed = true;
            self.here.empty = empty;
        }
    }

    fn error(&mut self, at: Where<'_>, operation: Operation, code: Errno) {
        if let (Where::Root(root, name), Operation::Lstat) = (at, operation) {
            let key = self.add_node(NO_KEY, 0, name);
            self.roots.push((root, key, None));
        }
        self.errors.push(LocatedError { at: at.place(), operation, errno: code });
    }
}

impl Tally {
    fn own_bytes(&self, stat: Option<&Stat>) -> u64 {
        if self.sizes_wanted { stat.map_or(0, Stat::allocated) } else { 0 }
    }
}
