//! Work on a thread of its own.

use std::panic::resume_unwind;
use std::thread::{Builder, Scope};

/// Begins work on a thread of its own where that is worth one, and there is one to be had; otherwise the work is done when
/// it is asked for. Gives what to ask for its outcome with.
pub fn apart<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    is_worth_it: bool,
    work: impl FnOnce() -> T + Copy + Send + 'scope,
) -> impl FnOnce() -> T {
    let thread = if is_worth_it { Builder::new().spawn_scoped(scope, work).ok() } else { None };
    move || match thread {
        Some(thread) => thread.join().unwrap_or_else(|cause| resume_unwind(cause)),
        None => work(),
    }
}
