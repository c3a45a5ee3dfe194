//! Patterns that step along with a walk. One of these belongs to one worker; positions go from worker to worker.

use std::sync::Arc;

use crate::matcher::{DEFAULT_CACHE_BYTES, FolderState, Matcher, Program};
use crate::request::Request;

/// Where a folder stands among the patterns.
#[derive(Clone, Debug)]
pub struct Position {
    matching: Option<FolderState>,
    exclude: Option<FolderState>,
}

/// The patterns of a walk, ready to be asked by one worker.
#[derive(Debug)]
pub struct Filters {
    matching: Option<Matcher>,
    exclude: Option<Matcher>,
}

impl Filters {
    /// None where no pattern chooses.
    pub fn compile(request: &Request) -> Option<Self> {
        if request.matching.is_none() && request.exclude.is_none() {
            return None;
        }
        Some(Self { matching: ready(request.matching.as_ref()), exclude: ready(request.exclude.as_ref()) })
    }

    /// Where a root stands.
    pub fn root(&mut self) -> Position {
        Position {
            matching: self.matching.as_mut().map(Matcher::root),
            exclude: self.exclude.as_mut().map(Matcher::root),
        }
    }

    /// Where a folder in another one stands.
    pub fn enter(&mut self, position: &Position, name: &[u8]) -> Position {
        Position {
            matching: enter(self.matching.as_mut(), position.matching.as_ref(), name),
            exclude: enter(self.exclude.as_mut(), position.exclude.as_ref(), name),
        }
    }

    /// Makes a position that another worker has made quick to ask about.
    pub fn adopt(&mut self, position: &mut Position) {
        if let (Some(matcher), Some(state)) = (&mut self.matching, &mut position.matching) {
            matcher.adopt(state);
        }
        if let (Some(matcher), Some(state)) = (&mut self.exclude, &mut position.exclude) {
            matcher.adopt(state);
        }
    }

    /// Whether an entry takes part at all: one that does not is neither given nor opened.
    #[inline]
    pub fn keeps(&mut self, position: &Position, name: &[u8], is_folder: bool) -> bool {
        !matches(self.exclude.as_mut(), position.exclude.as_ref(), name, is_folder).unwrap_or(false)
    }

    /// Whether an entry that takes part is given.
    #[inline]
    pub fn gives(&mut self, position: &Position, name: &[u8], is_folder: bool) -> bool {
        matches(self.matching.as_mut(), position.matching.as_ref(), name, is_folder).unwrap_or(true)
    }

    /// Whether a folder can hold anything to give.
    pub fn opens(&mut self, position: &Position, name: &[u8]) -> bool {
        let (Some(matcher), Some(state)) = (&mut self.matching, &position.matching) else { return true };
        let below = matcher.enter(state, name);
        matcher.can_match_below(&below)
    }
}

fn ready(program: Option<&Arc<Program>>) -> Option<Matcher> {
    program.map(|program| Matcher::new(Arc::clone(program), DEFAULT_CACHE_BYTES))
}

fn enter(matcher: Option<&mut Matcher>, state: Option<&FolderState>, name: &[u8]) -> Option<FolderState> {
    matcher.zip(state).map(|(matcher, state)| matcher.enter(state, name))
}

#[inline]
fn matches(matcher: Option<&mut Matcher>, state: Option<&FolderState>, name: &[u8], is_folder: bool) -> Option<bool> {
    matcher.zip(state).map(|(matcher, state)| matcher.matches(state, name, is_folder))
}
