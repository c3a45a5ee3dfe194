//! Linux: everything relative to descriptors of directories, so that no path is resolved twice, none is too long, and
//! nothing can be swapped for a link on the way.

mod table;

use std::ffi::{CStr, CString};
use std::fs::File;
use std::io::Read;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd, OwnedFd, RawFd};
use std::sync::Arc;
use std::time::Duration;

use self::table::Table;
pub use self::table::{OwnTable, take_own_table};
use super::{Errno, Stat, ThreadTimes, errno, is_readable, milliseconds};
use crate::request::EntryType;

/// An open directory, in the descriptor table of the thread that opened it.
#[derive(Debug)]
pub struct Handle {
    descriptor: ManuallyDrop<OwnedFd>,
    /// None is that of the process: threads that share it would wait for each other to count who knows it.
    own_table: Option<Arc<Table>>,
}

const OPEN_FLAGS: i32 = libc::O_RDONLY | libc::O_DIRECTORY | libc::O_NONBLOCK | libc::O_CLOEXEC | libc::O_NOCTTY;
const REACH_FLAGS: i32 = libc::O_PATH | libc::O_DIRECTORY | libc::O_CLOEXEC;
const FILE_FLAGS: i32 = libc::O_RDONLY | libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_CLOEXEC | libc::O_NOCTTY;

impl Handle {
    /// Opens a root by its path, through links if its last part is one.
    pub fn open_root(path: &[u8]) -> Result<Self, Errno> {
        let path = CString::new(path).map_err(|_| errno::ENOENT)?;
        close_left();
        Ok(Self::new(open_at(libc::AT_FDCWD, &path, OPEN_FLAGS)?, Table::own()))
    }

    fn new(descriptor: OwnedFd, own_table: Option<Arc<Table>>) -> Self {
        Self { descriptor: ManuallyDrop::new(descriptor), own_table }
    }

    fn table(&self) -> &Table {
        self.own_table.as_deref().unwrap_or_else(|| Table::of_process())
    }

    fn raw(&self) -> RawFd {
        debug_assert!(self.is_here(), "a descriptor of another thread");
        self.descriptor.as_raw_fd()
    }

    /// Opens a name in this directory.
    fn open_with(&self, name: &CStr, flags: i32) -> Result<Self, Errno> {
        self.table().close_left();
        Ok(Self::new(open_at(self.raw(), name, flags)?, self.own_table.clone()))
    }

    /// Whether the calling thread can use it.
    pub fn is_here(&self) -> bool {
        self.table().is_here()
    }

    /// The same directory for the calling thread, which cannot use this one: to reach what is in it, not to be listed. The
    /// other thread must keep it open meanwhile. None where that cannot be had.
    pub fn bring_here(&self) -> Option<Self> {
        let path = CString::new(self.table().path_of(&self.descriptor)?).ok()?;
        Some(Self::new(open_at(libc::AT_FDCWD, &path, REACH_FLAGS).ok()?, Table::own()))
    }

    /// Opens a directory in this one; a link only where it is to be looked through.
    pub fn open_at(&self, name: &CStr, follow: bool) -> Result<Self, Errno> {
        self.open_with(name, if follow { OPEN_FLAGS } else { OPEN_FLAGS | libc::O_NOFOLLOW })
    }

    /// The same directory once more, to look at what is in it: not to be listed.
    pub fn again(&self) -> Result<Self, Errno> {
        self.open_with(c".", REACH_FLAGS)
    }

    /// Looks at this directory itself.
    pub fn stat(&self) -> Result<Stat, Errno> {
        stat_at(self.raw(), c"", libc::AT_EMPTY_PATH)
    }

    /// Looks at something in this directory; at a link itself unless it is to be looked through.
    pub fn stat_at(&self, name: &CStr, follow: bool) -> Result<Stat, Errno> {
        stat_at(self.raw(), name, if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW })
    }

    /// Reads a regular file in this directory; none where there is none that can be read. Follows no link.
    pub fn read_file(&self, name: &CStr) -> Option<Vec<u8>> {
        // Mostly there is none, and nothing but files may be opened: a device may do anything then.
        let stat = self.stat_at(name, false).ok().filter(is_readable)?;
        let descriptor = open_at(self.raw(), name, FILE_FLAGS).ok()?;
        let mut content = Vec::with_capacity(usize::try_from(stat.size).ok()?);
        File::from(descriptor).read_to_end(&mut content).ok()?;
        Some(content)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: it is taken once, here, and nothing comes after.
        let descriptor = unsafe { ManuallyDrop::take(&mut self.descriptor) };
        if self.is_here() {
            drop(descriptor);
        } else {
            self.table().leave(descriptor.into_raw_fd());
        }
    }
}

/// Closes what other threads have left to the calling one.
pub fn close_left() {
    Table::own().as_deref().unwrap_or_else(|| Table::of_process()).close_left();
}

