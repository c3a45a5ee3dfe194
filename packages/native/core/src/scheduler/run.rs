//! A run from its seeds to its end.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Mutex, PoisonError},
    thread::{Builder, Scope, scope},
};

use super::{Queue, Trace, pool::Pool};

/// How a run is spread over threads.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The most workers at a time, the calling thread included; 0 counts as 1.
    pub workers: usize,
    /// How many of them may be started for work alone. Beyond so many, only a worker that waits, as `Queue::waits` is told,
    /// starts another: those at work leave processors free.
    pub eager: usize,
    /// Units of work, told by `Queue::did`, that a worker does before it may start another, and again for each one more.
    pub grow_after: u64,
    /// Whether to fill `Outcome::traces`, at the cost of two clock readings whenever a worker runs out of items.
    pub trace: bool,
}

/// What the workers of a run hold at its end, in the order they were started.
#[derive(Debug)]
pub struct Outcome<W> {
    /// What `start` made for each worker; the calling thread's is the first. Never empty.
    pub workers: Vec<W>,
    /// What each worker did; empty unless `Options::trace` is set.
    pub traces: Vec<Trace>,
}

struct Run<T, W, S, F> {
    pool: Pool<T>,
    options: Options,
    start: S,
    work: F,
    ended: Mutex<Vec<(usize, W, Trace)>>,
    panic: Mutex<Option<Box<dyn Any + Send>>>,
}

/// Works the seeds and all that comes of them, and returns when nothing is left.
///
/// It begins on the calling thread alone. `start` makes a worker's own state, on that worker's thread, from an index
/// that is unique and below `Options::workers`. `work` does one item; it may push more, and it alone decides when to
/// share. If a thread cannot be started, the run goes on with those it has.
///
/// To cancel, let `work` return at once: what is left is then taken and dropped item by item. If `start` or `work`
/// panics, the others stop after their present items and the first panic goes on from here.
pub fn run<T: Send, W: Send>(
    seeds: Vec<T>,
    options: Options,
    start: impl Fn(usize) -> W + Sync,
    work: impl Fn(&mut W, T, &mut Queue<'_, T>) + Sync,
) -> Outcome<W> {
    let run = Run {
        pool: Pool::new(seeds, options.workers, options.eager),
        options,
        start,
        work,
        ended: Mutex::new(Vec::new()),
        panic: Mutex::new(None),
    };
    scope(|scope| run_worker(scope, &run, 0));
    if let Some(panic) = run.panic.into_inner().unwrap_or_else(PoisonError::into_inner) {
        resume_unwind(panic);
    }
    let mut ended = run.ended.into_inner().unwrap_or_else(PoisonError::into_inner);
    ended.sort_unstable_by_key(|&(index, ..)| index);
    let (workers, traces) = ended.into_iter().map(|(_, worker, trace)| (worker, trace)).unzip();
    Outcome { workers, traces: if options.trace { traces } else { Vec::new() } }
}

/// One worker from its start to its end, on the present thread. Its panic is kept, so that it hangs nobody.
fn run_worker<'scope, T, W, S, F>(scope: &'scope Scope<'scope, '_>, run: &'scope Run<T, W, S, F>, index: usize)
where
    T: Send,
    W: Send,
    S: Fn(usize) -> W + Sync,
    F: Fn(&mut W, T, &mut Queue<'_, T>) + Sync,
{
    let start_other = |other: usize| {
        let thread = Builder::new().name(format!("walk-{other}"));
        thread.spawn_scoped(scope, move || run_worker(scope, run, other)).is_ok()
    };
    let ended = catch_unwind(AssertUnwindSafe(|| {
        let mut worker = (run.start)(index);
        let mut queue = Queue::new(&run.pool, run.options, &start_other);
        if queue.fill_first() {
            while let Some(item) = queue.next() {
                (run.work)(&mut worker, item, &mut queue);
            }
        }
        (index, worker, queue.trace)
    }));
    match ended {
        Ok(ended) => run.ended.lock().unwrap_or_else(PoisonError::into_inner).push(ended),
        Err(panic) => {
            run.pool.abort();
            run.panic.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(panic);
        }
    }
}
