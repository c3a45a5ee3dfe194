//! What a walk with ignore rules must be told by its caller.

use crate::matcher::IgnoreContext;

/// A folder, by the root that it lies in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FolderPlace {
    /// The root as it was given.
    pub root: Vec<u8>,
    /// The path from there, its parts separated by `/`; empty for the root itself.
    pub path: Vec<u8>,
}

/// Who knows git's settings. Asked between two stretches of a walk, by the thread that began it.
pub trait RuleSource: Sync {
    /// What bears on each of these folders from outside of it: they are roots, or repositories of their own. None where
    /// nobody can tell: the walk ends there.
    fn contexts_of(&self, folders: &[FolderPlace]) -> Option<Vec<IgnoreContext>>;
}

/// Nothing bears on any folder from outside.
impl RuleSource for () {
    fn contexts_of(&self, folders: &[FolderPlace]) -> Option<Vec<IgnoreContext>> {
        Some(vec![IgnoreContext::default(); folders.len()])
    }
}
