//! Digests of files, and which are equal: paths in, digests and places out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicI64;
use std::thread;

use napi::bindgen_prelude::{BigInt64Array, Float64Array, Int32Array, Object, ToNapiValue, Uint8Array, Uint32Array};
use napi::{Env, Error, Result, Status};
use napi_derive::napi;
use transect_digest::{
    Algorithm, Answer, Comparisons, Fault, FileSet, Stretch, Task, Words, compare_files as compare_sets,
    digest_files as digest_each, digest_stream,
};

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
    /// How many threads may digest files, one where nothing is said.
    pub threads: Option<u32>,
    /// The words of the call.
    pub words: BigInt64Array,
}

/// Sets of files to compare.
#[napi(object, object_to_js = false)]
pub struct CompareRequest {
    /// Paths, each with a NUL behind it, set by set.
    pub paths: Uint8Array,
    /// Four numbers for each file, or none at all: see `Task` in the crate.
    pub expected: Float64Array,
    /// Three numbers for each set: how many files it has, where to begin in each, and where to end.
    pub sets: Float64Array,
    /// Whether a path may lead through a symbolic link at its end.
    pub follow: bool,
    /// How many threads may compare.
    pub threads: u32,
    /// The words of the call.
    pub words: BigInt64Array,
}

/// What came of comparing.
#[napi(object, object_from_js = false)]
pub struct CompareAnswer {
    /// See `Comparisons` in the crate.
    pub same: Uint32Array,
    /// As those of digests.
    pub faults: Int32Array,
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

/// Digests files on threads of its own.
#[napi(ts_return_type = "Promise<NativeDigests>")]
pub fn digest_files(env: &Env, request: DigestRequest) -> Result<Object<'_>> {
    let algorithm = match request.algorithm.as_str() {
        "sha256" => Algorithm::Sha256,
        "blake3" => Algorithm::Blake3,
        other => return Err(invalid(format!("algorithm is {other}"))),
    };
    let task = task_of(&request.paths, &request.expected, algorithm, request.follow);
    let stretch = stretch_of(&request);
    let frames = request.frames.as_ref().map(|frames| frames.to_vec());
    let threads = request.threads.unwrap_or(1) as usize;
    on_a_thread(env, request.words, move |words| {
        answer_of(match &frames {
            Some(frames) => digest_stream(&task, frames, words),
            None => digest_each(&task, stretch, threads, words),
        })
    })
}

/// Tells which files of sets are equal, on threads of its own.
#[napi(ts_return_type = "Promise<NativeComparisons>")]
pub fn compare_files(env: &Env, request: CompareRequest) -> Result<Object<'_>> {
    // Nothing is digested.
    let task = task_of(&request.paths, &request.expected, Algorithm::Sha256, request.follow);
    let sets: Vec<FileSet> = request.sets.chunks_exact(3).map(set_of).collect();
    let threads = request.threads as usize;
    on_a_thread(env, request.words, move |words| {
        let Comparisons { same, faults } = compare_sets(&task, &sets, threads, words);
        CompareAnswer { same: same.into(), faults: numbers_of(&faults) }
    })
}

/// Works on a thread of its own, and resolves to what comes of it.
fn on_a_thread<T: ToNapiValue + Send + 'static>(
    env: &Env,
    words: BigInt64Array,
    work: impl FnOnce(Words<'_>) -> T + Send + 'static,
) -> Result<Object<'_>> {
    if words.len() < Words::COUNT {
        return Err(invalid(format!("words must hold at least {}, not {}", Words::COUNT, words.len())));
    }
    let (deferred, promise) = env.create_deferred()?;
    let run = move || {
        let answer = catch_unwind(AssertUnwindSafe(|| shared(&words).map(work)));
        deferred.resolve(move |_| {
            // Kept until here: the words belong to JavaScript's thread.
            drop(words);
            match answer {
                Ok(Some(answer)) => Ok(answer),
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

fn task_of(paths: &[u8], expected: &[f64], algorithm: Algorithm, follow: bool) -> Task {
    Task { paths: paths.to_vec(), expected: expected.to_vec(), algorithm, follow }
}

/// From 0 on, and whole: JavaScript checks that.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn set_of(numbers: &[f64]) -> FileSet {
    let &[count, from, to] = numbers else { return FileSet { count: 0, from: 0, to: 0 } };
    FileSet { count: count as u32, from: from as u64, to: to as u64 }
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
    DigestAnswer { digests: digests.into(), bytes: bytes.into(), done, faults: numbers_of(&faults) }
}

fn numbers_of(faults: &[Fault]) -> Int32Array {
    let numbers = faults.iter().flat_map(|fault| {
        [i32::try_from(fault.index).unwrap_or(i32::MAX), fault.operation as i32, fault.reason.number()]
    });
    numbers.collect::<Vec<_>>().into()
}

fn invalid(reason: String) -> Error {
    Error::new(Status::InvalidArg, reason)
}
