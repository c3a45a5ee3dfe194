//! Where a walk stands among patterns, folder by folder.

use std::sync::Arc;

use super::dfa::{DEAD, Dfa, Kernel, State};
use super::program::Program;

/// Where a walk stands in one folder. It goes with the folder from worker to worker, and is good for every
/// [`Matcher`] of the same program: the one that made it knows it at once, another looks it up by its positions.
#[derive(Clone, Debug)]
pub struct FolderState {
    /// The positions behind the state; none when it is settled.
    kernel: Option<Kernel>,
    state: State,
    epoch: u64,
}

/// A program ready to ask, with the states it has met so far. It belongs to one worker.
#[derive(Debug)]
pub struct Matcher {
    dfa: Dfa,
}

impl Matcher {
    /// Prepares a program. Its states take about `max_cache_bytes` at most, beyond which they are dropped and built
    /// again; see [`DEFAULT_CACHE_BYTES`](super::DEFAULT_CACHE_BYTES).
    pub fn new(program: Arc<Program>, max_cache_bytes: usize) -> Self {
        Self { dfa: Dfa::new(program, max_cache_bytes) }
    }

    /// The state of the root folder.
    pub fn root(&mut self) -> FolderState {
        let state = self.dfa.start();
        self.folder(state)
    }

    /// The state of the folder called `name`, which has no slash, within a folder.
    pub fn enter(&mut self, folder: &FolderState, name: &[u8]) -> FolderState {
        let state = self.resolve(folder);
        let end = self.dfa.run(state, name);
        let state = self.dfa.step_slash(end);
        self.folder(state)
    }

    /// Makes a state that may come from another worker this matcher's own, so that each question about the folder
    /// costs no look-up.
    pub fn adopt(&mut self, folder: &mut FolderState) {
        if folder.state > 0 && folder.epoch != self.dfa.epoch {
            let state = self.resolve(folder);
            *folder = self.folder(state);
        }
    }

    /// Whether the entry called `name` in a folder matches. Allocates nothing once its states are known.
    #[inline]
    pub fn matches(&mut self, folder: &FolderState, name: &[u8], is_directory: bool) -> bool {
        let rule = self.decide(folder, name, is_directory);
        self.dfa.program.verdict(rule)
    }

    /// The rule that decides the entry called `name` in a folder; none when none does.
    #[inline]
    pub fn decide(&mut self, folder: &FolderState, name: &[u8], is_directory: bool) -> Option<u32> {
        let state = self.resolve(folder);
        let end = self.dfa.run(state, name);
        self.dfa.rule_at(end, is_directory)
    }

    /// False when nothing below the folder can match: it need not be opened.
    pub fn can_match_below(&mut self, folder: &FolderState) -> bool {
        let state = self.resolve(folder);
        state > 0 || self.dfa.matches_all_below(state)
    }

    /// True when everything below the folder matches: it need not be asked again. False does not say the contrary.
    pub fn matches_all_below(&mut self, folder: &FolderState) -> bool {
        let state = self.resolve(folder);
        self.dfa.matches_all_below(state)
    }

    /// The program that is run.
    pub fn program(&self) -> &Arc<Program> {
        &self.dfa.program
    }

    /// About how many bytes the states built so far take.
    pub fn cache_bytes(&self) -> usize {
        self.dfa.cache_bytes()
    }

    fn folder(&self, state: State) -> FolderState {
        let kernel = (state > 0).then(|| self.dfa.kernel_of(state).clone());
        FolderState { kernel, state, epoch: self.dfa.epoch }
    }

    #[inline]
    fn resolve(&mut self, folder: &FolderState) -> State {
        if folder.epoch == self.dfa.epoch { folder.state } else { self.look_up(folder) }
    }

    #[cold]
    fn look_up(&mut self, folder: &FolderState) -> State {
        let Some(kernel) = &folder.kernel else { return folder.state };
        // Positions of some other program: nothing sensible can be said, but nothing goes out of bounds either.
        if kernel.last().is_none_or(|&last| last as usize >= self.dfa.program.first_edge.len()) {
            return DEAD;
        }
        self.dfa.intern(kernel, true)
    }
}
