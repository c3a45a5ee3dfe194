//! A walk whose entries go to the caller: packed batches, a structure of arrays each and one blob of names, from which
//! the caller makes what it needs. Or, where only paths are wanted, one blob of them.

use std::sync::atomic::{AtomicU32, Ordering};

use serde::Serialize;

use super::folder::Folder;
use super::sink::{Ended, Entering, Found, Sink, Where};
use super::trees::{Surroundings, walk_trees};
use crate::disk::{Errno, Stat};
use crate::profile::state::{Interrupted, Operation, Place};
use crate::request::{EntryType, Request};

/// A batch is handed on once its names take so many bytes.
const BATCH_BYTES: usize = 64 * 1024;

/// Where batches go.
pub trait Outlet: Sync {
    /// Takes a batch; waits while there is no room, and says whether it did.
    fn put(&self, batch: Vec<u8>) -> bool;
    /// Whether nobody wants any more.
    fn is_closed(&self) -> bool;
}

/// What of the entries is wanted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wanted {
    /// Everything.
    Entries,
    /// Only paths.
    Paths {
        /// The byte after each.
        end: u8,
    },
}

/// Walks over the roots of a request, each given the number of its place in it, plus one. The roots themselves are not
/// in the batches. Says why work was left undone.
pub fn walk(
    request: &Request,
    wanted: Wanted,
    surroundings: Surroundings<'_>,
    outlet: &impl Outlet,
) -> Option<Interrupted> {
    let roots: Vec<(u32, &str)> = (0..).zip(request.roots.iter().map(|root| root.path.as_str())).collect();
    let numbers = AtomicU32::new(roots.len() as u32 + 1);
    let walked = walk_trees(request, &roots, surroundings, |_| BatchSink {
        numbers: &numbers,
        outlet,
        wanted,
        stats: request.sizes,
        follow: request.follow,
        batch: Batch::default(),
        path: Vec::new(),
        at: 0,
        has_waited: false,
    });
    for mut sink in walked.sinks {
        sink.flush();
    }
    walked.interrupted
}

struct BatchSink<'o, O> {
    numbers: &'o AtomicU32,
    outlet: &'o O,
    wanted: Wanted,
    stats: bool,
    /// Links are looked through once all else was walked: a folder may have more to come until the very end.
    follow: bool,
    batch: Batch,
    /// What comes before a name in the folder whose entries come, where paths are wanted.
    path: Vec<u8>,
    /// That folder.
    at: u32,
    /// Whether there was no room for a batch.
    has_waited: bool,
}

/// What a batch holds until it is packed.
#[derive(Default)]
struct Batch {
    kinds: Vec<u8>,
    name_ends: Vec<u32>,
    numbers: Vec<u32>,
    modes: Vec<u32>,
    /// Sizes, blocks, times, links, devices, inodes.
    columns: [Vec<f64>; 6],
    /// Entries whose size, device or inode a double would round: their places and the three numbers.
    exact: Vec<(u32, [u64; 3])>,
    /// Folder, the end of its entries in this batch, and flags.
    runs: Vec<[u32; 3]>,
    names: Vec<u8>,
    errors: Vec<BatchError>,
    /// Entries, files and folders, where only paths are wanted.
    counts: [u32; 3],
}

#[derive(Serialize)]
struct BatchError {
    /// The folder; the root where `kind` is `root`.
    folder: u32,
    kind: &'static str,
    /// The number of a folder that could not be opened.
    number: u32,
    name: Vec<u8>,
    operation: Operation,
    errno: Errno,
}

/// Beyond this a double rounds.
const EXACT_MOST: u64 = 1 << 53;

