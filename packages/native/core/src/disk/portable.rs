//! Every system that has a Rust standard library: paths instead of descriptors, one call a name.

use std::ffi::{CStr, OsStr, OsString};
use std::fs::{self, Metadata, ReadDir};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
#[cfg(not(unix))]
use std::time::UNIX_EPOCH;

use super::dirents::write_record;
use super::{Errno, Stat, ThreadTimes, errno, is_readable, milliseconds};
use crate::request::EntryType;

/// A directory that can be listed, and its path.
#[derive(Debug)]
pub struct Handle {
    path: PathBuf,
    listing: Mutex<Option<ReadDir>>,
}

impl Handle {
    /// Opens a root by its path, through links if its last part is one.
    pub fn open_root(path: &[u8]) -> Result<Self, Errno> {
        open(PathBuf::from(text_of(path)))
    }

    /// Opens a directory in this one; a link only where it is to be looked through.
    pub fn open_at(&self, name: &CStr, follow: bool) -> Result<Self, Errno> {
        let path = self.path.join(text_of(name.to_bytes()));
        if !follow && fs::symlink_metadata(&path).map_err(code_of)?.file_type().is_symlink() {
            return Err(errno::ELOOP);
        }
        open(path)
    }

    /// The same directory once more, to look at what is in it: not to be listed.
    pub fn again(&self) -> Result<Self, Errno> {
        Ok(Self { path: self.path.clone(), listing: Mutex::new(None) })
    }

    /// Looks at this directory itself.
    pub fn stat(&self) -> Result<Stat, Errno> {
        fs::metadata(&self.path).map(|metadata| stat_of(&metadata)).map_err(code_of)
    }

    /// Looks at something in this directory; at a link itself unless it is to be looked through.
    pub fn stat_at(&self, name: &CStr, follow: bool) -> Result<Stat, Errno> {
        look_at(&self.path.join(text_of(name.to_bytes())), follow)
    }

    /// Reads a regular file in this directory; none where there is none that can be read. Follows no link.
    pub fn read_file(&self, name: &CStr) -> Option<Vec<u8>> {
        self.stat_at(name, false).ok().filter(is_readable)?;
        fs::read(self.path.join(text_of(name.to_bytes()))).ok()
    }
}

fn open(path: PathBuf) -> Result<Handle, Errno> {
    let listing = fs::read_dir(&path).map_err(code_of)?;
    Ok(Handle { path, listing: Mutex::new(Some(listing)) })
}

/// Looks at a root.
pub fn look_at_root(path: &[u8], follow: bool) -> Result<Stat, Errno> {
    look_at(Path::new(&text_of(path)), follow)
}

fn look_at(path: &Path, follow: bool) -> Result<Stat, Errno> {
    let metadata = if follow { fs::metadata(path) } else { fs::symlink_metadata(path) };
    metadata.map(|metadata| stat_of(&metadata)).map_err(code_of)
}

/// Reads the next names of a directory as records: see [`super::dirents`]. An empty answer is the end.
pub fn read_listing<'a>(handle: &Handle, buffer: &'a mut Vec<u8>) -> Result<&'a [u8], Errno> {
    let room = buffer.capacity() / 2;
    buffer.clear();
    let mut listing = handle.listing.lock().unwrap_or_else(PoisonError::into_inner);
    while buffer.len() < room {
        match listing.as_mut().and_then(Iterator::next) {
            None => {
                *listing = None;
                break;
            }
            Some(Err(cause)) => return Err(code_of(cause)),
            Some(Ok(entry)) => {
                let kind = entry.file_type().ok().map(kind_of);
                write_record(buffer, &bytes_of(entry.file_name()), kind);
            }
        }
    }
    Ok(buffer)
}

/// What the calling thread has had of processors so far: not known here.
pub fn thread_times() -> Option<ThreadTimes> {
    None
}

/// How many directories may be held open at once: none is, between two calls.
pub fn descriptor_budget() -> usize {
    256
}

fn kind_of(kind: fs::FileType) -> EntryType {
    if kind.is_file() {
        EntryType::File
    } else if kind.is_dir() {
        EntryType::Directory
    } else if kind.is_symlink() {
        EntryType::Symlink
    } else {
        EntryType::Other
    }
}

#[cfg(unix)]
fn stat_of(metadata: &Metadata) -> Stat {
    use std::os::unix::fs::MetadataExt;
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

/// Windows tells no blocks, links or identities through the stable standard library: sizes stand in for blocks, as
/// Node rounds them up to whole ones.
#[cfg(not(unix))]
fn stat_of(metadata: &Metadata) -> Stat {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    Stat {
        kind: kind_of(metadata.file_type()),
        mode: 0,
        size: metadata.len(),
        blocks: metadata.len().div_ceil(512),
        nlink: 1,
        dev: 0,
        ino: 0,
        mtime_ms: milliseconds(since.as_secs() as i64, since.subsec_nanos()),
    }
}

#[cfg(unix)]
fn text_of(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(bytes).to_os_string()
}

#[cfg(unix)]
fn bytes_of(name: OsString) -> Vec<u8> {
    use std::os::unix::ffi::OsStringExt;
    name.into_vec()
}

#[cfg(not(unix))]
fn text_of(bytes: &[u8]) -> OsString {
    OsString::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(not(unix))]
fn bytes_of(name: OsString) -> Vec<u8> {
    name.to_string_lossy().into_owned().into_bytes()
}

#[cfg(unix)]
fn code_of(cause: io::Error) -> Errno {
    cause.raw_os_error().unwrap_or(0)
}

#[cfg(not(unix))]
fn code_of(cause: io::Error) -> Errno {
    match cause.kind() {
        io::ErrorKind::NotFound => errno::ENOENT,
        io::ErrorKind::NotADirectory => errno::ENOTDIR,
        io::ErrorKind::PermissionDenied => errno::EACCES,
        _ => 5,
    }
}
