//! One worker: opens folders, reads their listings, looks at what is in them and hands it to its sink.

use std::ffi::CStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::context::Context;
use super::control::Met;
use super::filters::{Filters, Position};
use super::folder::{Folder, FolderInit, owned};
use super::links::ItemQueue;
use super::rule_source::FolderPlace;
use super::rules::{NeedsContext, Opened};
use super::sink::{Ended, Entering, Found, Sink, Where};
use super::wait_watch::WaitWatch;
use crate::disk::dirents::Dirents;
use crate::disk::{Errno, Handle, Listed, OwnTable, Stat, is_vanished, read_listing, take_own_table};
use crate::matcher::IgnoreContext;
use crate::profile::state::Operation;
use crate::request::EntryType;

/// Listings are read into a buffer of this many bytes: some two thousand names at once.
const BUFFER_BYTES: usize = 64 * 1024;

/// Names between two looks at whether to stop, to share and to tell how far it is.
const CHECK_EVERY: u32 = 64;

/// Names of a listing that are worth a worker of their own, in bytes of their records.
const SLICE_BYTES: usize = 8 * 1024;

/// What a listing gives at once, after the first time, where a folder is huge.
const HUGE_BYTES: usize = BUFFER_BYTES / 2;

/// One piece of work.
pub enum Item {
    /// A folder to open and list.
    Folder(FolderItem),
    /// A part of a listing that was read already.
    Slice { folder: Arc<Folder>, records: Box<[u8]> },
}

/// A folder to open and list.
pub struct FolderItem {
    /// None for a root.
    pub parent: Option<Arc<Folder>>,
    pub name: Box<CStr>,
    pub root: u32,
    /// From [`Sink::folder`].
    pub number: u64,
    pub given: bool,
    pub ignored: bool,
    pub linked: bool,
    /// Where it was looked at already.
    pub stat: Option<Stat>,
    /// What bears on it from outside, where that had to be asked.
    pub context: Option<Arc<IgnoreContext>>,
}

impl FolderItem {
    /// Where it is.
    pub fn place(&self) -> FolderPlace {
        let Some(parent) = &self.parent else {
            return FolderPlace { root: self.name.to_bytes().to_vec(), path: Vec::new() };
        };
        let mut path = Vec::new();
        parent.write_path(&mut path);
        if !path.is_empty() {
            path.push(b'/');
        }
        path.extend_from_slice(self.name.to_bytes());
        FolderPlace { root: parent.root_name().to_bytes().to_vec(), path }
    }
}

/// One worker's own things.
pub struct Worker<'w, 'a, S> {
    pub(super) context: &'w Context<'a>,
    pub sink: S,
    /// Its place among the workers.
    pub index: usize,
    filters: Option<Filters>,
    /// Where the folder stands whose entries come, and that folder.
    position: Option<Position>,
    at: u64,
    buffer: Vec<u8>,
    /// The folder that something was last opened in, and a handle to it: most folders come after others beside them, and
    /// workers that take the same handle from the same folder wait for each other.
    reached: Option<(Arc<Folder>, Arc<Handle>)>,
    met: Met,
    /// Where its thread has descriptors of its own.
    own_table: Option<OwnTable>,
    /// None where there are all the workers there may be for work alone.
    waits: Option<WaitWatch>,
    /// Whether work was left undone because the walk was to stop.
    pub was_cut: bool,
}

impl<'w, 'a, S: Sink> Worker<'w, 'a, S> {
    /// A worker with a place of its own among the others.
    pub fn new(context: &'w Context<'a>, index: usize, sink: S) -> Self {
        context.control.worker_started();
        Self {
            context,
            sink,
            index,
            filters: Filters::compile(context.request),
            position: None,
            at: u64::MAX,
            buffer: Vec::with_capacity(BUFFER_BYTES),
            reached: None,
            own_table: None,
            met: context.control.told(index),
            waits: None,
            was_cut: false,
        }
    }

    /// Takes up work, on the thread that will do it.
    pub fn resume(&mut self) {
        let request = self.context.request;
        self.waits = (request.jobs > request.eager).then(|| WaitWatch::new(0));
        // The first works on the thread of who called, which may need what it has open.
        if S::KEEPS_TO_ITSELF && self.index > 0 {
            self.own_table = take_own_table();
        }
    }

