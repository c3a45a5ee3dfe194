//! Whether a path matches, asked folder by folder while a walk goes down.
//!
//! Globs are compiled in TypeScript and come as a [`Program`]; the lines of ignore files are compiled here. Both are
//! run by a [`Matcher`], which builds its states when they are first met and belongs to one worker; where a folder
//! stands among the patterns is a [`FolderState`], which goes with the folder to whichever worker opens it.
//! `packages/matcher/design.md` says what a program means, and the TypeScript there is the reference: the tests hold
//! this module to it.

mod byte_set;
mod class_map;
mod closure;
mod dfa;
mod folder_state;
mod ignore_bracket;
mod ignore_context;
mod ignore_file;
mod ignore_line;
mod ignore_matcher;
mod program;
mod program_builder;
mod symbol;
mod symbol_sets;
mod written_program;

pub use dfa::DEFAULT_CACHE_BYTES;
pub use folder_state::{FolderState, Matcher};
pub use ignore_context::{FoundIgnoreFile, IgnoreContext};
pub use ignore_file::compile_ignore_file;
pub use ignore_matcher::{IgnoreMatcher, IgnorePosition};
pub use program::Program;
