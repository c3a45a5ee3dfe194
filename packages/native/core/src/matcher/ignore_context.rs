//! What bears on a directory from outside of it.

/// An ignore file from above a root.
#[derive(Clone, Debug, Default)]
pub struct FoundIgnoreFile {
    /// What is in it.
    pub content: Vec<u8>,
    /// The folder that its lines speak of, from the top of the repository, its parts separated by `/`; empty for the
    /// top itself.
    pub folder: Vec<u8>,
}

/// What git would have bear on a directory from outside of it.
#[derive(Clone, Debug, Default)]
pub struct IgnoreContext {
    /// From the least to the most important: the user's own, the repository's, then each directory's above this one.
    pub files: Vec<FoundIgnoreFile>,
    /// The names from the top of the repository down to the directory; none where it is the top, or in no repository.
    pub below: Vec<Vec<u8>>,
    /// Whether letters match in either case, as git's `core.ignoreCase`.
    pub ignore_case: bool,
}
