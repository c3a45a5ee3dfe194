//! Ignore files.

use std::fmt;
use std::sync::Arc;

use super::ignore_line::parse_ignore_line;
use super::program::{Program, Scope};
use super::program_builder::ProgramBuilder;

/// The most bytes a line of an ignore file may have: the default `maxPatternLength` of `@transect/matcher`.
pub const MAX_LINE_LENGTH: usize = 8192;

/// A line of an ignore file is longer than [`MAX_LINE_LENGTH`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LineTooLong {
    /// Which line, from 1.
    pub number: usize,
    /// The line.
    pub line: Vec<u8>,
}

impl fmt::Display for LineTooLong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "this line is longer than {MAX_LINE_LENGTH} bytes (limit maxPatternLength)")
    }
}

impl std::error::Error for LineTooLong {}

/// Compiles an ignore file, whose lines speak of its own folder: that is where the program starts. None when it has no
/// rules. The program does not settle: what other files say of a folder decides with it whether all below is ignored.
pub fn compile_ignore_file(content: &[u8], ignore_case: bool) -> Result<Option<Arc<Program>>, LineTooLong> {
    let mut builder = ProgramBuilder::new();
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    for (index, line) in content.split(|&byte| byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = line.split(|&byte| byte == 0).next().unwrap_or(line);
        if line.len() > MAX_LINE_LENGTH {
            return Err(LineTooLong { number: index + 1, line: line.to_vec() });
        }
        if let Some(parsed) = parse_ignore_line(line, ignore_case) {
            let scope = if parsed.directories_only { Scope::Directory } else { Scope::Any };
            builder.add_rule(!parsed.negated, &parsed.elements, scope);
        }
    }
    Ok(builder.finish().map(Arc::new))
}
