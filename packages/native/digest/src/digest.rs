//! Digests of files, each for itself.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::crew::in_parallel;
use crate::file::{OpenFile, PIECE_BYTES, Wrong};
use crate::hasher::{DIGEST_BYTES, Hasher};
use crate::memory::Memory;
use crate::task::{Answer, Fault, Stretch, Task, Words};

/// Digests files, or a stretch of each, on so many threads, which take them from the first on. Stops between two pieces
/// of a file where it is told to.
#[must_use]
pub fn digest_files(task: &Task, stretch: Stretch, threads: usize, words: Words<'_>) -> Answer {
    let paths: Vec<&[u8]> = task.each_path().map(|(_, path)| path).collect();
    let next = AtomicU32::new(0);
    let parts = in_parallel(threads.min(paths.len()), || {
        let mut piece = Memory::new(PIECE_BYTES);
        let mut part: Vec<(u32, Result<Digested, Wrong>)> = Vec::new();
        while !words.is_halted() {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(path) = paths.get(index as usize) else { break };
            let digested = OpenFile::open(path, task.expected_of(index), task.follow)
                .and_then(|file| digest_one(&file, task, stretch, &mut piece, words));
            match digested.transpose() {
                None => break,
                Some(digested) => part.push((index, digested)),
            }
            words.tell_read(0, 1);
        }
        part
    });
    gather(parts, paths.len())
}

type Digested = ([u8; DIGEST_BYTES], u64);

/// `None` where the call was told to stop.
fn digest_one(
    file: &OpenFile,
    task: &Task,
    stretch: Stretch,
    piece: &mut [u8],
    words: Words<'_>,
) -> Result<Option<Digested>, Wrong> {
    let end = stretch.to.min(file.size());
    let mut hasher = Hasher::new(task.algorithm);
    let mut position = stretch.from;
    loop {
        let wanted = usize::try_from(stretch.to.saturating_sub(position)).unwrap_or(usize::MAX).min(piece.len());
        let read = if wanted == 0 { 0 } else { file.read(&mut piece[..wanted], position)? };
        if read == 0 {
            break;
        }
        hasher.update(&piece[..read]);
        words.tell_read(read, 0);
        let is_first = position == stretch.from;
        position += read as u64;
        // All of it in one piece: nothing is to come that could have changed meanwhile.
        if is_first && position == end {
            return Ok(Some((hasher.finish(), read as u64)));
        }
        if words.is_halted() {
            return Ok(None);
        }
    }
    file.check_unchanged()?;
    Ok(Some((hasher.finish(), position.saturating_sub(stretch.from))))
}

/// Puts together what threads have done, as far as nothing is left out: where they were told to stop, each has gone
/// another way.
#[allow(clippy::cast_precision_loss)]
fn gather(parts: Vec<Vec<(u32, Result<Digested, Wrong>)>>, count: usize) -> Answer {
    let mut all: Vec<_> = parts.into_iter().flatten().collect();
    all.sort_unstable_by_key(|(index, _)| *index);
    let mut answer = Answer { digests: Vec::with_capacity(count * DIGEST_BYTES), ..Answer::default() };
    for (index, digested) in all {
        if index != answer.done {
            break;
        }
        let (digest, bytes) = digested.unwrap_or_else(|(operation, reason)| {
            answer.faults.push(Fault { index, operation, reason });
            ([0; DIGEST_BYTES], 0)
        });
        answer.digests.extend_from_slice(&digest);
        answer.bytes.push(bytes as f64);
        answer.done += 1;
    }
    answer
}

impl Task {
    /// The paths with their places.
    pub(crate) fn each_path(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let paths = self.paths.strip_suffix(&[0]).unwrap_or(&self.paths);
        let empty = paths.is_empty();
        (0..).zip(paths.split(|byte| *byte == 0)).take_while(move |_| !empty)
    }

    pub(crate) fn expected_of(&self, index: u32) -> Option<&[f64]> {
        let at = index as usize * 4;
        self.expected.get(at..at + 4)
    }
}
