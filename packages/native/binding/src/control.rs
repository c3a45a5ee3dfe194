//! The words that JavaScript shares with a walk.

use std::sync::atomic::AtomicI64;

use napi::bindgen_prelude::BigInt64Array;
use napi::{Error, Result, Status};
use transect_walk::request::Request;
use transect_walk::walk::{Control, control_words};

/// The words of one walk, kept alive for as long as it runs.
pub struct SharedWords {
    array: BigInt64Array,
    jobs: usize,
}

impl SharedWords {
    /// Refuses an array that is too short for that many workers.
    pub fn new(array: BigInt64Array, jobs: usize) -> Result<Self> {
        let needed = control_words(jobs);
        if array.len() < needed {
            let reason = format!("control must hold at least {needed} words, not {}", array.len());
            return Err(Error::new(Status::InvalidArg, reason));
        }
        Ok(Self { array, jobs })
    }

    /// The words as the walk reads and writes them.
    pub fn control(&self) -> Option<Control<'_>> {
        let words: &[i64] = &self.array;
        // SAFETY: the array's memory stays where it is and lives as long as `self.array`, which the result borrows.
        // An `AtomicI64` has the size and alignment of an `i64`. JavaScript reads and writes the same words through
        // `Atomics`; nobody here holds a plain reference to them while others write.
        let words = unsafe { std::slice::from_raw_parts(words.as_ptr().cast::<AtomicI64>(), words.len()) };
        Control::new(words, self.jobs)
    }
}

/// Reads a request.
pub fn read_request(request: &str) -> Result<Request> {
    transect_walk::request::parse(request).map_err(|cause| Error::new(Status::InvalidArg, format!("request: {cause}")))
}
