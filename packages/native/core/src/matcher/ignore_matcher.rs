//! Where a walk stands among ignore files, each of which is a program of its own.
//!
//! One program that grows by every file met on the way, as in the TypeScript, would have to be shared by all workers.
//! So a position is a stack of small programs with the state of each, and is asked from the deepest file up: the first
//! that has a rule for an entry decides over it. Files that can decide nothing more below are left out.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::folder_state::{FolderState, Matcher};
use super::ignore_context::IgnoreContext;
use super::ignore_file::compile_ignore_file;
use super::program::Program;

/// Where a walk stands among ignore rules in one folder. It goes with the folder from worker to worker.
#[derive(Clone, Debug, Default)]
pub struct IgnorePosition {
    /// From the least to the most important.
    files: Option<Arc<[OpenFile]>>,
    ignore_case: bool,
    all: bool,
}

/// An ignore file that bears on a folder.
#[derive(Clone, Debug)]
struct OpenFile {
    program: Arc<Program>,
    folder: FolderState,
    /// Where the worker that made this keeps its matcher: a hint.
    slot: usize,
}

impl IgnorePosition {
    /// The position in a root that no rules bear on yet.
    pub fn new(ignore_case: bool) -> Self {
        Self { files: None, ignore_case, all: false }
    }

    /// Whether everything below is ignored already, because the folder is.
    pub fn all(&self) -> bool {
        self.all
    }

    /// Whether the rules leave the case of letters aside: for [`compile_ignore_file`].
    pub fn ignore_case(&self) -> bool {
        self.ignore_case
    }

    fn files(&self) -> &[OpenFile] {
        self.files.as_deref().unwrap_or_default()
    }
}

/// Answers for one worker what ignore rules say.
#[derive(Debug)]
pub struct IgnoreMatcher {
    /// Whether the rules are git's, by which `.git` is always ignored.
    git: bool,
    matchers: Vec<Slot>,
    /// Where the matcher of a program is, by the program's address, which its matcher keeps from being used again.
    by_program: FxHashMap<usize, usize>,
    /// How often a matcher was looked for.
    time: u64,
    /// Scratch: for the files of a folder that is entered, their states and where their matchers are.
    entered: Vec<(FolderState, usize)>,
}

#[derive(Debug)]
struct Slot {
    matcher: Matcher,
    /// When it was last looked for.
    used: u64,
}

/// How many ignore files a worker keeps the states of; beyond that the one longest not asked is dropped.
const MAX_MATCHERS: usize = 64;
/// How many bytes the states of one ignore file may take.
const CACHE_BYTES: usize = 256 << 10;

impl IgnoreMatcher {
    /// Nothing is known yet. `git` says whose rules these are: with git's, `.git` is always ignored.
    pub fn new(git: bool) -> Self {
        Self { git, matchers: Vec::new(), by_program: FxHashMap::default(), time: 0, entered: Vec::new() }
    }

    /// The position at the top of a repository, or in a root below it, before that directory's own file is added.
    /// Where rules from above ignore the root itself it begins anew without any: it is walked because it was asked for.
    pub fn begin(&mut self, context: &IgnoreContext) -> IgnorePosition {
        let anew = IgnorePosition::new(context.ignore_case);
        let mut position = anew.clone();
        let mut at = Vec::new();
        let mut below = context.below.iter();
        loop {
            for file in context.files.iter().filter(|file| file.folder == at) {
                if let Some(program) = compile_ignore_file(&file.content, context.ignore_case) {
                    position = self.add(&position, program);
                }
            }
            let Some(name) = below.next() else { return position };
            if self.decides(&position, name, true) {
                return anew;
            }
            position = self.step(&position, name);
            if !at.is_empty() {
                at.push(b'/');
            }
            at.extend_from_slice(name);
        }
    }

    /// The position in the folder called `name` within a folder, before its own file is added. If it is the top of a
    /// repository of its own, and is not ignored, call [`begin`](Self::begin) instead: no rules from around it hold.
    pub fn enter(&mut self, position: &IgnorePosition, name: &[u8]) -> IgnorePosition {
        if self.ignores(position, name, true) {
            return IgnorePosition { files: None, ignore_case: position.ignore_case, all: true };
        }
        self.step(position, name)
    }

