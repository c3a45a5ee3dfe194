//! What a thing is, as `lstat(2)` says it. Names are bytes, and errors have the system's own numbers.

use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::kind_of;
use crate::disk::{Errno, Stat, milliseconds};

/// Looks at what a path leads to; at a link itself unless it is to be looked through.
pub fn look_at(path: &Path, follow: bool) -> Result<Stat, Errno> {
    let metadata = if follow { fs::metadata(path) } else { fs::symlink_metadata(path) };
    metadata.map(|metadata| stat_of(&metadata)).map_err(code_of)
}

fn stat_of(metadata: &Metadata) -> Stat {
    Stat {
        kind: kind_of(metadata.file_type()),
        mode: metadata.mode(),
        size: metadata.size(),
        blocks: metadata.blocks(),
        nlink: metadata.nlink(),
        dev: metadata.dev(),
        ino: metadata.ino(),
        mtime_ms: milliseconds(metadata.mtime(), metadata.mtime_nsec() as u32),
    }
}

/// The path of a root as the system takes it.
pub fn root_of(path: &[u8]) -> PathBuf {
    PathBuf::from(text_of(path))
}

/// A name as the system takes it.
pub fn text_of(bytes: &[u8]) -> OsString {
    OsStr::from_bytes(bytes).to_os_string()
}

/// A name as it is told.
pub fn bytes_of(name: OsString) -> Vec<u8> {
    name.into_vec()
}

/// The number of an error.
pub fn code_of(cause: io::Error) -> Errno {
    cause.raw_os_error().unwrap_or(0)
}
