//! Where batches wait to be asked for.

use std::collections::VecDeque;
use std::sync::PoisonError;

use super::batches::Outlet;
use crate::sync::{Condvar, Mutex, MutexGuard};

/// Who asks for a batch, and is told once: at once, or when there is one.
pub trait Asker: Send {
    /// Takes the next batch; none at the end. It is called under the lock of the channel, so that answers come in the
    /// order of the batches: it must not wait.
    fn answer(self, batch: Result<Option<Vec<u8>>, Failed>);
}

/// The walk did not come to its end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Failed;

/// Hands batches from workers to one who asks for them, in the order in which they were put: a worker that gives others
/// a folder has put the batch that the folder is in. Somebody waits only while no batch does.
pub struct Channel<A> {
    state: Mutex<State<A>>,
    room: Condvar,
    /// Batches that may wait to be asked for; a worker that is further ahead waits itself.
    most: usize,
}

struct State<A> {
    ready: VecDeque<Vec<u8>>,
    waiting: VecDeque<A>,
    ended: Option<Result<(), Failed>>,
    closed: bool,
}

impl<A: Asker> Channel<A> {
    /// A channel that nothing was put in yet.
    pub fn new(most: usize) -> Self {
        let state = State { ready: VecDeque::new(), waiting: VecDeque::new(), ended: None, closed: false };
        Self { state: Mutex::new(state), room: Condvar::new(), most }
    }

    /// Asks for the next batch. Of a channel that was closed the answer comes with its end.
    pub fn ask(&self, asker: A) {
        let mut state = self.lock();
        if let Some(batch) = state.ready.pop_front() {
            self.room.notify_all();
            asker.answer(Ok(Some(batch)));
        } else if let Some(ended) = state.ended {
            asker.answer(ended.map(|()| None));
        } else {
            state.waiting.push_back(asker);
        }
    }

    /// Takes the batches that are ready, at once.
    pub fn take_ready(&self) -> VecDeque<Vec<u8>> {
        let ready = std::mem::take(&mut self.lock().ready);
        self.room.notify_all();
        ready
    }

    /// Nobody wants any more.
    pub fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.ready.clear();
        self.room.notify_all();
    }

    /// No more is put.
    pub fn end(&self, ended: Result<(), Failed>) {
        let mut state = self.lock();
        state.ended = Some(ended);
        for asker in std::mem::take(&mut state.waiting) {
            asker.answer(ended.map(|()| None));
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<A>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<A: Asker> Outlet for Channel<A> {
    fn put(&self, batch: Vec<u8>) -> bool {
        let mut state = self.lock();
        let mut has_waited = false;
        while state.ready.len() >= self.most && !state.closed {
            has_waited = true;
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed {
            return has_waited;
        }
        // Only now: who took the batches that were in the way may wait for this one already.
        match state.waiting.pop_front() {
            Some(asker) => asker.answer(Ok(Some(batch))),
            None => state.ready.push_back(batch),
        }
        has_waited
    }

    fn is_closed(&self) -> bool {
        self.lock().closed
    }
}