impl<O: Outlet> BatchSink<'_, O> {
    /// Whether nothing more is to come of a folder that was listed, as a flag.
    fn done(&self, sliced: bool) -> u32 {
        if sliced || self.follow { 0 } else { DONE }
    }

    fn turn_to(&mut self, folder: &Folder) {
        let number = folder.key as u32;
        if self.at == number {
            return;
        }
        self.end_run(0);
        self.at = number;
        if self.wanted != Wanted::Entries {
            self.know_path(folder);
        }
    }

    /// What comes before the names in a folder: the root as it was given, and the path from there.
    fn know_path(&mut self, folder: &Folder) {
        let mut below = Vec::new();
        folder.write_path(&mut below);
        self.path.clear();
        self.path.extend_from_slice(folder.root_name().to_bytes());
        if self.path.last() != Some(&b'/') {
            self.path.push(b'/');
        }
        if !below.is_empty() {
            self.path.extend_from_slice(&below);
            self.path.push(b'/');
        }
    }

    /// Notes that what came since the last run lies in the folder we are at.
    fn end_run(&mut self, flags: u32) {
        let end = self.batch.kinds.len() as u32;
        let begin = self.batch.runs.last().map_or(0, |run| run[1]);
        if self.wanted == Wanted::Entries && self.at != 0 && (end > begin || flags != 0) {
            self.batch.runs.push([self.at, end, flags]);
        }
    }

    fn add(&mut self, found: &Found<'_>, number: u32, mark: u8) {
        let batch = &mut self.batch;
        if let Wanted::Paths { end } = self.wanted {
            batch.names.extend_from_slice(&self.path);
            batch.names.extend_from_slice(found.name);
            batch.names.push(end);
            batch.count(found.kind);
        } else {
            let place = batch.kinds.len() as u32;
            let ignored = if found.ignored { IGNORED } else { 0 };
            batch.kinds.push(found.kind as u8 | mark | ignored);
            batch.names.extend_from_slice(found.name);
            batch.name_ends.push(batch.names.len() as u32);
            batch.numbers.push(number);
            if self.stats {
                batch.add_stat(place, found.stat);
            }
        }
        if batch.names.len() >= BATCH_BYTES {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.end_run(0);
        let batch = std::mem::take(&mut self.batch);
        if batch.names.is_empty() && batch.errors.is_empty() && batch.runs.is_empty() {
            return;
        }
        let packed = match self.wanted {
            Wanted::Entries => batch.pack(),
            Wanted::Paths { .. } => batch.pack_paths(),
        };
        self.has_waited |= self.outlet.put(packed);
    }
}

impl Batch {
    fn add_stat(&mut self, place: u32, stat: Option<&Stat>) {
        let known = |value: fn(&Stat) -> u64| stat.map_or(0, value);
        let (size, dev, ino) = (known(|stat| stat.size), known(|stat| stat.dev), known(|stat| stat.ino));
        let values = [
            size as f64,
            known(|stat| stat.blocks) as f64,
            stat.map_or(0.0, |stat| stat.mtime_ms),
            known(|stat| stat.nlink) as f64,
            dev as f64,
            ino as f64,
        ];
        for (column, value) in self.columns.iter_mut().zip(values) {
            column.push(value);
        }
        self.modes.push(stat.map_or(0, |stat| stat.mode));
        if size >= EXACT_MOST || dev >= EXACT_MOST || ino >= EXACT_MOST {
            self.exact.push((place, [size, dev, ino]));
        }
    }

    /// Eight words of header; the columns of doubles, then the exact numbers, then columns of words, then bytes. Each part
    /// begins where the last one ends, and those of eight bytes come first, so that all are aligned.
    fn pack(self) -> Vec<u8> {
        let errors = self.pack_errors();
        let ascii = u32::from(self.names.is_ascii());
        let has_stat = u32::from(!self.modes.is_empty());
        let header = [
            self.kinds.len() as u32,
            self.runs.len() as u32,
            self.names.len() as u32,
            errors.len() as u32,
            ascii,
            has_stat,
            self.exact.len() as u32,
            0,
        ];
        let doubles = self.columns.iter().map(Vec::len).sum::<usize>() + self.exact.len() * 4;
        let words = header.len() + self.name_ends.len() * 2 + self.modes.len() + self.runs.len() * 3;
        let mut packed =
            Vec::with_capacity(doubles * 8 + words * 4 + self.kinds.len() + self.names.len() + errors.len());
        put_words(&mut packed, &header);
        for column in &self.columns {
            for value in column {
                packed.extend_from_slice(&value.to_le_bytes());
            }
        }
        for (place, values) in &self.exact {
            packed.extend_from_slice(&u64::from(*place).to_le_bytes());
            for value in values {
                packed.extend_from_slice(&value.to_le_bytes());
            }
        }
        put_words(&mut packed, &self.name_ends);
        put_words(&mut packed, &self.numbers);
        put_words(&mut packed, &self.modes);
        for run in &self.runs {
            put_words(&mut packed, run);
        }
        packed.extend_from_slice(&self.kinds);
        packed.extend_from_slice(&self.names);
        packed.extend_from_slice(&errors);
        packed
    }

