//! What is to be digested, and what came of it.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::hasher::Algorithm;

/// Files to digest.
pub struct Task {
    /// The paths as the system takes them, each with a NUL behind it.
    pub paths: Vec<u8>,
    /// Four numbers for each file, or none at all: size, time of modification in milliseconds, device and inode, as
    /// JavaScript has them. A file that is another one by now is a fault.
    pub expected: Vec<f64>,
    /// By what to digest.
    pub algorithm: Algorithm,
    /// Whether a path may lead through a symbolic link at its end.
    pub follow: bool,
}

/// Where to begin and end in each file, in bytes; it may reach beyond a file's end.
#[derive(Clone, Copy)]
pub struct Stretch {
    /// The first byte.
    pub from: u64,
    /// The first byte after it.
    pub to: u64,
}

impl Stretch {
    /// The whole of a file, however long it gets.
    pub const WHOLE: Self = Self { from: 0, to: u64::MAX };
}

/// What came of a [`Task`].
#[derive(Debug, Default)]
pub struct Answer {
    /// One digest after the other, zeros for a file with a fault; for a stream one over all.
    pub digests: Vec<u8>,
    /// How many bytes of each file were digested.
    pub bytes: Vec<f64>,
    /// How many of the files were dealt with, from the first on: not all where the call was told to stop.
    pub done: u32,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// Files of one size, to tell which are equal from one byte on to another.
#[derive(Clone, Copy, Debug)]
pub struct FileSet {
    /// How many files it has.
    pub count: u32,
    /// The first byte to compare.
    pub from: u64,
    /// The first byte after those.
    pub to: u64,
}

/// Which files of sets are equal.
#[derive(Debug, Default)]
pub struct Comparisons {
    /// For each file the place in its set of the first file that it equals, its own for one that equals none before it;
    /// [`Self::UNKNOWN`] where the call was told to stop before that was known.
    pub same: Vec<u32>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

impl Comparisons {
    /// Nothing is known of this file.
    pub const UNKNOWN: u32 = u32::MAX;
}

/// What could not be read, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The place of the file among those of the task.
    pub index: u32,
    /// The call that failed.
    pub operation: Operation,
    /// Why it did.
    pub reason: Reason,
}

/// A call to the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `open(2)`
    Open = 0,
    /// `fstat(2)`
    Stat = 1,
    /// `read(2)`, and what is found out beside it.
    Read = 2,
}

/// Why a file was not digested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The system's number of the error.
    System(i32),
    /// It is no regular file any more.
    NotRegular,
    /// It changed since it was found.
    ChangedBefore,
    /// It changed while it was read.
    ChangedWhile,
    /// It is shorter than it was.
    Shorter,
    /// It says that it is empty, and has no end.
    NoEnd,
}

impl Reason {
    /// As one number: those of the system are above 0.
    #[must_use]
    pub fn number(self) -> i32 {
        match self {
            Self::System(number) => number,
            Self::NotRegular => -1,
            Self::ChangedBefore => -2,
            Self::ChangedWhile => -3,
            Self::Shorter => -4,
            Self::NoEnd => -5,
        }
    }
}

/// The words that all threads of one call share: the order to stop, bytes read, files done with.
#[derive(Clone, Copy)]
pub struct Words<'a>(&'a [AtomicI64]);

impl<'a> Words<'a> {
    /// How many there are.
    pub const COUNT: usize = 3;

    /// `None` where there are too few.
    #[must_use]
    pub fn new(words: &'a [AtomicI64]) -> Option<Self> {
        (words.len() >= Self::COUNT).then_some(Self(words))
    }

    /// Whether the call was told to stop.
    #[must_use]
    pub fn is_halted(self) -> bool {
        self.0[0].load(Ordering::Relaxed) != 0
    }

    /// Tells that so many bytes were read, and so many files are done with.
    pub fn tell_read(self, bytes: usize, files: i64) {
        if bytes > 0 {
            self.0[1].fetch_add(i64::try_from(bytes).unwrap_or(i64::MAX), Ordering::Relaxed);
        }
        if files > 0 {
            self.0[2].fetch_add(files, Ordering::Relaxed);
        }
    }
}
