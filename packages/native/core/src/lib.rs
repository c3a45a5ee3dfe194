//! Walks trees of files and profiles them as fast as the machine lets it, with the same answers as the portable
//! backends. See `packages/native/README.md` and the README beside the scheduler.

pub mod disk;
pub mod matcher;
pub mod profile;
pub mod report;
pub mod request;
pub mod scheduler;
mod sync;
pub mod walk;
