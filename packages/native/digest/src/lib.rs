//! Digests of files: of each for itself, or one over all of them; and which files are equal. It reads what `@transect/content` has found, with the
//! same checks and the same answers as that package's own readers.
#![cfg(unix)]

mod compare;
mod crew;
mod digest;
mod file;
mod hasher;
mod memory;
mod stream;
mod task;

pub use compare::compare_files;
pub use digest::digest_files;
pub use hasher::{Algorithm, DIGEST_BYTES};
pub use stream::digest_stream;
pub use task::{Answer, Comparisons, Fault, FileSet, Operation, Reason, Stretch, Task, Words};
