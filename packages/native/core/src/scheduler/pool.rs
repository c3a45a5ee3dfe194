//! What the workers share: spare items, who is idle, and whether the run is over. The README tells why this is right.

use std::sync::{PoisonError, atomic::Ordering::Relaxed};

use crate::sync::{AtomicUsize, Condvar, Mutex, MutexGuard};

/// More workers are idle than there are items in the pool.
const HUNGRY: usize = 1;
/// Nobody is idle and another worker may be started for work alone.
const VACANT: usize = 2;
/// There is an item in the pool.
const STOCKED: usize = 4;
/// The run is over, or a worker panicked.
const OVER: usize = 8;
/// There are several workers, and fewer items in the pool than there are of them.
const SHORT: usize = 16;
/// Nobody is idle and another worker may be started by one that waits.
const SPARE: usize = 32;

/// How often an idle worker looks at the signal before it sleeps: a few microseconds, about what waking it costs.
#[cfg(not(loom))]
const SPINS: usize = 64;

/// Which workers a busy one may start.
#[derive(Clone, Copy, Debug)]
pub(super) enum Start {
    None,
    /// Those that work alone is worth.
    Eager,
    /// Those that are worth it because workers wait, too.
    Any,
}

/// The items nobody owns and the record of who is idle.
///
/// A worker is idle from the moment it is enlisted until it takes items, and again from when it asks for more.
pub(super) struct Pool<T> {
    signal: Line<AtomicUsize>,
    state: Mutex<State<T>>,
    wake: Condvar,
}

/// Keeps the signal, which every worker reads between items, off the lines that the lock dirties.
#[repr(align(128))]
struct Line<A>(A);

struct State<T> {
    items: Vec<T>,
    /// Workers enlisted, whether or not their threads run yet.
    started: usize,
    /// Those of them that have no items.
    idle: usize,
    /// Those of the idle that wait on the condition.
    asleep: usize,
    /// How many may be enlisted in all.
    limit: usize,
    /// How many of them for work alone.
    eager: usize,
    over: bool,
}

impl<T> Pool<T> {
    /// A pool that holds the first items, with one worker enlisted and idle: the caller.
    pub(super) fn new(items: Vec<T>, limit: usize, eager: usize) -> Self {
        let state = State { items, started: 1, idle: 1, asleep: 0, limit: limit.max(1), eager, over: false };
        Pool { signal: Line(AtomicUsize::new(state.signal())), state: Mutex::new(state), wake: Condvar::new() }
    }

    /// Whether an idle worker has nothing to take, or a worker could be started because none is idle. May be out of date;
    /// so may the answers of the others.
    pub(super) fn is_hungry_or_open(&self, may_start: Start) -> bool {
        let open = match may_start {
            Start::None => 0,
            Start::Eager => VACANT,
            Start::Any => SPARE,
        };
        self.signal.0.load(Relaxed) & (HUNGRY | open) != 0
    }

    /// Whether there are several workers, and fewer items here than would keep each of them from waiting once.
    pub(super) fn is_short(&self) -> bool {
        self.signal.0.load(Relaxed) & SHORT != 0
    }

    /// Whether the run is over: for a worker that still has items, because another one panicked.
    pub(super) fn is_over(&self) -> bool {
        self.signal.0.load(Relaxed) & OVER != 0
    }

    /// Takes the first items of a worker that has just been enlisted. False when the run is over.
    pub(super) fn take_first(&self, stack: &mut Vec<T>) -> bool {
        self.take_idle(self.lock(), stack)
    }

    /// Waits for items for a worker whose stack is empty, and takes its part. False when the run is over.
    pub(super) fn take(&self, stack: &mut Vec<T>) -> bool {
        let mut state = self.lock();
        state.idle += 1;
        self.take_idle(state, stack)
    }

