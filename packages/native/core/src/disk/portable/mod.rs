//! Every system but Linux: paths instead of descriptors, one call a name. What a thing is, and what an error is called,
//! each kind of system has a module of its own for.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::ffi::CStr;
use std::fs::{self, ReadDir};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

use self::system::{bytes_of, code_of, look_at, root_of, text_of};
use super::dirents::write_record;
use super::{Errno, Stat, ThreadTimes, errno, is_readable};
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
        open(root_of(path))
    }

    /// Opens a directory in this one; a link only where it is to be looked through.
    pub fn open_at(&self, name: &CStr, follow: bool) -> Result<Self, Errno> {
        let path = self.path.join(text_of(name.to_bytes()));
        if !follow && look_at(&path, false)?.kind == EntryType::Symlink {
            return Err(errno::ELOOP);
        }
        open(path)
    }

    /// Whether the calling thread can use it: every thread can.
    pub fn is_here(&self) -> bool {
        true
    }

    /// The same directory for a thread that cannot use this one.
    pub fn bring_here(&self) -> Option<Self> {
        self.again().ok()
    }

    /// The same directory once more, to look at what is in it: not to be listed.
    pub fn again(&self) -> Result<Self, Errno> {
        Ok(Self { path: self.path.clone(), listing: Mutex::new(None) })
    }

    /// Looks at this directory itself.
    pub fn stat(&self) -> Result<Stat, Errno> {
        look_at(&self.path, true)
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

/// What a thread of its own descriptors has: here there is none.
#[derive(Debug)]
pub enum OwnTable {}

/// Gives the calling thread descriptors of its own: never here.
pub fn take_own_table() -> Option<OwnTable> {
    None
}

/// Closes what other threads have left to the calling one: they leave nothing.
pub fn close_left() {}

/// Looks at a root.
pub fn look_at_root(path: &[u8], follow: bool) -> Result<Stat, Errno> {
    look_at(&root_of(path), follow)
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
