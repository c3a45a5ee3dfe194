//! A worker's own stack of items, and how it gives some away.

use std::{iter::once, time::Instant};

use super::{
    Options, Trace,
    pool::{Pool, Start},
};

/// The items of one worker, newest first, with the means to give some to others.
///
/// Nothing here takes a lock or writes to shared memory but `share`, `share_all` and `give`.
pub struct Queue<'s, T> {
    stack: Vec<T>,
    /// Work done since this worker last started another.
    units: u64,
    /// Whether this worker waits more than it works, since then.
    waits: bool,
    options: Options,
    pub(super) trace: Trace,
    pool: &'s Pool<T>,
    /// Starts the worker of an index; false when the system has no thread for it.
    start: &'s dyn Fn(usize) -> bool,
}

impl<'s, T: Send> Queue<'s, T> {
    pub(super) fn new(pool: &'s Pool<T>, options: Options, start: &'s dyn Fn(usize) -> bool) -> Self {
        Queue { stack: Vec::new(), units: 0, waits: false, options, trace: Trace::default(), pool, start }
    }

    /// Adds an item, to be the next one this worker does.
    #[inline]
    pub fn push(&mut self, item: T) {
        self.stack.push(item);
    }

    /// How many items this worker holds, without the one it is working on.
    #[inline]
    pub fn len(&self) -> usize {
        self.stack.len()
    }

    /// Whether this worker holds no items besides the one it is working on.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.stack.is_empty()
    }

    /// Says how much work was done. Another worker is started only after `Options::grow_after` units of it.
    #[inline]
    pub fn did(&mut self, units: u64) {
        self.units += units;
    }

    /// Says whether this worker mostly waits, such as for a disk. One that does may start others beyond `Options::eager`,
    /// and before it has done much.
    #[inline]
    pub fn waits(&mut self, waits: bool) {
        self.waits = waits;
    }

    /// How often this worker ran out of items and got others. What it did in between was no waiting for work.
    #[inline]
    pub fn refills(&self) -> u64 {
        self.trace.steals
    }

    /// Whether items would be welcome: a worker waits for some, or one may be started. A load of shared memory and a
    /// compare, so it may be asked often. It does not look at `len`.
    #[inline]
    pub fn wants_sharing(&self) -> bool {
        self.pool.is_hungry_or_open(self.may_start())
    }

    /// Whether an item would soon find a taker, though nobody may wait yet: there are other workers, and little is in
    /// the pool. For a worker whose next item takes long to come by.
    #[inline]
    pub fn runs_short(&self) -> bool {
        self.pool.is_short()
    }

    /// Gives the older half of the items to others, rounded down, if they would be welcome.
    ///
    /// Others may begin on them before this returns.
    pub fn share(&mut self) {
        self.share_oldest(self.stack.len() / 2);
    }

    /// Gives every item to others, if they would be welcome: for a worker that has long to go with its present one.
    pub fn share_all(&mut self) {
        self.share_oldest(self.stack.len());
    }

    /// Gives one item straight to others, such as a part of the present one. Ask `wants_sharing` or `runs_short` first:
    /// this does not, and an item that nobody waits for is better pushed.
    pub fn give(&mut self, item: T) {
        self.trace.shares += 1;
        let enlisted = self.pool.put(once(item), self.may_start());
        self.start_worker(enlisted);
    }

    fn share_oldest(&mut self, count: usize) {
        if count == 0 || !self.wants_sharing() {
            return;
        }
        self.trace.shares += 1;
        let may_start = self.may_start();
        let enlisted = self.pool.put(self.stack.drain(..count), may_start);
        self.start_worker(enlisted);
    }

    #[inline]
    fn may_start(&self) -> Start {
        match (self.waits, self.units >= self.options.grow_after) {
            (true, _) => Start::Any,
            (false, true) => Start::Eager,
            (false, false) => Start::None,
        }
    }

    fn start_worker(&mut self, enlisted: Option<usize>) {
        if let Some(index) = enlisted {
            self.units = 0;
            self.waits = false;
            if !(self.start)(index) {
                self.pool.dismiss();
            }
        }
    }

    /// Takes the first items of this worker. False when the run is over.
    pub(super) fn fill_first(&mut self) -> bool {
        self.fill(Pool::take_first)
    }

    /// The next item: of the stack, else of the pool. None when the run is over.
    #[inline]
    pub(super) fn next(&mut self) -> Option<T> {
        if self.pool.is_over() || (self.stack.is_empty() && !self.fill(Pool::take)) {
            return None;
        }
        self.trace.items += 1;
        self.stack.pop()
    }

    #[cold]
    fn fill(&mut self, take: fn(&Pool<T>, &mut Vec<T>) -> bool) -> bool {
        let since = self.options.trace.then(Instant::now);
        let filled = take(self.pool, &mut self.stack);
        self.trace.idle += since.map(|since| since.elapsed()).unwrap_or_default();
        self.trace.steals += u64::from(filled);
        filled
    }
}
