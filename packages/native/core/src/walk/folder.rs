//! A folder on the way: its place in the tree, and how to reach what is in it.

use std::ffi::{CStr, CString};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::filters::Position;
use crate::disk::{Errno, Handle, errno};

/// A folder that has been opened, kept for as long as anything below it is to be walked.
///
/// Its handle is given back as soon as everything in it has been opened, so that a walk holds few; what must be
/// reached after that goes down from the root again, name by name, which knows no longest path either.
#[derive(Debug)]
pub struct Folder {
    /// None for a root.
    pub parent: Option<Arc<Folder>>,
    /// The last part of the path; for a root the path as it was given.
    pub name: Box<CStr>,
    /// The root that it lies in.
    pub root: u32,
    /// 0 for a root.
    pub depth: u32,
    /// The sink's own number for it.
    pub key: u64,
    /// Device and inode, where links are followed.
    pub identity: Option<(u64, u64)>,
    /// Whether it is a link that was looked through.
    pub linked: bool,
    /// Where it stands among the patterns; none where there are none.
    pub position: Option<Position>,
    /// The worker that lists it.
    worker: usize,
    handles: Mutex<Handles>,
    /// How much is still to be opened through the handle, its own listing included.
    users: AtomicU32,
}

/// The handles to one folder.
#[derive(Debug)]
struct Handles {
    /// None once it was given back.
    listed: Option<Arc<Handle>>,
    /// Those of other workers that opened something in it, where workers cannot use each other's.
    others: Vec<(usize, Arc<Handle>)>,
}

/// How many handles are open, and may be. Each worker has a part of its own: the count changes with each folder.
#[derive(Debug)]
pub struct Budget {
    open: Box<[Count]>,
    /// For each worker.
    most: usize,
}

/// Alone in its cache lines.
#[derive(Debug, Default)]
#[repr(align(128))]
struct Count(AtomicUsize);

impl Budget {
    /// So many workers may have so many handles open in all. None is open yet.
    pub fn new(most: usize, workers: usize) -> Self {
        Self { open: (0..workers).map(|_| Count::default()).collect(), most: (most / workers).max(1) }
    }

    fn opened(&self, worker: usize) {
        self.open[worker].0.fetch_add(1, Ordering::Relaxed);
    }

    fn closed(&self, worker: usize) {
        self.open[worker].0.fetch_sub(1, Ordering::Relaxed);
    }

    fn is_exceeded(&self, worker: usize) -> bool {
        self.open[worker].0.load(Ordering::Relaxed) > self.most
    }
}

/// What a new [`Folder`] is made of; see its fields.
pub struct FolderInit {
    pub parent: Option<Arc<Folder>>,
    pub name: Box<CStr>,
    pub root: u32,
    pub key: u64,
    pub identity: Option<(u64, u64)>,
    pub linked: bool,
    pub position: Option<Position>,
}

impl Folder {
    /// A folder that was just opened and is about to be listed.
    pub fn new(init: FolderInit, handle: Arc<Handle>, worker: usize, budget: &Budget) -> Self {
        let FolderInit { parent, name, root, key, identity, linked, position } = init;
        let depth = parent.as_ref().map_or(0, |parent| parent.depth + 1);
        budget.opened(worker);
        Self {
            parent,
            name,
            root,
            depth,
            key,
            identity,
            linked,
            position,
            worker,
            handles: Mutex::new(Handles { listed: Some(handle), others: Vec::new() }),
            users: AtomicU32::new(1),
        }
    }

    /// Notes that something is to be opened through the handle.
    pub fn hold(&self) {
        self.users.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes that something was opened; after the last of them the handle is given back.
    pub fn release(&self, budget: &Budget) {
        if self.users.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.close(budget);
        }
    }

    /// As [`Folder::release`], for the listing: where too many handles are open, this one is given back now.
    pub fn release_listing(&self, budget: &Budget) {
        self.release(budget);
        if budget.is_exceeded(self.worker) {
            self.close(budget);
        }
    }

    fn close(&self, budget: &Budget) {
        let mut handles = self.lock();
        let listed = handles.listed.take();
        let others = std::mem::take(&mut handles.others);
        drop(handles);
        if listed.is_some() {
            budget.closed(self.worker);
        }
        for (worker, _) in others {
            budget.closed(worker);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Handles> {
        self.handles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A handle to reach what is in the folder: the one that is open, or a new one.
    pub fn reach(self: &Arc<Self>, worker: usize, budget: &Budget) -> Result<Arc<Handle>, Errno> {
        if let Some(handle) = self.open_handle(worker, budget) {
            return Ok(handle);
        }
        // Down from the nearest folder that is open. A chain may be deeper than the stack.
        let mut closed = vec![self];
        let mut handle = loop {
            let Some(&folder) = closed.last() else { return Err(errno::ENOENT) };
            match &folder.parent {
                None => {
                    let root = Handle::open_root(folder.name.to_bytes())?;
                    closed.pop();
                    break Arc::new(root);
                }
                Some(parent) => match parent.open_handle(worker, budget) {
                    Some(handle) => break handle,
                    None => closed.push(parent),
                },
            }
        };
        while let Some(folder) = closed.pop() {
            handle = Arc::new(handle.open_at(&folder.name, folder.linked)?);
        }
        Ok(handle)
    }

    /// A handle that the calling thread can use, if any is open or can be had of another thread's.
    fn open_handle(&self, worker: usize, budget: &Budget) -> Option<Arc<Handle>> {
        let mut handles = self.lock();
        let listed = handles.listed.as_ref()?;
        if listed.is_here() {
            return Some(Arc::clone(listed));
        }
        if let Some((_, other)) = handles.others.iter().find(|(_, other)| other.is_here()) {
            return Some(Arc::clone(other));
        }
        // Whose it is cannot close it while the lock is held.
        let brought = Arc::new(listed.bring_here()?);
        budget.opened(worker);
        handles.others.push((worker, Arc::clone(&brought)));
        Some(brought)
    }

    /// Writes the path from the root, its parts separated by `/`; nothing for the root itself.
    pub fn write_path(&self, path: &mut Vec<u8>) {
        path.clear();
        let mut length = 0;
        let mut folder = self;
        while let Some(parent) = &folder.parent {
            length += folder.name.to_bytes().len() + 1;
            folder = parent;
        }
        path.resize(length.saturating_sub(1), b'/');
        let mut end = path.len();
        folder = self;
        while let Some(parent) = &folder.parent {
            let name = folder.name.to_bytes();
            path[end - name.len()..end].copy_from_slice(name);
            end = (end - name.len()).saturating_sub(1);
            folder = parent;
        }
    }

    /// The name of the root as it was given.
    pub fn root_name(&self) -> &CStr {
        let mut folder = self;
        while let Some(parent) = &folder.parent {
            folder = parent;
        }
        &folder.name
    }

    /// Whether this folder, or one that holds it, is the object of that identity.
    pub fn lies_in(&self, identity: (u64, u64)) -> bool {
        let mut folder = Some(self);
        while let Some(at) = folder {
            if at.identity == Some(identity) {
                return true;
            }
            folder = at.parent.as_deref();
        }
        false
    }
}

impl Drop for Folder {
    /// A chain may be longer than the stack is deep: its links are dropped one after the other.
    fn drop(&mut self) {
        let mut next = self.parent.take();
        while let Some(folder) = next {
            next = Arc::into_inner(folder).and_then(|mut folder| folder.parent.take());
        }
    }
}

/// A name as the system takes it.
pub fn owned(name: &CStr) -> Box<CStr> {
    CString::from(name).into_boxed_c_str()
}
