//! Opening files to read, and making sure that they are what was found.

use std::ffi::OsStr;
use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};

use crate::task::{Operation, Reason};

/// How much is read at a time: little enough to stay in a core's own cache until it is hashed.
pub const PIECE_BYTES: usize = 256 * 1024;

/// What went wrong with a file, wherever it stands in a task.
pub type Wrong = (Operation, Reason);

/// A file that is open, and what it was then.
pub struct OpenFile {
    file: File,
    metadata: Metadata,
}

impl OpenFile {
    /// Opens a regular file. Nothing is waited for, should a FIFO have taken its place.
    pub fn open(path: &[u8], expected: Option<&[f64]>, follow: bool) -> Result<Self, Wrong> {
        let flags = libc::O_NONBLOCK | if follow { 0 } else { libc::O_NOFOLLOW };
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(flags)
            .open(OsStr::from_bytes(path))
            .map_err(|cause| (Operation::Open, system(&cause)))?;
        let metadata = stat(&file)?;
        if !metadata.is_file() {
            return Err((Operation::Read, Reason::NotRegular));
        }
        if expected.is_some_and(|expected| !is_same(state_of(&metadata), expected)) {
            return Err((Operation::Read, Reason::ChangedBefore));
        }
        Ok(Self { file, metadata })
    }

    pub fn size(&self) -> u64 {
        self.metadata.size()
    }

    /// Fills memory from a place on, as far as one call does; 0 at the end.
    pub fn read(&self, memory: &mut [u8], position: u64) -> Result<usize, Wrong> {
        loop {
            match self.file.read_at(memory, position) {
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                read => return read.map_err(|cause| (Operation::Read, system(&cause))),
            }
        }
    }

    /// An error where the file is not what it was when it was opened.
    pub fn check_unchanged(&self) -> Result<(), Wrong> {
        let now = stat(&self.file)?;
        if is_same(state_of(&now), &state_of(&self.metadata)) {
            return Ok(());
        }
        Err((Operation::Read, Reason::ChangedWhile))
    }
}

fn stat(file: &File) -> Result<Metadata, Wrong> {
    file.metadata().map_err(|cause| (Operation::Stat, system(&cause)))
}

fn system(cause: &io::Error) -> Reason {
    Reason::System(cause.raw_os_error().unwrap_or(libc::EIO))
}

/// Size, time of modification in milliseconds, device and inode, rounded as JavaScript's numbers are.
#[allow(clippy::cast_precision_loss)]
fn state_of(metadata: &Metadata) -> [f64; 4] {
    let modified = metadata.mtime() as f64 * 1e3 + metadata.mtime_nsec() as f64 / 1e6;
    [metadata.size() as f64, modified, metadata.dev() as f64, metadata.ino() as f64]
}

/// Times are compared to the microsecond: beyond that a double does not say what the system said.
fn is_same(now: [f64; 4], before: &[f64]) -> bool {
    let &[size, modified, device, inode] = before else { return false };
    #[allow(clippy::float_cmp)]
    let same = now[0] == size && now[2] == device && now[3] == inode;
    same && (now[1] - modified).abs() < 0.001
}
