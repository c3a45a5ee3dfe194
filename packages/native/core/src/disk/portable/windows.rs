//! What a thing is, as Node's `lstat` says it on Windows: a listing there tells neither how many names a file has nor
//! for certain how large it is (a file with several names is brought up to date only under the one it was written by), so
//! each thing is opened. Names that are no Unicode are replaced where they are not, and errors go by libuv's numbers, which
//! are what Node has names for.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::mem::MaybeUninit;
use std::os::windows::fs::OpenOptionsExt;
use std::os::windows::io::AsRawHandle;
use std::path::{Component, Path, PathBuf, Prefix};

use windows_sys::Win32::Foundation::{
    ERROR_ACCESS_DENIED, ERROR_BAD_PATHNAME, ERROR_CANT_ACCESS_FILE, ERROR_CANT_RESOLVE_FILENAME, ERROR_CRC,
    ERROR_DIRECTORY, ERROR_ELEVATION_REQUIRED, ERROR_FILE_NOT_FOUND, ERROR_FILENAME_EXCED_RANGE, ERROR_INVALID_DRIVE,
    ERROR_INVALID_NAME, ERROR_INVALID_PARAMETER, ERROR_INVALID_REPARSE_DATA, ERROR_IO_DEVICE, ERROR_LOCK_VIOLATION,
    ERROR_NOACCESS, ERROR_NOT_ENOUGH_MEMORY, ERROR_OUTOFMEMORY, ERROR_PATH_NOT_FOUND, ERROR_PRIVILEGE_NOT_HELD,
    ERROR_SHARING_VIOLATION, ERROR_SYMLINK_NOT_SUPPORTED, ERROR_TOO_MANY_OPEN_FILES, FILETIME,
};
use windows_sys::Win32::Storage::FileSystem::{
    BY_HANDLE_FILE_INFORMATION, FILE_ATTRIBUTE_DIRECTORY, FILE_ATTRIBUTE_READONLY, FILE_ATTRIBUTE_REPARSE_POINT,
    FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT, FILE_READ_ATTRIBUTES, FILE_STANDARD_INFO,
    FileStandardInfo, GetFileInformationByHandle, GetFileInformationByHandleEx,
};

use crate::disk::{Errno, Stat, errno, milliseconds};
use crate::request::EntryType;

/// Type bits of a mode, as `stat(2)` has them.
const MODE_FILE: u32 = 0o100_000;
const MODE_DIRECTORY: u32 = 0o040_000;
const MODE_LINK: u32 = 0o120_000;

/// Between the beginnings of Windows' and of POSIX' time: 1601 and 1970.
const TICKS_TO_1970: i64 = 116_444_736_000_000_000;
const TICKS_PER_SECOND: i64 = 10_000_000;

/// Looks at what a path leads to; at a link itself unless it is to be looked through. A link is what names another path:
/// a symbolic link or a junction. A place where a volume is mounted is a directory.
pub fn look_at(path: &Path, follow: bool) -> Result<Stat, Errno> {
    let (stat, is_special) = open_to_look(path, follow).and_then(|thing| stat_of(&thing)).map_err(code_of)?;
    if follow || !is_special {
        return Ok(stat);
    }
    match target_length(path) {
        Some(size) => Ok(Stat { kind: EntryType::Symlink, mode: MODE_LINK | (stat.mode & 0o777), size, ..stat }),
        None => look_at(path, true),
    }
}

fn open_to_look(path: &Path, follow: bool) -> io::Result<File> {
    let flags = if follow { 0 } else { FILE_FLAG_OPEN_REPARSE_POINT };
    OpenOptions::new().access_mode(FILE_READ_ATTRIBUTES).custom_flags(FILE_FLAG_BACKUP_SEMANTICS | flags).open(path)
}

/// What an open thing is, a link taken for what it would be if it were none; and whether it may be one.
fn stat_of(thing: &File) -> io::Result<(Stat, bool)> {
    let facts = facts_of(thing)?;
    let is_directory = facts.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY != 0;
    let permissions = if facts.dwFileAttributes & FILE_ATTRIBUTE_READONLY == 0 { 0o666 } else { 0o444 };
    let stat = Stat {
        kind: if is_directory { EntryType::Directory } else { EntryType::File },
        mode: permissions | if is_directory { MODE_DIRECTORY } else { MODE_FILE },
        size: if is_directory { 0 } else { wide(facts.nFileSizeHigh, facts.nFileSizeLow) },
        blocks: allocated(thing)? / 512,
        nlink: u64::from(facts.nNumberOfLinks),
        dev: u64::from(facts.dwVolumeSerialNumber),
        ino: wide(facts.nFileIndexHigh, facts.nFileIndexLow),
        mtime_ms: time_of(facts.ftLastWriteTime),
    };
    Ok((stat, facts.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT != 0))
}

