//! What a walk is asked for, as the caller writes it: JSON, checked already.

use std::sync::Arc;

use serde::Deserialize;

use crate::matcher::Program;

/// What an entry is. `Other` is never opened.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryType {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link.
    Symlink,
    /// A FIFO, socket or device.
    Other,
}

/// How the bytes of objects with several names count.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum HardLinks {
    /// Once, for the smallest path.
    Once,
    /// For each name.
    Each,
}

/// One root.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestedRoot {
    /// The path as it was given.
    pub path: String,
    /// The root lies in another one, or is another one again: it gets totals of its own and is left out of all else.
    pub nested: bool,
}

/// Which ignore files to read.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IgnoreRequest {
    /// Whether they are git's: what bears on a repository from outside of it counts too, and `.git` is ignored.
    pub git: bool,
    /// Their names, from the least to the most important.
    pub names: Vec<String>,
}

/// What to walk over, what to give of it and what to keep. Field for field the options of the TypeScript packages.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// In the order in which they were given.
    pub roots: Vec<RequestedRoot>,
    /// The most workers there may be, 1 or more.
    pub jobs: usize,
    /// How many of them are started for work alone; the others only where those at work mostly wait.
    pub eager: usize,
    /// Entries deeper than this are not met; none: no limit.
    pub max_depth: Option<u32>,
    /// Whether names that begin with a dot take part.
    pub hidden: bool,
    /// Whether symbolic links are looked through.
    pub follow: bool,
    /// Whether to stay on the root's device.
    pub one_file_system: bool,
    /// Types to give; none: all.
    pub types: Option<Vec<EntryType>>,
    /// Extensions to give, lower-cased, with their dot, empty for none.
    pub extensions: Option<Vec<String>>,
    /// The smallest apparent size to give.
    #[serde(default, deserialize_with = "size")]
    pub min_size: Option<u64>,
    /// The largest apparent size to give.
    #[serde(default, deserialize_with = "size")]
    pub max_size: Option<u64>,
    /// Milliseconds since 1970, inclusive.
    pub modified_after: Option<f64>,
    /// Milliseconds since 1970, exclusive.
    pub modified_before: Option<f64>,
    /// Gives what matches.
    pub matching: Option<Arc<Program>>,
    /// Leaves out what matches, with all below it.
    pub exclude: Option<Arc<Program>>,
    /// Leaves out what these rules ignore, with all below it.
    pub ignore: Option<IgnoreRequest>,
    /// Rules that are only asked: what they would leave out is counted beside all else.
    pub would_ignore: Option<IgnoreRequest>,
    /// Whether sizes, times and links are read and counted.
    pub sizes: bool,
    /// How hard links count.
    pub hard_links: HardLinks,
    /// Rows of each ranking.
    pub top: usize,
    /// Rows of each list.
    pub list_limit: usize,
    /// The depth of the tree of subtree totals; none: no limit.
    pub tree_depth: Option<u32>,
    /// The smallest share of its root with which a directory is in the tree.
    pub tree_share: f64,
    /// Whether to count what each worker did.
    pub trace: bool,
    /// Entries that a worker meets before another one is started; none: as many as pay off. Tests start them at once.
    pub grow_after: Option<u64>,
}

/// Reads a request.
pub fn parse(json: &str) -> Result<Request, serde_json::Error> {
    serde_json::from_str(json)
}

/// Sizes cross as text, since they may be beyond what a double holds; what is beyond 64 bits is larger than any file.
fn size<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    match text.parse::<u128>() {
        Ok(size) => Ok(Some(u64::try_from(size).unwrap_or(u64::MAX))),
        Err(cause) => Err(serde::de::Error::custom(cause)),
    }
}
