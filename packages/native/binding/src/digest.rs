//! Digests of files: paths in, digests out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicI64;
use std::thread;

use napi::bindgen_prelude::{BigInt64Array, Float64Array, Int32Array, Object, Uint8Array};
use napi::{Env, Error, Result, Status};
use napi_derive::napi;
use transect_digest::{Algorithm, Answer, Stretch, Task, Words, digest_files as digest_each, digest_stream};

/// Files to digest.
#[napi(object, object_to_js = false)]
pub struct DigestRequest {
    /// Paths, each with a NUL behind it.
    pub paths: Uint8Array,
    /// Four numbers for each file, or none at all: see `Task` in the crate.
    pub expected: Float64Array,
    /// `sha256` or `blake3`.
    pub algorithm: String,
    /// Whether a path may lead through a symbolic link at its end.
    pub follow: bool,
    /// Where to begin in each file.
    pub from: Option<f64>,
    /// Where to end in each file.
    pub to: Option<f64>,
    /// For one digest over all: the frame of each file, with a NUL behind it.
    pub frames: Option<Uint8Array>,
    /// The words of the call.
    pub words: BigInt64Array,
}

/// What came of a request.
#[napi(object, object_from_js = false)]
pub struct DigestAnswer {
    /// One digest after the other, or the one over all.
    pub digests: Uint8Array,
    /// How many bytes of each file were digested.
    pub bytes: Float64Array,
    /// How many files were dealt with.
    pub done: u32,
    /// Three numbers for each fault: the file's place, the call (open, fstat, read) and the reason.
    pub faults: Int32Array,
}

/// Digests files on a thread of its own.
#[napi(ts_return_type = "Promise<NativeDigests>")]
pub fn digest_files(env: &Env, request: DigestRequest) -> Result<Object<'_>> {
    let task = task_of(&request)?;
    let stretch = stretch_of(&request);
    let frames = request.frames.as_ref().map(|frames| frames.to_vec());
    let words = request.words;
    if words.len() < Words::COUNT {
        return Err(invalid(format!("words must hold at least {}, not {}", Words::COUNT, words.len())));
    }
    let (deferred, promise) = env.create_deferred()?;
    let run = move || {
        let answer = catch_unwind(AssertUnwindSafe(|| {
            let words = shared(&words)?;
            Some(match &frames {
                Some(frames) => digest_stream(&task, frames, words),
                None => digest_each(&task, stretch, words),
            })
        }));
        deferred.resolve(move |_| {
            // Kept until here: the words belong to JavaScript's thread.
            drop(words);
            match answer {
                Ok(Some(answer)) => Ok(answer_of(answer)),
                _ => Err(Error::new(Status::GenericFailure, "the native digest failed; please report this")),
            }
        });
    };
    thread::Builder::new()
        .name("transect".into())
        .spawn(run)
        .map_err(|cause| Error::new(Status::GenericFailure, cause.to_string()))?;
    Ok(promise)
}

fn task_of(request: &DigestRequest) -> Result<Task> {
    let algorithm = match request.algorithm.as_str() {
        "sha256" => Algorithm::Sha256,
        "blake3" => Algorithm::Blake3,
        other => return Err(invalid(format!("algorithm is {other}"))),
    };
    Ok(Task { paths: request.paths.to_vec(), expected: request.expected.to_vec(), algorithm, follow: request.follow })
}

/// From 0 on, and whole: JavaScript checks that.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn stretch_of(request: &DigestRequest) -> Stretch {
    Stretch {
        from: request.from.map_or(Stretch::WHOLE.from, |from| from as u64),
        to: request.to.map_or(Stretch::WHOLE.to, |to| to as u64),
    }
}

fn shared(words: &BigInt64Array) -> Option<Words<'_>> {
    let words: &[i64] = words;
    // SAFETY: the array's memory stays where it is and lives as long as `words`, which the result borrows. An `AtomicI64`
    // has the size and alignment of an `i64`. JavaScript reads and writes the same words through `Atomics`; nobody here
    // holds a plain reference to them while others write.
    Words::new(unsafe { std::slice::from_raw_parts(words.as_ptr().cast::<AtomicI64>(), words.len()) })
}

fn answer_of(Answer { digests, bytes, done, faults }: Answer) -> DigestAnswer {
    let faults = faults
        .iter()
        .flat_map(|fault| {
            [i32::try_from(fault.index).unwrap_or(i32::MAX), fault.operation as i32, fault.reason.number()]
        })
        .collect::<Vec<_>>();
    DigestAnswer { digests: digests.into(), bytes: bytes.into(), done, faults: faults.into() }
}

fn invalid(reason: String) -> Error {
    Error::new(Status::InvalidArg, reason)
}
