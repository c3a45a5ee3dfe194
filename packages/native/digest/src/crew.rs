//! Several threads at the same work.

use std::thread;

/// Does the same on so many threads, of which this one is one, and gives what came of each. Where the system has no more
/// threads, on fewer.
///
/// # Panics
///
/// Where the work does.
pub fn in_parallel<T: Send>(threads: usize, work: impl Fn() -> T + Sync) -> Vec<T> {
    let work = &work;
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map_while(|_| thread::Builder::new().name("transect".into()).spawn_scoped(scope, work).ok())
            .collect();
        let own = work();
        let others = others.into_iter().map(|other| other.join().expect("the work does not panic"));
        std::iter::once(own).chain(others).collect()
    })
}
