//! The walk: folders are opened, listed and looked at by several workers; what is met goes to a sink.

mod control;
mod folder;
mod selection;
mod sink;
mod trees;
mod worker;

pub use control::{CANCELLED, Control, SLOT_WORDS, TEXT_WORDS, TIMED_OUT, control_words};
pub use folder::Folder;
pub use sink::{Found, Sink};
pub use trees::{Walked, walk_trees};