    /// Lays down work, when its thread has done all that it will do.
    pub fn pause(&mut self) {
        // In the next run others may meet what lies in its folders.
        self.sink.before_sharing();
        self.reached = None;
        self.own_table = None;
    }

    /// Does one piece of work.
    pub fn work(&mut self, item: Item, queue: &mut ItemQueue<'_>) {
        match item {
            Item::Folder(item) => self.walk_folder(item, queue),
            Item::Slice { folder, records } => {
                match folder.reach(self.index, &self.context.budget) {
                    Ok(handle) => {
                        self.sink.enter_slice(&folder);
                        // Two that count the uses of one handle wait for each other: this one has its own.
                        let own = handle.again();
                        self.take(&folder, own.as_ref().unwrap_or(&handle), &records, queue);
                        self.sink.leave(&folder, Ended::Slice);
                    }
                    Err(code) if is_vanished(code) => {}
                    Err(code) => self.fail_at(Where::Folder(&folder), Operation::Readdir, code),
                }
                folder.release(&self.context.budget);
            }
        }
        self.watch(queue);
        if queue.wants_sharing() && queue.len() > 1 {
            self.sink.before_sharing();
            queue.share();
        }
    }

    /// Tells the queue whether this worker mostly waits for what it walks.
    fn watch(&mut self, queue: &mut ItemQueue<'_>) {
        let Some(waits) = &mut self.waits else { return };
        if let Some(waits) = waits.look(queue.refills()) {
            queue.waits(waits && !self.sink.has_waited());
        }
    }

    fn is_stopped(&mut self) -> bool {
        let stopped = self.context.is_stopped() || self.sink.is_closed();
        self.was_cut |= stopped;
        stopped
    }

    fn walk_folder(&mut self, item: FolderItem, queue: &mut ItemQueue<'_>) {
        if self.is_stopped() {
            return;
        }
        let context = self.context;
        let handle = match &item.parent {
            None => Handle::open_root(item.name.to_bytes()),
            Some(parent) => {
                let handle = self.reach(parent).and_then(|handle| handle.open_at(&item.name, item.linked));
                parent.release(&context.budget);
                handle
            }
        };
        let handle = match handle {
            Ok(handle) => Arc::new(handle),
            Err(code) => return self.fail_to_open(item, code),
        };
        let position = match self.position_in(&item, &handle) {
            Ok(position) => position,
            Err(NeedsContext) => return self.put_off(item),
        };
        let stat = item.stat.or_else(|| if context.looks { handle.stat().ok() } else { None });
        let folder = self.enter(item, stat.as_ref(), position, Arc::clone(&handle));
        if context.control.wants_folder() {
            let mut path = folder.root_name().to_bytes().to_vec();
            let below = Where::Folder(&folder).place().path;
            if !below.is_empty() {
                if path.last() != Some(&b'/') {
                    path.push(b'/');
                }
                path.extend_from_slice(&below);
            }
            context.control.tell_folder(&path);
        }
        let ended = self.list(&folder, &handle, queue);
        self.sink.leave(&folder, ended);
        drop(handle);
        folder.release_listing(&context.budget);
        context.control.tell(self.index, &self.met);
    }

    /// A handle to a folder.
    fn reach(&mut self, folder: &Arc<Folder>) -> Result<&Handle, Errno> {
        let reached = match self.reached.take() {
            Some(reached) if Arc::ptr_eq(&reached.0, folder) => reached,
            _ => (Arc::clone(folder), folder.reach(self.index, &self.context.budget)?),
        };
        Ok(&self.reached.insert(reached).1)
    }

    /// Where a folder stands among the patterns; none where there are none.
    fn position_in(&mut self, item: &FolderItem, handle: &Handle) -> Result<Option<Position>, NeedsContext> {
        let Some(filters) = &mut self.filters else { return Ok(None) };
        let opened = Opened { handle, context: item.context.as_deref() };
        let above = item.parent.as_ref().and_then(|parent| parent.position.as_ref());
        match above {
            None => filters.root(opened).map(Some),
            Some(above) => filters.enter(above, item.name.to_bytes(), opened).map(Some),
        }
    }