    /// Puts items in for others and wakes as many. If none is idle, and one may be started, a worker is enlisted: the
    /// caller must then start the worker of the index returned, or call `dismiss`. Only a busy worker may call this.
    pub(super) fn put(&self, items: impl Iterator<Item = T>, may_start: Start) -> Option<usize> {
        let mut state = self.lock();
        let before = state.items.len();
        state.items.extend(items);
        let wake = state.asleep.min(state.items.len() - before);
        let most = match may_start {
            Start::None => 0,
            Start::Eager => state.eager.min(state.limit),
            Start::Any => state.limit,
        };
        let enlisted = state.idle == 0 && state.started < most && !state.over;
        let index = enlisted.then_some(state.started);
        if enlisted {
            state.started += 1;
            state.idle += 1;
        }
        self.publish(&state);
        drop(state);
        for _ in 0..wake {
            self.wake.notify_one();
        }
        index
    }

    /// Takes back the enlisting of a worker whose thread could not be started, and enlists no more.
    pub(super) fn dismiss(&self) {
        let mut state = self.lock();
        state.started -= 1;
        state.idle -= 1;
        state.limit = state.started;
        self.publish(&state);
    }

    /// Ends the run whatever is left, because a worker panicked.
    pub(super) fn abort(&self) {
        self.end(self.lock());
    }

    /// Enlists a worker whose thread will run in any case.
    #[cfg(all(test, loom))]
    pub(super) fn enlist(&self) {
        let mut state = self.lock();
        state.started += 1;
        state.idle += 1;
        self.publish(&state);
    }

    /// Whether the run came to its end with nothing left and nobody waiting.
    #[cfg(all(test, loom))]
    pub(super) fn is_finished(&self) -> bool {
        let state = self.lock();
        state.over && state.items.is_empty() && state.idle == state.started && state.asleep == 0
    }

    fn take_idle<'p>(&'p self, mut state: MutexGuard<'p, State<T>>, stack: &mut Vec<T>) -> bool {
        let mut spun = false;
        loop {
            if state.over {
                return false;
            }
            if !state.items.is_empty() {
                // An even part for each of the idle, the newest items first: they are at the end, which costs no move.
                let left = state.items.len() - state.items.len().div_ceil(state.idle);
                stack.extend(state.items.drain(left..));
                state.idle -= 1;
                self.publish(&state);
                return true;
            }
            if state.idle == state.started {
                self.end(state);
                return false;
            }
            self.publish(&state);
            if spun {
                state.asleep += 1;
                state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
                state.asleep -= 1;
            } else {
                drop(state);
                self.spin();
                spun = true;
                state = self.lock();
            }
        }
    }

    /// Looks for items without the lock for a moment. In a model, where no time passes, there is nothing to look for.
    #[cfg(loom)]
    fn spin(&self) {}

    /// Looks for items without the lock for a moment.
    #[cfg(not(loom))]
    fn spin(&self) {
        for _ in 0..SPINS {
            if self.signal.0.load(Relaxed) & (STOCKED | OVER) != 0 {
                return;
            }
            std::hint::spin_loop();
        }
    }

    fn end(&self, mut state: MutexGuard<'_, State<T>>) {
        state.over = true;
        self.publish(&state);
        drop(state);
        self.wake.notify_all();
    }

    fn publish(&self, state: &State<T>) {
        self.signal.0.store(state.signal(), Relaxed);
    }

    /// No code of a caller runs under the lock, so a poisoned one still holds a sound state.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> State<T> {
    fn signal(&self) -> usize {
        let bit = |set: bool, bit: usize| if set { bit } else { 0 };
        bit(self.idle > self.items.len(), HUNGRY)
            | bit(self.idle == 0 && self.started < self.limit.min(self.eager), VACANT)
            | bit(self.idle == 0 && self.started < self.limit, SPARE)
            | bit(!self.items.is_empty(), STOCKED)
            | bit(self.started > 1 && self.items.len() < self.started, SHORT)
            | bit(self.over, OVER)
    }
}
