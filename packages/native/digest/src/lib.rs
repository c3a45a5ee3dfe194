//! Digests of files: of each for itself, or one over all of them. It reads what `@transect/content` has found, with the
//! same checks and the same answers as that package's own readers.
#![cfg(unix)]

mod digest;
mod file;
mod hasher;
mod stream;
mod task;

pub use digest::digest_files;
pub use hasher::{Algorithm, DIGEST_BYTES};
pub use stream::digest_stream;
pub use task::{Answer, Fault, Operation, Reason, Stretch, Task, Words};