fn facts_of(thing: &File) -> io::Result<BY_HANDLE_FILE_INFORMATION> {
    let mut facts = MaybeUninit::<BY_HANDLE_FILE_INFORMATION>::uninit();
    // SAFETY: the handle is open, and `facts` is large enough for the system to write the structure.
    let known = unsafe { GetFileInformationByHandle(thing.as_raw_handle(), facts.as_mut_ptr()) } != 0;
    // SAFETY: where the call succeeded, the system has filled the structure.
    if known { Ok(unsafe { facts.assume_init() }) } else { Err(io::Error::last_os_error()) }
}

/// What a thing takes on its volume, in bytes.
fn allocated(thing: &File) -> io::Result<u64> {
    let mut facts = MaybeUninit::<FILE_STANDARD_INFO>::uninit();
    // SAFETY: the handle is open, and the system writes no more than the length that it is told.
    let known = unsafe {
        GetFileInformationByHandleEx(
            thing.as_raw_handle(),
            FileStandardInfo,
            facts.as_mut_ptr().cast(),
            size_of::<FILE_STANDARD_INFO>() as u32,
        )
    };
    if known == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call succeeded, so the system has filled the structure.
    let facts = unsafe { facts.assume_init() };
    Ok(u64::try_from(facts.AllocationSize).unwrap_or(0))
}

/// How long the path is that a link names, in bytes of UTF-8; none for what is no link.
fn target_length(path: &Path) -> Option<u64> {
    let target = fs::read_link(path).ok()?.to_string_lossy().into_owned();
    // Absolute ones stand behind a prefix that nobody wrote: `\\?\C:\a`, `\\?\UNC\server\share`.
    let Some(rest) = target.strip_prefix(r"\\?\") else { return Some(target.len() as u64) };
    match (rest.strip_prefix(r"UNC\"), rest.as_bytes()) {
        (Some(share), _) => Some((r"\\".len() + share.len()) as u64),
        (None, [_, b':', ..]) => Some(rest.len() as u64),
        (None, _) => None,
    }
}

fn wide(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// Milliseconds since 1970, of seconds in 32 bits without a sign: Node takes them so, to reach the year 2106.
fn time_of(time: FILETIME) -> f64 {
    let ticks = wide(time.dwHighDateTime, time.dwLowDateTime) as i64 - TICKS_TO_1970;
    let seconds = ticks.div_euclid(TICKS_PER_SECOND) as u32;
    milliseconds(i64::from(seconds), ticks.rem_euclid(TICKS_PER_SECOND) as u32 * 100)
}

/// The path of a root in the form that takes every name literally (`CON`, `a.`) and is of any length, as Node makes it.
pub fn root_of(path: &[u8]) -> PathBuf {
    let path = PathBuf::from(text_of(path));
    let path = std::env::current_dir().map_or_else(|_| path.clone(), |folder| folder.join(&path));
    let mut literal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Prefix(prefix) => match prefix.kind() {
                Prefix::Disk(drive) => literal.push(format!(r"\\?\{}:", char::from(drive))),
                Prefix::UNC(server, share) => {
                    literal.push(OsString::from_iter([OsStr::new(r"\\?\UNC\"), server, OsStr::new(r"\"), share]));
                }
                _ => return path,
            },
            Component::ParentDir => drop(literal.pop()),
            Component::CurDir => {}
            Component::RootDir | Component::Normal(_) => literal.push(part),
        }
    }
    literal
}

/// A name as the system takes it.
pub fn text_of(bytes: &[u8]) -> OsString {
    OsString::from(String::from_utf8_lossy(bytes).into_owned())
}

/// A name as it is told.
pub fn bytes_of(name: OsString) -> Vec<u8> {
    name.to_string_lossy().into_owned().into_bytes()
}

/// The number of an error: libuv translates the system's alike (`uv_translate_sys_error`).
pub fn code_of(cause: io::Error) -> Errno {
    let Some(code) = cause.raw_os_error() else { return errno::UNKNOWN };
    match code as u32 {
        ERROR_FILE_NOT_FOUND
        | ERROR_PATH_NOT_FOUND
        | ERROR_INVALID_DRIVE
        | ERROR_INVALID_NAME
        | ERROR_BAD_PATHNAME
        | ERROR_INVALID_REPARSE_DATA => errno::ENOENT,
        ERROR_DIRECTORY => errno::ENOTDIR,
        ERROR_ACCESS_DENIED | ERROR_PRIVILEGE_NOT_HELD => errno::EPERM,
        ERROR_NOACCESS | ERROR_ELEVATION_REQUIRED | ERROR_CANT_ACCESS_FILE => errno::EACCES,
        ERROR_CANT_RESOLVE_FILENAME => errno::ELOOP,
        ERROR_SHARING_VIOLATION | ERROR_LOCK_VIOLATION => errno::EBUSY,
        ERROR_FILENAME_EXCED_RANGE => errno::ENAMETOOLONG,
        ERROR_TOO_MANY_OPEN_FILES => errno::EMFILE,
        ERROR_NOT_ENOUGH_MEMORY | ERROR_OUTOFMEMORY => errno::ENOMEM,
        ERROR_SYMLINK_NOT_SUPPORTED | ERROR_INVALID_PARAMETER => errno::EINVAL,
        ERROR_CRC | ERROR_IO_DEVICE => errno::EIO,
        _ => errno::UNKNOWN,
    }
}
