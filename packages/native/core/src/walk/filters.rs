//! Patterns that step along with a walk. One of these belongs to one worker; positions go from worker to worker.

use std::sync::Arc;

use super::rules::{NeedsContext, Opened, Rules};
use crate::matcher::{DEFAULT_CACHE_BYTES, FolderState, IgnorePosition, Matcher, Program};
use crate::request::Request;

/// Where a folder stands among the patterns.
#[derive(Clone, Debug)]
pub struct Position {
    matching: Option<FolderState>,
    exclude: Option<FolderState>,
    ignore: Option<IgnorePosition>,
    would_ignore: Option<IgnorePosition>,
}

/// The patterns of a walk, ready to be asked by one worker.
#[derive(Debug)]
pub struct Filters {
    matching: Option<Matcher>,
    exclude: Option<Matcher>,
    ignore: Option<Rules>,
    would_ignore: Option<Rules>,
}

impl Filters {
    /// None where no pattern chooses and no rules are asked.
    pub fn compile(request: &Request) -> Option<Self> {
        let Request { matching, exclude, ignore, would_ignore, .. } = request;
        if matching.is_none() && exclude.is_none() && ignore.is_none() && would_ignore.is_none() {
            return None;
        }
        Some(Self {
            matching: ready(matching.as_ref()),
            exclude: ready(exclude.as_ref()),
            ignore: ignore.as_ref().map(Rules::new),
            would_ignore: would_ignore.as_ref().map(Rules::new),
        })
    }

    /// Where a root stands.
    pub fn root(&mut self, opened: Opened<'_>) -> Result<Position, NeedsContext> {
        let begin = |rules: &mut Rules| rules.root(opened);
        Ok(Position {
            matching: self.matching.as_mut().map(Matcher::root),
            exclude: self.exclude.as_mut().map(Matcher::root),
            ignore: self.ignore.as_mut().map(begin).transpose()?,
            would_ignore: self.would_ignore.as_mut().map(begin).transpose()?,
        })
    }

    /// Where a folder in another one stands.
    pub fn enter(&mut self, position: &Position, name: &[u8], opened: Opened<'_>) -> Result<Position, NeedsContext> {
        let step = |(rules, above): (&mut Rules, &IgnorePosition)| rules.enter(above, name, opened);
        Ok(Position {
            matching: enter(self.matching.as_mut(), position.matching.as_ref(), name),
            exclude: enter(self.exclude.as_mut(), position.exclude.as_ref(), name),
            ignore: self.ignore.as_mut().zip(position.ignore.as_ref()).map(step).transpose()?,
            would_ignore: self.would_ignore.as_mut().zip(position.would_ignore.as_ref()).map(step).transpose()?,
        })
    }

    /// Makes a position that another worker has made quick to ask about.
    pub fn adopt(&mut self, position: &mut Position) {
        if let (Some(matcher), Some(state)) = (&mut self.matching, &mut position.matching) {
            matcher.adopt(state);
        }
        if let (Some(matcher), Some(state)) = (&mut self.exclude, &mut position.exclude) {
            matcher.adopt(state);
        }
        if let (Some(rules), Some(state)) = (&mut self.ignore, &mut position.ignore) {
            rules.adopt(state);
        }
        if let (Some(rules), Some(state)) = (&mut self.would_ignore, &mut position.would_ignore) {
            rules.adopt(state);
        }
    }

    /// Whether an entry takes part at all: one that does not is neither given nor opened.
    #[inline]
    pub fn keeps(&mut self, position: &Position, name: &[u8], is_folder: bool) -> bool {
        !matches(self.exclude.as_mut(), position.exclude.as_ref(), name, is_folder).unwrap_or(false)
            && !ignores(self.ignore.as_mut(), position.ignore.as_ref(), name, is_folder)
    }

    /// Whether the rules that are only asked, not followed, would leave an entry out.
    #[inline]
    pub fn would_ignore(&mut self, position: &Position, name: &[u8], is_folder: bool) -> bool {
        ignores(self.would_ignore.as_mut(), position.would_ignore.as_ref(), name, is_folder)
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

#[inline]
fn ignores(rules: Option<&mut Rules>, position: Option<&IgnorePosition>, name: &[u8], is_folder: bool) -> bool {
    rules.zip(position).is_some_and(|(rules, position)| rules.ignores(position, name, is_folder))
}
