//! Files of one size, told apart by their bytes.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::crew::in_parallel;
use crate::file::{OpenFile, Wrong};
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
            // What differs, and small files, are done with once they were begun.
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
    pieces: Vec<Vec<u8>>,
    faults: Vec<Fault>,
}

impl Comparer<'_> {
    /// For each file of a set the place of the first one that it equals. `None` where it was told to stop.
    fn compare(&mut self, set: &FileSet, first: usize) -> Option<Vec<u32>> {
        let index_of = |place: usize| u32::try_from(first + place).unwrap_or(u32::MAX);
        let mut open: Vec<Option<OpenFile>> = Vec::new();
        for place in 0..(set.count as usize).min(self.paths.len().saturating_sub(first)) {
            let index = index_of(place);
            let file = OpenFile::open(self.paths[first + place], self.task.expected_of(index), self.task.follow);
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
                    // What differs from all before it stays where it was read, to be compared with.
                    match self.read(file, parts.len(), position, length) {
                        Ok(()) => self.put(place, length, &mut parts),
                        Err(wrong) => {
                            self.fail(index_of(place), wrong);
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
            let is_one_piece = |file: &OpenFile| set.from == 0 && set.to == file.size() && set.to <= PIECE_BYTES as u64;
            // All of it in one piece: nothing is to come that could have changed meanwhile.
            let Some(Err(wrong)) = file.as_ref().filter(|file| !is_one_piece(file)).map(OpenFile::check_unchanged) else {
                continue;
            };
            self.fail(index_of(place), wrong);
            *file = None;
        }
        let mut same: Vec<u32> = (0..set.count).collect();
        for members in classes {
            let equal: Vec<usize> = members.into_iter().filter(|place| open[*place].is_some()).collect();
            for place in &equal {
                same[*place] = u32::try_from(equal[0]).unwrap_or(u32::MAX);
            }
        }
        Some(same)
    }

    /// Reads so much of a file into a piece.
    fn read(&mut self, file: &OpenFile, piece: usize, position: u64, length: usize) -> Result<(), Wrong> {
        while self.pieces.len() <= piece {
            self.pieces.push(Vec::new());
        }
        let memory = &mut self.pieces[piece];
        if memory.len() < length {
            memory.resize(length, 0);
        }
        let mut filled = 0;
        while filled < length {
            let read = file.read(&mut memory[filled..length], position + filled as u64)?;
            if read == 0 {
                return Err((Operation::Read, Reason::Shorter));
            }
            filled += read;
        }
        self.words.tell_read(length, 0);
        Ok(())
    }

    /// Puts a file, whose piece is the one after those of all parts, with those that it equals.
    fn put(&self, place: usize, length: usize, parts: &mut Vec<Vec<usize>>) {
        let own = &self.pieces[parts.len()][..length];
        match parts.iter_mut().zip(&self.pieces).find(|(_, piece)| piece[..length] == *own) {
            Some((part, _)) => part.push(place),
            None => parts.push(vec![place]),
        }
    }

    fn fail(&mut self, index: u32, (operation, reason): Wrong) {
        self.faults.push(Fault { index, operation, reason });
    }
}