    /// The same position with the folder's own file added, whose lines outrank all that came before.
    pub fn add(&mut self, position: &IgnorePosition, program: Arc<Program>) -> IgnorePosition {
        if position.all {
            return position.clone();
        }
        let slot = self.slot_of(&program);
        let folder = self.matchers[slot].matcher.root();
        let file = OpenFile { program, folder, slot };
        let files = position.files().iter().cloned().chain([file]).collect();
        IgnorePosition { files: Some(files), ..position.clone() }
    }

    /// Whether the entry called `name` in a folder is ignored. Allocates nothing once its states are known.
    pub fn ignores(&mut self, position: &IgnorePosition, name: &[u8], is_directory: bool) -> bool {
        position.all || (self.git && name == b".git") || self.decides(position, name, is_directory)
    }

    /// Makes a position that may come from another worker this worker's own, so that each question about the folder
    /// costs no look-up.
    pub fn adopt(&mut self, position: &mut IgnorePosition) {
        let Some(files) = &position.files else { return };
        let foreign = |file: &OpenFile| {
            let slot = self.matchers.get(file.slot);
            slot.is_none_or(|slot| !slot.holds(&file.program) || !slot.matcher.owns(&file.folder))
        };
        if !files.iter().any(foreign) {
            return;
        }
        let own = files.iter().cloned().map(|mut file| {
            file.slot = self.slot_of(&file.program);
            self.matchers[file.slot].matcher.adopt(&mut file.folder);
            file
        });
        position.files = Some(own.collect());
    }

    /// What the rules themselves say.
    fn decides(&mut self, position: &IgnorePosition, name: &[u8], is_directory: bool) -> bool {
        for file in position.files().iter().rev() {
            let slot = self.find(file);
            if let Some(rule) = self.matchers[slot].matcher.decide(&file.folder, name, is_directory) {
                return file.program.verdict(Some(rule));
            }
        }
        false
    }

    /// The position in a folder that is not ignored.
    fn step(&mut self, position: &IgnorePosition, name: &[u8]) -> IgnorePosition {
        let mut entered = std::mem::take(&mut self.entered);
        entered.extend(position.files().iter().map(|file| {
            let slot = self.find(file);
            (self.matchers[slot].matcher.enter(&file.folder, name), slot)
        }));
        let files = || position.files().iter().zip(&entered);
        // Most rules speak of names at any depth: then the position stays the same, and is shared.
        let next =
            if files().all(|(file, (folder, _))| file.folder.is_same(folder)) {
                position.clone()
            } else {
                let open = files().filter(|(_, (folder, _))| !folder.is_dead()).map(|(file, (folder, slot))| {
                    OpenFile { program: file.program.clone(), folder: folder.clone(), slot: *slot }
                });
                let open: Vec<OpenFile> = open.collect();
                IgnorePosition { files: (!open.is_empty()).then(|| open.into()), ..*position }
            };
        entered.clear();
        self.entered = entered;
        next
    }

    /// Where the matcher of a file's program is kept.
    #[inline]
    fn find(&mut self, file: &OpenFile) -> usize {
        let slot = match self.matchers.get(file.slot) {
            Some(slot) if slot.holds(&file.program) => file.slot,
            _ => self.slot_of(&file.program),
        };
        self.time += 1;
        self.matchers[slot].used = self.time;
        slot
    }

    /// Where the matcher of a program is kept, which is made now if there is none.
    fn slot_of(&mut self, program: &Arc<Program>) -> usize {
        if let Some(&slot) = self.by_program.get(&address(program)) {
            return slot;
        }
        self.time += 1;
        let made = Slot { matcher: Matcher::new(program.clone(), CACHE_BYTES), used: self.time };
        let slot = if self.matchers.len() < MAX_MATCHERS {
            self.matchers.push(made);
            self.matchers.len() - 1
        } else {
            let oldest = (0..MAX_MATCHERS).min_by_key(|&slot| self.matchers[slot].used).unwrap_or(0);
            let dropped = std::mem::replace(&mut self.matchers[oldest], made);
            self.by_program.remove(&address(dropped.matcher.program()));
            oldest
        };
        self.by_program.insert(address(program), slot);
        slot
    }
}

fn address(program: &Arc<Program>) -> usize {
    Arc::as_ptr(program).addr()
}

impl Slot {
    fn holds(&self, program: &Arc<Program>) -> bool {
        Arc::ptr_eq(self.matcher.program(), program)
    }
}
