//! Digests of files, each for itself.

use crate::file::{OpenFile, PIECE_BYTES, Wrong};
use crate::hasher::{DIGEST_BYTES, Hasher};
use crate::task::{Answer, Fault, Stretch, Task, Words};

/// Digests files, or a stretch of each, on this thread. Stops between two pieces of a file where it is told to.
#[must_use]
pub fn digest_files(task: &Task, stretch: Stretch, words: Words<'_>) -> Answer {
    let mut answer = Answer::default();
    let mut piece = vec![0; PIECE_BYTES];
    for (index, path) in task.each_path() {
        if words.is_halted() {
            break;
        }
        let digested = OpenFile::open(path, task.expected_of(index), task.follow)
            .and_then(|file| digest_one(&file, task, stretch, &mut piece, words));
        match digested {
            Ok(None) => break,
            Ok(Some((digest, bytes))) => answer.push(digest, bytes),
            Err((operation, reason)) => {
                answer.push([0; DIGEST_BYTES], 0);
                answer.faults.push(Fault { index, operation, reason });
            }
        }
        words.tell_read(0, 1);
    }
    answer
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

impl Answer {
    #[allow(clippy::cast_precision_loss)]
    fn push(&mut self, digest: [u8; DIGEST_BYTES], bytes: u64) {
        self.digests.extend_from_slice(&digest);
        self.bytes.push(bytes as f64);
        self.done += 1;
    }
}