    /// Leaves a folder for later.
    #[cold]
    fn put_off(&mut self, item: FolderItem) {
        if let Some(parent) = &item.parent {
            parent.hold();
        }
        lock(&self.context.waiting).push(item);
    }

    fn enter(
        &mut self,
        item: FolderItem,
        stat: Option<&Stat>,
        position: Option<Position>,
        handle: Arc<Handle>,
    ) -> Arc<Folder> {
        let key = self.tell(&item, stat);
        let FolderItem { parent, name, root, linked, .. } = item;
        let identity = if self.context.request.follow { stat.map(|stat| (stat.dev, stat.ino)) } else { None };
        let init = FolderInit { parent, name, root, key, identity, linked, position };
        Arc::new(Folder::new(init, handle, self.index, &self.context.budget))
    }

    /// Reads a folder's listing to its end.
    fn list(&mut self, folder: &Arc<Folder>, handle: &Arc<Handle>, queue: &mut ItemQueue<'_>) -> Ended {
        let mut empty = true;
        let mut sliced = false;
        loop {
            let mut buffer = std::mem::take(&mut self.buffer);
            let read = read_listing(handle, &mut buffer).map(|records| {
                let more = !records.is_empty();
                // While others look at what was read, more is read: the system does not let two read one listing.
                let huge = !empty && records.len() >= HUGE_BYTES;
                if huge && self.context.looks && queue.runs_short() && !self.is_stopped() {
                    self.give_slice(folder, records, queue);
                    return (more, Taken { names: 0, sliced: true, ended: false });
                }
                let taken = self.take(folder, handle, records, queue);
                (more, taken)
            });
            self.buffer = buffer;
            match read {
                Ok((false, _)) => return Ended::Listed { empty, sliced },
                Ok((true, taken)) => {
                    empty &= taken.names == 0;
                    sliced |= taken.sliced;
                    if taken.ended {
                        return Ended::Listed { empty, sliced };
                    }
                }
                Err(code) => {
                    self.fail_at(Where::Folder(folder), Operation::Readdir, code);
                    return Ended::Unlisted { sliced };
                }
            }
            if self.was_cut {
                return Ended::Unlisted { sliced };
            }
        }
    }

    /// Takes the records of a listing one by one. While another worker waits it gets half of what is left.
    fn take(&mut self, folder: &Arc<Folder>, handle: &Handle, records: &[u8], queue: &mut ItemQueue<'_>) -> Taken {
        let mut dirents = Dirents::new(records);
        let mut taken = Taken { names: 0, sliced: false, ended: false };
        let mut left = CHECK_EVERY;
        while let Some(listed) = dirents.next() {
            taken.names += 1;
            self.meet(folder, handle, &listed, queue);
            left -= 1;
            if left > 0 {
                continue;
            }
            left = CHECK_EVERY;
            queue.did(u64::from(CHECK_EVERY));
            if self.is_stopped() {
                return taken;
            }
            self.context.control.tell(self.index, &self.met);
            self.watch(queue);
            if !queue.wants_sharing() {
                continue;
            }
            if queue.len() > 1 {
                self.sink.before_sharing();
                queue.share();
            } else if self.context.looks && dirents.rest().len() >= SLICE_BYTES {
                taken.sliced = true;
                self.give_slice(folder, dirents.split_off_half(), queue);
            }
        }
        queue.did(u64::from(CHECK_EVERY - left + 1));
        taken.ended = dirents.is_end();
        taken
    }

    /// Gives records of a listing to others.
    fn give_slice(&mut self, folder: &Arc<Folder>, records: &[u8], queue: &mut ItemQueue<'_>) {
        folder.hold();
        self.sink.before_sharing();
        queue.give(Item::Slice { folder: Arc::clone(folder), records: records.into() });
    }