    fn count(&mut self, kind: EntryType) {
        let [entries, files, folders] = &mut self.counts;
        *entries += 1;
        *files += u32::from(kind == EntryType::File);
        *folders += u32::from(kind == EntryType::Directory);
    }

    /// Six words of header, the paths with their end after each, the errors.
    fn pack_paths(self) -> Vec<u8> {
        let errors = self.pack_errors();
        let ascii = u32::from(self.names.is_ascii());
        let [entries, files, folders] = self.counts;
        let header = [self.names.len() as u32, errors.len() as u32, ascii, entries, files, folders];
        let mut packed = Vec::with_capacity(header.len() * 4 + self.names.len() + errors.len());
        put_words(&mut packed, &header);
        packed.extend_from_slice(&self.names);
        packed.extend_from_slice(&errors);
        packed
    }

    fn pack_errors(&self) -> Vec<u8> {
        if self.errors.is_empty() {
            return Vec::new();
        }
        serde_json::to_vec(&self.errors).unwrap_or_default()
    }
}

fn put_words(packed: &mut Vec<u8>, words: &[u32]) {
    for word in words {
        packed.extend_from_slice(&word.to_le_bytes());
    }
}

impl<O: Outlet> Sink for BatchSink<'_, O> {
    const LOOKS_EARLY: bool = true;
    const KEEPS_TO_ITSELF: bool = false;

    fn root(&mut self, root: u32, _: &[u8], _: EntryType, _: Option<&Stat>, _: bool, _: bool) -> u64 {
        u64::from(root) + 1
    }

    fn give(&mut self, folder: &Folder, found: &Found<'_>) {
        self.turn_to(folder);
        self.add(found, 0, 0);
    }

    fn folder(&mut self, folder: &Folder, found: &Found<'_>, given: bool, opened: bool) -> u64 {
        self.turn_to(folder);
        let number = if opened { self.numbers.fetch_add(1, Ordering::Relaxed) } else { 0 };
        if self.wanted == Wanted::Entries || given {
            // A folder that is opened but not given is needed as the parent of what is in it.
            self.add(found, number, if given { 0 } else { NOT_GIVEN });
        }
        u64::from(number)
    }

    fn enter(&mut self, _: Option<&Folder>, entering: &Entering<'_>) -> u64 {
        entering.number
    }

    fn enter_slice(&mut self, folder: &Folder) {
        self.turn_to(folder);
    }

    fn leave(&mut self, folder: &Folder, ended: Ended) {
        self.turn_to(folder);
        let flags = match ended {
            Ended::Slice => 0,
            Ended::Unlisted { sliced } => self.done(sliced),
            Ended::Listed { empty, sliced } => LISTED | if empty { EMPTY } else { 0 } | self.done(sliced),
        };
        self.end_run(flags);
        self.at = 0;
    }

    fn error(&mut self, at: Where<'_>, operation: Operation, code: Errno) {
        if self.wanted != Wanted::Entries {
            // Folders have no numbers there: the path says where it was.
            let Place { root, path } = at.place();
            let error = BatchError { folder: root, kind: "path", number: 0, name: path.into(), operation, errno: code };
            return self.batch.errors.push(error);
        }
        let (folder, kind, number, name) = match at {
            Where::Root(root, _) => (root, "root", 0, &[][..]),
            Where::Folder(folder) => (folder.key as u32, "folder", 0, &[][..]),
            Where::Unopened(folder, name, number) => (folder.key as u32, "unopened", number as u32, name),
            Where::Name(folder, name) => (folder.key as u32, "name", 0, name),
        };
        self.batch.errors.push(BatchError { folder, kind, number, name: name.to_vec(), operation, errno: code });
    }

    fn before_sharing(&mut self) {
        self.flush();
    }

    fn has_waited(&mut self) -> bool {
        std::mem::take(&mut self.has_waited)
    }

    fn is_closed(&self) -> bool {
        self.outlet.is_closed()
    }
}

/// Nothing more of the folder is to come.
const DONE: u32 = 1;
/// Its listing was read to the end.
const LISTED: u32 = 2;
/// That listing yielded nothing at all.
const EMPTY: u32 = 4;

/// Marks the type of a folder that is no more than the parent of others.
const NOT_GIVEN: u8 = 0x80;
/// Marks the type of an entry that rules which are only asked would leave out.
const IGNORED: u8 = 0x40;
