//! What all workers of one walk share.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::control::Control;
use super::folder::Budget;
use super::links::FoundLink;
use super::selection::Selection;
use super::worker::FolderItem;
use crate::disk::descriptor_budget;
use crate::request::Request;

/// What all workers of one walk share. Nothing in it is locked for an entry.
pub struct Context<'a> {
    pub request: &'a Request,
    pub control: Control<'a>,
    pub selection: Option<Selection>,
    pub budget: Budget,
    /// Whether entries are looked at at all, beside the type that a listing tells.
    pub looks: bool,
    /// Whether folders that will be opened are looked at when they are found.
    pub looks_at_folders: bool,
    /// The devices of the roots, where a walk stays on them.
    pub devices: Vec<u64>,
    /// Folders that were opened, where links are followed.
    visited: Option<Mutex<FxHashSet<(u64, u64)>>>,
    /// Links to folders, to be walked later.
    pub links: Mutex<Vec<FoundLink>>,
    /// Folders that wait until somebody has said what bears on them from outside.
    pub waiting: Mutex<Vec<FolderItem>>,
    /// Whether the walk was ended from within.
    ended: AtomicBool,
}

impl<'a> Context<'a> {
    /// `looks_early` is what the sink wants: see [`super::sink::Sink::LOOKS_EARLY`].
    pub fn new(request: &'a Request, control: Control<'a>, looks_early: bool) -> Self {
        let selection = Selection::compile(request);
        let needs = selection.as_ref().is_some_and(Selection::needs_stat);
        let looks = request.sizes || needs || request.one_file_system || request.follow;
        let by_time = selection.as_ref().is_some_and(Selection::by_time);
        Self {
            request,
            control,
            budget: Budget::new(descriptor_budget(), request.jobs.max(1)),
            looks,
            looks_at_folders: looks && (looks_early || by_time || request.one_file_system || request.follow),
            selection,
            devices: vec![0; request.roots.len()],
            visited: request.follow.then(Mutex::default),
            links: Mutex::default(),
            waiting: Mutex::default(),
            ended: AtomicBool::new(false),
        }
    }

    /// Whether to leave all that is not done yet.
    #[inline]
    pub fn is_stopped(&self) -> bool {
        self.control.stop() != 0 || self.ended.load(Ordering::Relaxed)
    }

    /// Ends the walk from within: all workers stop soon.
    pub fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    /// Whether a folder may be opened, as far as its depth goes.
    pub fn is_within_depth(&self, depth: u32) -> bool {
        self.request.max_depth.is_none_or(|most| depth < most)
    }

    /// Whether the folder was not opened before; notes that it is now. Without links nothing is met twice.
    pub fn visit(&self, identity: (u64, u64)) -> bool {
        let Some(visited) = &self.visited else { return true };
        visited.lock().unwrap_or_else(PoisonError::into_inner).insert(identity)
    }

    /// Whether the folder was opened before.
    pub fn has_visited(&self, identity: (u64, u64)) -> bool {
        let Some(visited) = &self.visited else { return false };
        visited.lock().unwrap_or_else(PoisonError::into_inner).contains(&identity)
    }
}
