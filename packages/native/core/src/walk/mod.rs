//! The walk: folders are opened, listed and looked at by several workers; what is met goes to a sink.

mod batches;
mod context;
mod control;
mod filters;
mod folder;
mod links;
mod selection;
mod sink;
mod trees;
mod worker;

pub use batches::{Outlet, Wanted, walk};
pub use control::{CANCELLED, Control, TIMED_OUT, control_words};
pub use folder::Folder;
pub use selection::{base_name, suffix_of};
pub use sink::{Ended, Entering, Found, Sink, Where};
pub use trees::{Walked, walk_trees};
