//! Progress and cancellation through memory that is shared with the caller: nobody calls anybody.

use std::sync::atomic::{AtomicI64, Ordering};

/// Words before the workers' slots: the order to stop, the wish for a folder, the length of its path, workers started.
const HEADER_WORDS: usize = 8;
/// Words of each worker's slot, one cache line: entries, files, directories, bytes, errors.
pub const SLOT_WORDS: usize = 8;
/// Words for the path of a folder.
pub const TEXT_WORDS: usize = 512;

/// The order to stop because somebody asked.
pub const CANCELLED: i64 = 1;
/// The order to stop because the time is up.
pub const TIMED_OUT: i64 = 2;

const STOP: usize = 0;
const WISH: usize = 1;
const LENGTH: usize = 2;
const STARTED: usize = 3;

/// How many words of 64 bits a walk with so many workers needs.
pub fn control_words(jobs: usize) -> usize {
    HEADER_WORDS + jobs * SLOT_WORDS + TEXT_WORDS
}

/// Words that both sides read and write.
///
/// The caller writes word 0 to stop the walk (1 cancelled, 2 timed out) and sets word 1 to 1 to be told a folder: once
/// it is 2, its path stands in the last words, as many bytes as word 2 says. Word 3 counts workers. Each worker writes
/// what it has met so far to its own slot.
#[derive(Clone, Copy, Debug)]
pub struct Control<'a> {
    words: &'a [AtomicI64],
    jobs: usize,
}

impl<'a> Control<'a> {
    /// The words must be at least as many as [`control_words`] says.
    pub fn new(words: &'a [AtomicI64], jobs: usize) -> Option<Self> {
        (words.len() >= control_words(jobs)).then_some(Self { words, jobs })
    }

    /// Why to stop; 0 to go on.
    #[inline]
    pub fn stop(&self) -> i64 {
        self.words[STOP].load(Ordering::Relaxed)
    }

    /// Whether the caller wishes to know a folder.
    #[inline]
    pub fn wants_folder(&self) -> bool {
        self.words[WISH].load(Ordering::Relaxed) == 1
    }

    /// Tells the folder being listed, as far as there is room.
    pub fn tell_folder(&self, path: &[u8]) {
        if self.words[WISH].compare_exchange(1, 0, Ordering::Acquire, Ordering::Relaxed).is_err() {
            return;
        }
        let start = HEADER_WORDS + self.jobs * SLOT_WORDS;
        let length = path.len().min(TEXT_WORDS * 8);
        for (index, bytes) in path[..length].chunks(8).enumerate() {
            let mut word = [0; 8];
            word[..bytes.len()].copy_from_slice(bytes);
            self.words[start + index].store(i64::from_ne_bytes(word), Ordering::Relaxed);
        }
        self.words[LENGTH].store(length as i64, Ordering::Relaxed);
        self.words[WISH].store(2, Ordering::Release);
    }

    /// Counts a worker that begins.
    pub fn worker_started(&self) {
        self.words[STARTED].fetch_add(1, Ordering::Relaxed);
    }

    /// Tells what a worker has met so far.
    #[inline]
    pub fn tell(&self, worker: usize, met: &Met) {
        let slot = &self.words[HEADER_WORDS + worker * SLOT_WORDS..];
        slot[0].store(met.entries as i64, Ordering::Relaxed);
        slot[1].store(met.files as i64, Ordering::Relaxed);
        slot[2].store(met.directories as i64, Ordering::Relaxed);
        slot[3].store(met.bytes as i64, Ordering::Relaxed);
        slot[4].store(met.errors as i64, Ordering::Relaxed);
    }
}

impl Control<'_> {
    /// What the worker of that number has told: another walk over the same words goes on from there.
    pub fn told(&self, worker: usize) -> Met {
        let slot = &self.words[HEADER_WORDS + worker * SLOT_WORDS..];
        let word = |index: usize| slot[index].load(Ordering::Relaxed) as u64;
        Met { entries: word(0), files: word(1), directories: word(2), bytes: word(3), errors: word(4) }
    }
}

/// What a worker has met so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Met {
    /// Entries of every type.
    pub entries: u64,
    /// Regular files.
    pub files: u64,
    /// Directories.
    pub directories: u64,
    /// Apparent bytes of files; each name counts.
    pub bytes: u64,
    /// What could not be read.
    pub errors: u64,
}
