//! Ignore files.

use std::sync::Arc;

use super::ignore_line::parse_ignore_line;
use super::program::{Program, Scope};
use super::program_builder::ProgramBuilder;

/// Compiles an ignore file, whose lines speak of its own folder: that is where the program starts. None when it has no
/// rules. The program does not settle: what other files say of a folder decides with it whether all below is ignored.
pub fn compile_ignore_file(content: &[u8], ignore_case: bool) -> Option<Arc<Program>> {
    let mut builder = ProgramBuilder::new();
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    for line in content.split(|&byte| byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = line.split(|&byte| byte == 0).next().unwrap_or(line);
        if let Some(parsed) = parse_ignore_line(line, ignore_case) {
            let scope = if parsed.directories_only { Scope::Directory } else { Scope::Any };
            builder.add_rule(!parsed.negated, &parsed.elements, scope);
        }
    }
    builder.finish().map(Arc::new)
}