    /// Meets a name in a listing.
    #[inline]
    fn meet(&mut self, folder: &Arc<Folder>, handle: &Handle, listed: &Listed<'_>, queue: &mut ItemQueue<'_>) {
        let context = self.context;
        let name = listed.name;
        if !context.request.hidden && name.to_bytes().first() == Some(&b'.') {
            return;
        }
        let looks = match listed.kind {
            Some(EntryType::Directory) => context.looks_at_folders,
            Some(_) => context.looks,
            None => true,
        };
        if !looks {
            let kind = listed.kind.unwrap_or(EntryType::Other);
            if kind != EntryType::Directory {
                return self.offer(folder, name, kind, None);
            }
            if let Some(item) = self.offer_folder_in(folder, handle, name, None) {
                queue.push(item);
            }
            return;
        }
        match handle.stat_at(name, false) {
            Ok(stat) => match stat.kind {
                EntryType::Directory => {
                    if let Some(item) = self.offer_folder_in(folder, handle, name, Some(&stat)) {
                        queue.push(item);
                    }
                }
                EntryType::Symlink if context.request.follow => self.meet_link(folder, name, &stat),
                kind => self.offer(folder, name, kind, Some(&stat)),
            },
            Err(code) if is_vanished(code) => {}
            Err(code) => self.fail(folder, name, Operation::Lstat, code),
        }
    }

    /// Offers something that is no folder.
    #[inline]
    pub(super) fn offer(&mut self, folder: &Folder, name: &CStr, kind: EntryType, stat: Option<&Stat>) {
        let bytes = name.to_bytes();
        if !(self.keeps(folder, bytes, false) && self.gives(bytes, kind, stat)) {
            return;
        }
        self.met.entries += 1;
        if kind == EntryType::File {
            self.met.files += 1;
            self.met.bytes += stat.map_or(0, |stat| stat.size);
        }
        let ignored = self.would_ignore(bytes, false);
        self.sink.give(folder, &Found { name: bytes, kind, stat, ignored });
    }

    fn offer_folder_in(
        &mut self,
        folder: &Arc<Folder>,
        handle: &Handle,
        name: &CStr,
        stat: Option<&Stat>,
    ) -> Option<Item> {
        let context = self.context;
        if stat.is_some() || !context.looks {
            return self.offer_folder(folder, name, stat, false);
        }
        let bytes = name.to_bytes();
        let kept = self.keeps(folder, bytes, true);
        if kept && context.is_within_depth(folder.depth + 1) && self.opens(bytes) {
            return self.offer_folder(folder, name, None, false);
        }
        // What cannot be looked at may be anything: it takes part if a file of its name would.
        if !kept && !self.keeps(folder, bytes, false) {
            return None;
        }
        // It will not be opened, so this is the time to look at it.
        match handle.stat_at(name, false) {
            Ok(stat) if stat.kind == EntryType::Directory => self.offer_folder(folder, name, Some(&stat), false),
            Ok(stat) => {
                self.offer(folder, name, stat.kind, Some(&stat));
                None
            }
            Err(code) => {
                if !is_vanished(code) {
                    self.fail(folder, name, Operation::Lstat, code);
                }
                None
            }
        }
    }

    /// Offers a folder; the work to do where it is to be opened.
    pub(super) fn offer_folder(
        &mut self,
        folder: &Arc<Folder>,
        name: &CStr,
        stat: Option<&Stat>,
        linked: bool,
    ) -> Option<Item> {
        let context = self.context;
        let bytes = name.to_bytes();
        if !self.keeps(folder, bytes, true) {
            return None;
        }
        let given = self.gives(bytes, EntryType::Directory, stat);
        let opened = context.is_within_depth(folder.depth + 1)
            && self.opens(bytes)
            && (!context.request.one_file_system
                || stat.is_some_and(|stat| stat.dev == context.devices[folder.root as usize]))
            && stat.is_none_or(|stat| context.visit((stat.dev, stat.ino)));
        if !given && !opened {
            return None;
        }
        if given && !opened {
            self.met.entries += 1;
            self.met.directories += 1;
        }
        let ignored = given && self.would_ignore(bytes, true);
        let found = Found { name: bytes, kind: EntryType::Directory, stat, ignored };
        let number = self.sink.folder(folder, &found, given, opened);
        if !opened {
            return None;
        }
        folder.hold();
        Some(Item::Folder(FolderItem {
            parent: Some(Arc::clone(folder)),
            name: owned(name),
            root: folder.root,
            number,
            given,
            ignored,
            linked,
            stat: stat.copied(),
            context: None,
        }))
    }

