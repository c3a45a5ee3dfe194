//! The seam to the operating system: opening, listing and looking at things. Linux has a fast path of its own; every
//! other system goes through the standard library. Only directories are ever opened, and ignore files where asked for.

pub mod dirents;
#[cfg(all(target_os = "linux", not(feature = "portable")))]
mod linux;
#[cfg(any(not(target_os = "linux"), feature = "portable"))]
mod portable;

use std::ffi::CStr;
use std::time::Duration;

#[cfg(all(target_os = "linux", not(feature = "portable")))]
pub use linux::{
    Handle, OwnTable, close_left, descriptor_budget, look_at_root, read_listing, take_own_table, thread_times,
};
#[cfg(any(not(target_os = "linux"), feature = "portable"))]
pub use portable::{
    Handle, OwnTable, close_left, descriptor_budget, look_at_root, read_listing, take_own_table, thread_times,
};

use crate::request::EntryType;

/// The system's number of an error; on Windows, which has none that Node would know, libuv's without its sign.
pub type Errno = i32;

/// Numbers of errors that have a meaning of their own here.
#[cfg(unix)]
pub mod errno {
    pub use libc::{ELOOP, ENOENT, ENOTDIR};
}

/// Numbers of errors, as libuv has them in `uv/errno.h`.
#[cfg(windows)]
#[allow(missing_docs, reason = "they are named for what they say")]
pub mod errno {
    use super::Errno;

    pub const EPERM: Errno = 4048;
    pub const ENOTDIR: Errno = 4052;
    pub const ENOMEM: Errno = 4057;
    pub const ENOENT: Errno = 4058;
    pub const ENAMETOOLONG: Errno = 4064;
    pub const EMFILE: Errno = 4066;
    pub const ELOOP: Errno = 4067;
    pub const EIO: Errno = 4070;
    pub const EINVAL: Errno = 4071;
    pub const EBUSY: Errno = 4082;
    pub const EACCES: Errno = 4092;
    pub const UNKNOWN: Errno = 4094;
}

/// What a thread has had of processors so far.
#[derive(Clone, Copy, Debug)]
pub struct ThreadTimes {
    /// How long it ran.
    pub ran: Duration,
    /// How often it let go of its processor, to wait for something.
    pub waits: u64,
    /// How often its processor was taken from it.
    pub preemptions: u64,
}

/// Whether a thing is gone since it was listed, or something else by now.
pub fn is_vanished(code: Errno) -> bool {
    code == errno::ENOENT || code == errno::ENOTDIR
}

/// What `stat(2)` says, as far as it is used.
#[derive(Clone, Copy, Debug)]
pub struct Stat {
    /// What it is.
    pub kind: EntryType,
    /// Type and permission bits.
    pub mode: u32,
    /// Apparent size in bytes.
    pub size: u64,
    /// Allocated blocks of 512 bytes.
    pub blocks: u64,
    /// Number of hard links.
    pub nlink: u64,
    /// Number of the device.
    pub dev: u64,
    /// Number of the inode.
    pub ino: u64,
    /// Last modification in milliseconds since 1970, computed as Node does: the same double.
    pub mtime_ms: f64,
}

impl Stat {
    /// What it takes on the disk, in bytes.
    pub fn allocated(&self) -> u64 {
        self.blocks * 512
    }
}

/// Node reads no file larger than this at once.
const LARGEST_FILE: u64 = (1 << 31) - 1;

/// Whether something can be read as a file.
fn is_readable(stat: &Stat) -> bool {
    stat.kind == EntryType::File && stat.size <= LARGEST_FILE
}

/// Milliseconds as Node's `fs.Stats` has them: rounding included, so that the same file gets the same double.
fn milliseconds(seconds: i64, nanoseconds: u32) -> f64 {
    seconds as f64 * 1000.0 + f64::from(nanoseconds) / 1_000_000.0
}

/// A name in a listing, and what the listing says of its type, if it does.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// The name; never `.` or `..`.
    pub name: &'a CStr,
    /// None where the file system does not tell.
    pub kind: Option<EntryType>,
}
