//! Where a worker puts what it meets.

use super::folder::Folder;
use crate::disk::{Errno, Stat};
use crate::profile::state::{Operation, Place};
use crate::request::EntryType;

/// Something that was met in a folder.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// Its name.
    pub name: &'a [u8],
    /// What it is.
    pub kind: EntryType,
    /// What the system says of it, where that was asked.
    pub stat: Option<&'a Stat>,
    /// Whether rules that are only asked would leave it out.
    pub ignored: bool,
}

/// Where one worker puts what it meets. Each worker has its own, so nothing is locked.
pub trait Sink: Send {
    /// Whether a folder that is going to be opened is looked at when it is found, not when it is opened.
    const LOOKS_EARLY: bool;

    /// Whether it uses nothing that the process has open, such as an event loop to be woken: then workers may do without.
    const KEEPS_TO_ITSELF: bool;

    /// A root that is there. Says the number by which [`Sink::enter`] will know it, if it is opened.
    fn root(&mut self, root: u32, name: &[u8], kind: EntryType, stat: Option<&Stat>, given: bool, opened: bool) -> u64;

    /// Something else than a folder, given.
    fn give(&mut self, folder: &Folder, found: &Found<'_>);

    /// A folder that is given, opened, or both. Says the number by which [`Sink::enter`] will know it, if it is opened.
    fn folder(&mut self, folder: &Folder, found: &Found<'_>, given: bool, opened: bool) -> u64;

    /// What follows, up to [`Sink::leave`], lies in a folder. `number` is from [`Sink::folder`] or [`Sink::root`]. Says
    /// the key of the folder. `stat` is there where it was asked for and could be had.
    fn enter(&mut self, parent: Option<&Folder>, entering: &Entering<'_>) -> u64;

    /// As [`Sink::enter`], for a part of a folder's listing that another worker began.
    fn enter_slice(&mut self, folder: &Folder);

    /// The end of a folder, or of a part of one.
    fn leave(&mut self, folder: &Folder, ended: Ended);

    /// Something that could not be read.
    fn error(&mut self, at: Where<'_>, operation: Operation, code: Errno);

    /// Others are about to see folders that were found.
    fn before_sharing(&mut self) {}

    /// Whether it made its worker wait since it was last asked: for room, not for what is walked.
    fn has_waited(&mut self) -> bool {
        false
    }

    /// Whether nobody wants any more.
    fn is_closed(&self) -> bool {
        false
    }
}

/// A folder about to be listed.
#[derive(Clone, Copy, Debug)]
pub struct Entering<'a> {
    /// From [`Sink::folder`] or [`Sink::root`].
    pub number: u64,
    /// The root it lies in.
    pub root: u32,
    /// Its name.
    pub name: &'a [u8],
    /// What the system says of it.
    pub stat: Option<&'a Stat>,
    /// Whether it is given.
    pub given: bool,
    /// Whether rules that are only asked would leave it out.
    pub ignored: bool,
}

/// Where something could not be read.
#[derive(Clone, Copy, Debug)]
pub enum Where<'a> {
    /// A root, and its name.
    Root(u32, &'a [u8]),
    /// A folder that is being listed.
    Folder(&'a Folder),
    /// A folder that could not be opened: the one that holds it, its name, and its number from [`Sink::folder`].
    Unopened(&'a Folder, &'a [u8], u64),
    /// A name in a folder.
    Name(&'a Folder, &'a [u8]),
}

impl Where<'_> {
    /// As a place in a report.
    pub fn place(&self) -> Place {
        let mut path = Vec::new();
        let root = match *self {
            Where::Root(root, _) => root,
            Where::Folder(folder) => {
                folder.write_path(&mut path);
                folder.root
            }
            Where::Unopened(folder, name, _) | Where::Name(folder, name) => {
                folder.write_path(&mut path);
                if !path.is_empty() {
                    path.push(b'/');
                }
                path.extend_from_slice(name);
                folder.root
            }
        };
        Place { root, path: path.into_boxed_slice() }
    }
}

/// How a folder, or a part of one, came to its end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ended {
    /// A part that another worker began: nothing is known of the whole.
    Slice,
    /// All was read. Whether there was no name at all, and whether parts of it are with other workers.
    Listed {
        /// No name was met.
        empty: bool,
        /// Other workers have parts of it.
        sliced: bool,
    },
    /// It could not be listed to its end, or the walk was stopped.
    Unlisted {
        /// Other workers have parts of it.
        sliced: bool,
    },
}
