//! Files of one size, told apart by their bytes.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::crew::in_parallel;
use crate::file::{OpenFile, Wrong};
use crate::memory::{Memory, Piece};
use crate::task::{Comparisons, Fault, FileSet, Operation, Reason, Task, Words};

/// How much of each file is compared at a time.
const PIECE_BYTES: usize = 512 * 1024;

/// Compares the files of each set with each other, on so many threads, which take sets from the first on. The task's files
/// are those of the first set, then those of the next; its algorithm does not matter. A file is read no further than to
/// where it differs from all others of its set. Stops between two pieces where it is told to.
#[must_use]
pub fn compare_files(task: &Task, sets: &[FileSet], threads: usize, words: Words<'_>) -> Comparisons {
    let paths: Vec<&[u8]> = task.each_path().map(|(_, path)| path).collect();
    let firsts: Vec<usize> = sets
        .iter()
        .scan(0, |next, set| {
            let first = *next;
            *next += set.count as usize;
            Some(first)
        })
        .collect();
    let next = AtomicUsize::new(0);
    let parts = in_parallel(threads.min(sets.len()), || {
        let mut comparer = Comparer { task, paths: &paths, words, pieces: Vec::new(), faults: Vec::new() };
        let mut part = Vec::new();
        while !words.is_halted() {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let (Some(set), Some(first)) = (sets.get(place), firsts.get(place)) else { break };
            let Some(same) = comparer.compare(set, *first) else { break };
            // Most files are done with once they were begun.
            words.tell_read(0, if set.from == 0 { i64::from(set.count) } else { 0 });
            part.push((*first, same));
        }
        (part, comparer.faults)
    });
    let mut all = Comparisons { same: vec![Comparisons::UNKNOWN; paths.len()], faults: Vec::new() };
    for (part, faults) in parts {
        for (first, same) in part {
            all.same[first..first + same.len()].copy_from_slice(&same);
        }
        all.faults.extend(faults);
    }
    all.faults.sort_unstable_by_key(|fault| fault.index);
    all
}

/// One thread's part.
struct Comparer<'a> {
    task: &'a Task,
    paths: &'a [&'a [u8]],
    words: Words<'a>,
    /// Memory to read into: as many pieces as there were ever files that all differed.
    pieces: Vec<Piece>,
    faults: Vec<Fault>,
}

const SHORTER: Wrong = (Operation::Read, Reason::Shorter);

impl Comparer<'_> {
    /// For each file of a set the place of the first one that it equals. `None` where it was told to stop.
    fn compare(&mut self, set: &FileSet, first: usize) -> Option<Vec<u32>> {
        let count = (set.count as usize).min(self.paths.len().saturating_sub(first));
        let classes = if set.to.saturating_sub(set.from) <= PIECE_BYTES as u64 {
            self.compare_at_once(set, first..first + count)
        } else {
            self.compare_side_by_side(set, first..first + count)?
        };
        let mut same: Vec<u32> = (0..set.count).collect();
        for members in classes {
            for place in &members {
                same[*place] = number(members[0]);
            }
        }
        Some(same)
    }

    /// Reads files one after the other, each in one piece, and parts them: what is to be compared fits into memory. What
    /// says that it is longer than it is, as files do that the system makes up, is compared as far as it goes.
    fn compare_at_once(&mut self, set: &FileSet, indexes: Range<usize>) -> Vec<Vec<usize>> {
        let length = usize::try_from(set.to.saturating_sub(set.from)).unwrap_or(PIECE_BYTES);
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for (place, index) in indexes.enumerate() {
            let read = self.open(index).and_then(|file| {
                // What differs from all before it stays where it was read, to be compared with.
                let read = self.read(&file, parts.len(), set.from, length)?;
                // All of it in one piece: nothing is to come that could have changed meanwhile.
                if read as u64 == file.size() { Ok(()) } else { file.check_unchanged() }
            });
            match read {
                Ok(()) => self.put(place, &mut parts),
                Err(wrong) => self.fail(index, wrong),
            }
        }
        parts
    }

    /// Reads files side by side, piece by piece, no further than to where each differs from all others.
    fn compare_side_by_side(&mut self, set: &FileSet, indexes: Range<usize>) -> Option<Vec<Vec<usize>>> {
        let first = indexes.start;
        let mut open: Vec<Option<OpenFile>> = Vec::new();
        for index in indexes {
            let file = self.open(index);
            open.push(file.map_err(|wrong| self.fail(index, wrong)).ok());
        }
        let mut classes: Vec<Vec<usize>> = vec![(0..open.len()).filter(|place| open[*place].is_some()).collect()];
        let mut position = set.from;
        while position < set.to && !classes.is_empty() {
            if self.words.is_halted() {
                return None;
            }
            let length = usize::try_from(set.to - position).unwrap_or(PIECE_BYTES).min(PIECE_BYTES);
            let mut next = Vec::new();
            for members in classes {
                let mut parts: Vec<Vec<usize>> = Vec::new();
                for place in members {
                    let Some(file) = &open[place] else { continue };
                    let read = self.read(file, parts.len(), position, length);
                    match read.and_then(|read| if read < length { Err(SHORTER) } else { Ok(()) }) {
                        Ok(()) => self.put(place, &mut parts),
                        Err(wrong) => {
                            self.fail(first + place, wrong);
                            open[place] = None;
                        }
                    }
                }
                next.extend(parts.into_iter().filter(|part| part.len() > 1));
            }
            classes = next;
            position += length as u64;
        }
        for (place, file) in open.iter_mut().enumerate() {
            let Some(Err(wrong)) = file.as_ref().map(OpenFile::check_unchanged) else { continue };
            self.fail(first + place, wrong);
            *file = None;
        }
        for members in &mut classes {
            members.retain(|place| open[*place].is_some());
        }
        Some(classes)
    }

    fn open(&self, index: usize) -> Result<OpenFile, Wrong> {
        OpenFile::open(self.paths[index], self.task.expected_of(number(index)), self.task.follow)
    }

    /// Reads so much of a file into a piece, and says how much there was.
    fn read(&mut self, file: &OpenFile, piece: usize, position: u64, length: usize) -> Result<usize, Wrong> {
        while self.pieces.len() <= piece {
            self.pieces.push(Piece::default());
        }
        let Piece { memory, used } = &mut self.pieces[piece];
        if memory.len() < length {
            *memory = Memory::new(length);
        }
        *used = 0;
        while *used < length {
            let read = file.read(&mut memory[*used..length], position + *used as u64)?;
            if read == 0 {
                break;
            }
            *used += read;
        }
        self.words.tell_read(*used, 0);
        Ok(*used)
    }

    /// Puts a file, whose piece is the one after those of all parts, with those that it equals.
    fn put(&self, place: usize, parts: &mut Vec<Vec<usize>>) {
        let own = self.pieces[parts.len()].bytes();
        match parts.iter_mut().zip(&self.pieces).find(|(_, piece)| piece.bytes() == own) {
            Some((part, _)) => part.push(place),
            None => parts.push(vec![place]),
        }
    }

    fn fail(&mut self, index: usize, (operation, reason): Wrong) {
        self.faults.push(Fault { index: number(index), operation, reason });
    }
}

/// A place as it crosses to the caller. A task has no more files than these numbers tell apart.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
