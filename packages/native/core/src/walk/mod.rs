//! The walk: folders are opened, listed and looked at by several workers; what is met goes to a sink.

mod batches;
mod channel;
#[cfg(all(test, loom))]
mod channel_model;
mod context;
mod control;
mod filters;
mod folder;
mod links;
mod rule_source;
mod rule_text;
mod rules;
mod selection;
mod sink;
mod trees;
mod wait_watch;
mod worker;

pub use batches::{Outlet, Wanted, walk};
pub use channel::{Asker, Channel, Failed};
pub use control::{CANCELLED, Control, TIMED_OUT, control_words};
pub use folder::Folder;
pub use rule_source::{FolderPlace, RuleSource};
pub use rule_text::AskByText;
pub use selection::{base_name, suffix_of};
pub use sink::{Ended, Entering, Found, Sink, Where};
pub use trees::{Surroundings, Walked, walk_trees};