/// Looks at a root.
pub fn look_at_root(path: &[u8], follow: bool) -> Result<Stat, Errno> {
    let path = CString::new(path).map_err(|_| errno::ENOENT)?;
    stat_at(libc::AT_FDCWD, &path, if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW })
}

fn open_at(directory: RawFd, name: &CStr, flags: i32) -> Result<OwnedFd, Errno> {
    loop {
        // SAFETY: `name` is a C string that lives over the call.
        let descriptor = unsafe { libc::openat(directory, name.as_ptr(), flags) };
        if descriptor >= 0 {
            // SAFETY: the descriptor was just opened and nobody else has it.
            return Ok(unsafe { OwnedFd::from_raw_fd(descriptor) });
        }
        let code = last_error();
        if code != libc::EINTR {
            return Err(code);
        }
    }
}

fn stat_at(directory: RawFd, name: &CStr, flags: i32) -> Result<Stat, Errno> {
    let mut buffer = MaybeUninit::<libc::statx>::uninit();
    loop {
        // SAFETY: `name` is a C string and `buffer` is large enough for the kernel to write the structure.
        let result = unsafe {
            libc::statx(
                directory,
                name.as_ptr(),
                flags | libc::AT_NO_AUTOMOUNT,
                libc::STATX_BASIC_STATS,
                buffer.as_mut_ptr(),
            )
        };
        if result == 0 {
            break;
        }
        let code = last_error();
        if code != libc::EINTR {
            return Err(code);
        }
    }
    // SAFETY: the call succeeded, so the kernel has filled the structure.
    let buffer = unsafe { buffer.assume_init_ref() };
    let mode = u32::from(buffer.stx_mode);
    Ok(Stat {
        kind: kind_of(mode),
        mode,
        size: buffer.stx_size,
        blocks: buffer.stx_blocks,
        nlink: u64::from(buffer.stx_nlink),
        dev: libc::makedev(buffer.stx_dev_major, buffer.stx_dev_minor),
        ino: buffer.stx_ino,
        mtime_ms: milliseconds(buffer.stx_mtime.tv_sec, buffer.stx_mtime.tv_nsec),
    })
}

fn kind_of(mode: u32) -> EntryType {
    match mode & libc::S_IFMT {
        libc::S_IFREG => EntryType::File,
        libc::S_IFDIR => EntryType::Directory,
        libc::S_IFLNK => EntryType::Symlink,
        _ => EntryType::Other,
    }
}

/// Reads the next names of a directory as records: see [`super::dirents`]. An empty answer is the end.
pub fn read_listing<'a>(handle: &Handle, buffer: &'a mut Vec<u8>) -> Result<&'a [u8], Errno> {
    loop {
        buffer.clear();
        // SAFETY: the kernel writes at most as many bytes as the buffer has room for.
        let read = unsafe { libc::syscall(libc::SYS_getdents64, handle.raw(), buffer.as_mut_ptr(), buffer.capacity()) };
        if let Ok(read) = usize::try_from(read) {
            // SAFETY: the kernel has written that many bytes, which is no more than the capacity.
            unsafe { buffer.set_len(read) };
            return Ok(buffer);
        }
        match last_error() {
            libc::EINTR => {}
            // The directory was removed while it was read: what is left of it is nothing.
            libc::ENOENT => return Ok(buffer),
            code => return Err(code),
        }
    }
}

/// How many directories may be held open at once, out of what the system allows the process.
pub fn descriptor_budget() -> usize {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: `limit` is a valid structure to write to.
    let known = unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) } == 0;
    let allowed = if known { usize::try_from(limit.rlim_cur).unwrap_or(usize::MAX) } else { 256 };
    (allowed / 4).clamp(8, 8192)
}

/// What the calling thread has had of processors so far: getrusage(2).
pub fn thread_times() -> Option<ThreadTimes> {
    let mut usage = MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: `usage` is large enough for the kernel to write the structure.
    let known = unsafe { libc::getrusage(libc::RUSAGE_THREAD, usage.as_mut_ptr()) } == 0;
    // SAFETY: the structure is of numbers alone, for which zeroes are valid, whether or not the kernel has written it.
    let usage = unsafe { usage.assume_init_ref() };
    let duration = |time: libc::timeval| {
        Duration::from_secs(u64::try_from(time.tv_sec).unwrap_or(0))
            + Duration::from_micros(u64::try_from(time.tv_usec).unwrap_or(0))
    };
    known.then(|| ThreadTimes {
        ran: duration(usage.ru_utime) + duration(usage.ru_stime),
        waits: u64::try_from(usage.ru_nvcsw).unwrap_or(0),
        preemptions: u64::try_from(usage.ru_nivcsw).unwrap_or(0),
    })
}

fn last_error() -> Errno {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}
