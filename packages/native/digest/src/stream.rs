//! One digest over many files, in order: one thread reads, another one hashes.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::file::{OpenFile, PIECE_BYTES, Wrong};
use crate::hasher::Hasher;
use crate::memory::{Memory, Piece};
use crate::task::{Answer, Fault, Task, Words};

/// Pieces that were read and wait to be hashed.
const AHEAD: usize = 4;
/// How much more than it says a file may hold: what a system makes up as it is read says that it is empty.
const MOST_UNTOLD: u64 = 64 * 1024 * 1024;
/// How much of it is read at a time. Mostly there is nothing.
const UNTOLD_PIECE_BYTES: usize = 64 * 1024;

/// Digests over, for each file, its frame (a name with a NUL behind it), its bytes and a NUL. Each file must be what is
/// expected of it, and has to be at least as long as that says.
///
/// # Panics
///
/// Where hashing panics, which it does not.
#[must_use]
pub fn digest_stream(task: &Task, frames: &[u8], words: Words<'_>) -> Answer {
    let (full, to_hash) = sync_channel::<Piece>(AHEAD);
    let (back, empty) = sync_channel::<Piece>(AHEAD + 1);
    thread::scope(|scope| {
        let hashing = scope.spawn(move || {
            let mut hasher = Hasher::new(task.algorithm);
            for piece in to_hash {
                hasher.update(piece.bytes());
                // Nobody waits for it any more at the end.
                let _ = back.try_send(piece);
            }
            hasher.finish()
        });
        let mut pieces = Pieces { full, empty, piece: empty_piece() };
        let mut answer = Answer::default();
        for ((index, path), frame) in task.each_path().zip(frames.split_inclusive(|byte| *byte == 0)) {
            if words.is_halted() {
                break;
            }
            pieces.add(frame);
            match read_one(path, task, index, &mut pieces, words) {
                Ok(Some(bytes)) => answer.bytes.push(bytes),
                Ok(None) => break,
                Err((operation, reason)) => {
                    answer.bytes.push(0.0);
                    answer.faults.push(Fault { index, operation, reason });
                }
            }
            pieces.add(&[0]);
            answer.done += 1;
            words.tell_read(0, 1);
        }
        pieces.flush();
        drop(pieces);
        answer.digests = hashing.join().expect("hashing does not panic").to_vec();
        answer
    })
}

/// Hands the bytes of a file on, and says how many they are. `None` where the call was told to stop.
#[allow(clippy::cast_precision_loss)]
fn read_one(path: &[u8], task: &Task, index: u32, pieces: &mut Pieces, words: Words<'_>) -> Result<Option<f64>, Wrong> {
    use crate::task::{Operation::Read, Reason};
    let file = OpenFile::open(path, task.expected_of(index), task.follow)?;
    let size = file.size();
    let end = if size == 0 { MOST_UNTOLD } else { size };
    let mut position = 0;
    while position < end {
        if words.is_halted() {
            return Ok(None);
        }
        let most = if size == 0 { UNTOLD_PIECE_BYTES } else { usize::MAX };
        let wanted = usize::try_from(end - position).unwrap_or(usize::MAX).min(most);
        let read = pieces.fill(wanted, |memory| file.read(memory, position))?;
        words.tell_read(read, 0);
        if read == 0 {
            break;
        }
        position += read as u64;
    }
    if position < size {
        return Err((Read, Reason::Shorter));
    }
    if size > 0 {
        file.check_unchanged()?;
    } else if position >= MOST_UNTOLD {
        return Err((Read, Reason::NoEnd));
    }
    Ok(Some(position as f64))
}

/// Gathers bytes into pieces, of which the hashing thread gives the memory back.
struct Pieces {
    full: SyncSender<Piece>,
    empty: Receiver<Piece>,
    piece: Piece,
}

impl Pieces {
    fn add(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.piece.used == PIECE_BYTES {
                self.flush();
            }
            let Piece { memory, used } = &mut self.piece;
            let (now, later) = bytes.split_at(bytes.len().min(PIECE_BYTES - *used));
            memory[*used..*used + now.len()].copy_from_slice(now);
            *used += now.len();
            bytes = later;
        }
    }

    /// Lets so much be read to where the piece ends, or what there is room for.
    fn fill(&mut self, wanted: usize, read: impl FnOnce(&mut [u8]) -> Result<usize, Wrong>) -> Result<usize, Wrong> {
        if self.piece.used > 0 && wanted > PIECE_BYTES - self.piece.used {
            self.flush();
        }
        let Piece { memory, used } = &mut self.piece;
        let end = used.saturating_add(wanted).min(PIECE_BYTES);
        let result = read(&mut memory[*used..end])?;
        *used += result;
        Ok(result)
    }

    fn flush(&mut self) {
        let mut next = self.empty.try_recv().unwrap_or_else(|_| empty_piece());
        next.used = 0;
        // It fails only where the other thread is gone, and then so is this call.
        let _ = self.full.send(std::mem::replace(&mut self.piece, next));
    }
}

fn empty_piece() -> Piece {
    Piece { memory: Memory::new(PIECE_BYTES), used: 0 }
}