    /// Whether the patterns let an entry take part. The first question about an entry: it turns to its folder.
    #[inline]
    fn keeps(&mut self, folder: &Folder, name: &[u8], is_folder: bool) -> bool {
        let Some(filters) = &mut self.filters else { return true };
        if self.at != folder.key || self.position.is_none() {
            self.at = folder.key;
            self.position.clone_from(&folder.position);
            if let Some(position) = &mut self.position {
                filters.adopt(position);
            }
        }
        self.position.as_ref().is_none_or(|position| filters.keeps(position, name, is_folder))
    }

    /// Whether the patterns let a folder be opened.
    fn opens(&mut self, name: &[u8]) -> bool {
        match (&mut self.filters, &self.position) {
            (Some(filters), Some(position)) => filters.opens(position, name),
            _ => true,
        }
    }

    /// Whether rules that are only asked would leave out an entry that is given.
    #[inline]
    fn would_ignore(&mut self, name: &[u8], is_folder: bool) -> bool {
        match (&mut self.filters, &self.position) {
            (Some(filters), Some(position)) => filters.would_ignore(position, name, is_folder),
            _ => false,
        }
    }

    #[inline]
    fn gives(&mut self, name: &[u8], kind: EntryType, stat: Option<&Stat>) -> bool {
        if let (Some(filters), Some(position)) = (&mut self.filters, &self.position)
            && !filters.gives(position, name, kind == EntryType::Directory)
        {
            return false;
        }
        self.context.selection.as_ref().is_none_or(|selection| selection.gives(name, kind, stat))
    }

    /// Counts a folder that was reached, and tells the sink, which says its key.
    fn tell(&mut self, item: &FolderItem, stat: Option<&Stat>) -> u64 {
        if item.given {
            self.met.entries += 1;
            self.met.directories += 1;
        }
        let entering = Entering {
            number: item.number,
            root: item.root,
            name: item.name.to_bytes(),
            stat,
            given: item.given,
            ignored: item.ignored,
        };
        self.sink.enter(item.parent.as_deref(), &entering)
    }

    /// A folder that could not be opened counts all the same, if it can be looked at.
    fn fail_to_open(&mut self, item: FolderItem, code: Errno) {
        let Some(parent) = item.parent.clone() else {
            let root = item.root;
            self.tell(&item, item.stat.as_ref());
            return self.fail_at(Where::Root(root, item.name.to_bytes()), Operation::Readdir, code);
        };
        if is_vanished(code) {
            return;
        }
        let mut stat = item.stat;
        if stat.is_none() && self.context.looks {
            match parent.reach(self.index, &self.context.budget).and_then(|handle| handle.stat_at(&item.name, false)) {
                Ok(found) => stat = Some(found),
                Err(code) if is_vanished(code) => return,
                Err(code) => return self.fail(&parent, &item.name, Operation::Lstat, code),
            }
        }
        self.tell(&item, stat.as_ref());
        self.fail_at(Where::Unopened(&parent, item.name.to_bytes(), item.number), Operation::Readdir, code);
    }

    /// Tells that something in a folder could not be read, if the patterns let it take part.
    pub(super) fn fail(&mut self, folder: &Folder, name: &CStr, operation: Operation, code: Errno) {
        if !self.keeps(folder, name.to_bytes(), false) {
            return;
        }
        self.fail_at(Where::Name(folder, name.to_bytes()), operation, code);
    }

    pub(super) fn fail_at(&mut self, at: Where<'_>, operation: Operation, code: Errno) {
        self.met.errors += 1;
        self.sink.error(at, operation, code);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What came of the records of a listing.
struct Taken {
    names: u64,
    /// Others have a part.
    sliced: bool,
    /// The records say that there are no more: to ask once more costs a folder of one file six percent.
    ended: bool,
}
