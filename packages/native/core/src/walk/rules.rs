//! Ignore rules that step along with a walk. One of these belongs to one worker; positions go from worker to worker.

use std::ffi::CString;

use crate::disk::Handle;
use crate::matcher::{IgnoreContext, IgnoreMatcher, IgnorePosition, compile_ignore_file};
use crate::request::IgnoreRequest;

/// It cannot be told yet where a folder stands among ignore rules: it is a root, or a repository of its own, and nobody
/// has said what bears on it from outside.
#[derive(Debug, Eq, PartialEq)]
pub struct NeedsContext;

/// A folder that was just opened.
#[derive(Clone, Copy, Debug)]
pub struct Opened<'a> {
    /// To reach what is in it.
    pub handle: &'a Handle,
    /// What bears on it from outside, where that is known.
    pub context: Option<&'a IgnoreContext>,
}

/// The rules of one option, ready to be asked by one worker.
#[derive(Debug)]
pub struct Rules {
    git: bool,
    names: Vec<CString>,
    matcher: IgnoreMatcher,
}

impl Rules {
    /// Nothing is read yet.
    pub fn new(request: &IgnoreRequest) -> Self {
        let names = request.names.iter().filter_map(|name| CString::new(name.as_str()).ok());
        Self { git: request.git, names: names.collect(), matcher: IgnoreMatcher::new(request.git) }
    }

    /// Where a root stands. Rules from above it hold below it, not for it: it is walked because it was asked for.
    pub fn root(&mut self, opened: Opened<'_>) -> Result<IgnorePosition, NeedsContext> {
        let position = self.begin(opened)?;
        Ok(self.add_own(position, opened.handle))
    }

    /// Where a folder in another one stands.
    pub fn enter(
        &mut self,
        above: &IgnorePosition,
        name: &[u8],
        opened: Opened<'_>,
    ) -> Result<IgnorePosition, NeedsContext> {
        let mut position = self.matcher.enter(above, name);
        if position.all() {
            return Ok(position);
        }
        // A repository within the tree has rules of its own, and none from around it.
        if self.git && opened.handle.stat_at(c".git", false).is_ok() {
            position = self.begin(opened)?;
        }
        Ok(self.add_own(position, opened.handle))
    }

    /// Makes a position that another worker has made quick to ask about.
    pub fn adopt(&mut self, position: &mut IgnorePosition) {
        self.matcher.adopt(position);
    }

    /// Whether an entry of a folder is ignored.
    #[inline]
    pub fn ignores(&mut self, position: &IgnorePosition, name: &[u8], is_folder: bool) -> bool {
        self.matcher.ignores(position, name, is_folder)
    }

    /// The position at the top of a repository, or in a root, before its own files are added.
    fn begin(&mut self, opened: Opened<'_>) -> Result<IgnorePosition, NeedsContext> {
        if !self.git {
            return Ok(IgnorePosition::new(false));
        }
        let context = opened.context.ok_or(NeedsContext)?;
        Ok(self.matcher.begin(context))
    }

    /// The same position with the ignore files that lie in the folder itself.
    fn add_own(&mut self, mut position: IgnorePosition, handle: &Handle) -> IgnorePosition {
        for name in &self.names {
            let Some(content) = handle.read_file(name) else { continue };
            if let Some(program) = compile_ignore_file(&content, position.ignore_case()) {
                position = self.matcher.add(&position, program);
            }
        }
        position
    }
}
