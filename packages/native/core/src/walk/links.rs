//! Links that are followed. What is there without them is walked first; then linked folders, in the order of the
//! links' paths, round by round, so that which path a folder is found under never depends on the schedule.

use std::sync::Arc;

use super::folder::{Folder, owned};
use super::sink::{Sink, Where};
use super::worker::{Item, Worker};
use crate::disk::{Stat, errno, is_vanished};
use crate::profile::state::{LEADS_TO_ITS_HOLDER, Operation, Place};
use crate::request::EntryType;
use crate::scheduler::Queue;

/// A link to a folder, to be walked later.
pub struct FoundLink {
    /// Where it is; what links are sorted by.
    pub at: Place,
    /// The folder that holds it.
    pub folder: Arc<Folder>,
    /// Its name.
    pub name: Box<std::ffi::CStr>,
    /// What the link itself is.
    pub stat: Stat,
}

impl<S: Sink> Worker<'_, '_, S> {
    /// Meets a link that is to be looked through: a folder waits until all else has been walked.
    pub(super) fn meet_link(&mut self, folder: &Arc<Folder>, name: &std::ffi::CStr, stat: &Stat) {
        let target = folder.reach(self.index, &self.context.budget).and_then(|handle| handle.stat_at(name, true));
        match target {
            Ok(target) if target.kind == EntryType::Directory => {
                let at = Where::Name(folder, name.to_bytes()).place();
                let link = FoundLink { at, folder: Arc::clone(folder), name: owned(name), stat: *stat };
                self.context.links.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(link);
            }
            target => self.offer_target(folder, name, stat, target),
        }
    }

    /// Walks a link to a folder once its turn has come: the folder is a seed of the next walk, if it is to be opened.
    pub(super) fn follow_link(&mut self, link: FoundLink) -> Option<Item> {
        let FoundLink { folder, name, stat, .. } = link;
        let target = match folder.reach(self.index, &self.context.budget).and_then(|handle| handle.stat_at(&name, true))
        {
            Ok(target) if target.kind == EntryType::Directory => target,
            target => {
                self.offer_target(&folder, &name, &stat, target);
                return None;
            }
        };
        let identity = (target.dev, target.ino);
        if folder.lies_in(identity) {
            self.fail(&folder, &name, Operation::Follow, LEADS_TO_ITS_HOLDER);
            self.offer(&folder, &name, EntryType::Symlink, Some(&stat));
            return None;
        }
        if self.context.has_visited(identity) {
            self.offer(&folder, &name, EntryType::Symlink, Some(&stat));
            return None;
        }
        self.offer_folder(&folder, &name, Some(&target), true)
    }

    /// Offers what a link leads to in its place, or the link itself where that is nothing, with the error if there is
    /// one.
    fn offer_target(
        &mut self,
        folder: &Arc<Folder>,
        name: &std::ffi::CStr,
        stat: &Stat,
        target: Result<Stat, crate::disk::Errno>,
    ) {
        match target {
            Ok(target) => self.offer(folder, name, target.kind, Some(&target)),
            Err(code) => {
                if !is_vanished(code) {
                    let operation = if code == errno::ELOOP { Operation::Follow } else { Operation::Stat };
                    self.fail(folder, name, operation, code);
                }
                self.offer(folder, name, EntryType::Symlink, Some(stat));
            }
        }
    }
}

/// Only to keep the queue's type in one place for callers of this module.
pub type ItemQueue<'q> = Queue<'q, Item>;
