//! Walking trees: packed batches cross, on demand.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use napi::bindgen_prelude::{BigInt64Array, Object, Uint8Array};
use napi::{Env, Error, JsDeferred, Result, Status};
use napi_derive::napi;
use transect_walk::walk::{AskByText, Outlet, Surroundings, Wanted, walk as walk_roots};

use crate::control::{SharedWords, read_request};
use crate::rules::{Answering, Answers};

/// Batches that may wait to be asked for; a walk that is further ahead waits itself.
const MOST_READY: usize = 32;

type Answer = Result<Option<Uint8Array>>;
type Resolve = Box<dyn FnOnce(Env) -> Answer>;
type Waiting = JsDeferred<Option<Uint8Array>, Resolve>;

#[derive(Default)]
struct State {
    ready: VecDeque<Vec<u8>>,
    waiting: VecDeque<Waiting>,
    ended: bool,
    failed: bool,
    closed: bool,
}

/// Where batches wait to be asked for.
#[derive(Default)]
struct Channel {
    state: Mutex<State>,
    room: Condvar,
}

impl Channel {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, failed: bool) {
        let mut state = self.lock();
        state.ended = true;
        state.failed = failed;
        for waiting in std::mem::take(&mut state.waiting) {
            waiting.resolve(Box::new(move |_| if failed { Err(failure()) } else { Ok(None) }));
        }
    }
}

impl Outlet for Channel {
    fn put(&self, batch: Vec<u8>) {
        let mut state = self.lock();
        if state.closed {
            return;
        }
        if let Some(waiting) = state.waiting.pop_front() {
            waiting.resolve(Box::new(move |_| Ok(Some(Uint8Array::from(batch)))));
            return;
        }
        while state.ready.len() >= MOST_READY && !state.closed {
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if !state.closed {
            state.ready.push_back(batch);
        }
    }

    fn is_closed(&self) -> bool {
        self.lock().closed
    }
}

fn failure() -> Error {
    Error::new(Status::GenericFailure, "the native walk failed; please report this")
}

/// A walk under way.
#[napi]
pub struct NativeWalk {
    channel: Arc<Channel>,
}

#[napi]
impl NativeWalk {
    /// The next batch; null at the end. Of a walk that was closed, null once its threads have let go of everything.
    #[napi(ts_return_type = "Promise<Uint8Array | null>")]
    pub fn next<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        let (deferred, promise): (Waiting, _) = env.create_deferred()?;
        let mut state = self.channel.lock();
        if let Some(batch) = state.ready.pop_front() {
            self.channel.room.notify_all();
            drop(state);
            deferred.resolve(Box::new(move |_| Ok(Some(Uint8Array::from(batch)))));
        } else if state.ended {
            let failed = state.failed;
            drop(state);
            deferred.resolve(Box::new(move |_| if failed { Err(failure()) } else { Ok(None) }));
        } else {
            state.waiting.push_back(deferred);
        }
        Ok(promise)
    }

    /// Takes the batches that are ready, at once.
    #[napi]
    pub fn take_ready(&self) -> Vec<Uint8Array> {
        let ready = std::mem::take(&mut self.channel.lock().ready);
        self.channel.room.notify_all();
        ready.into_iter().map(Uint8Array::from).collect()
    }

    /// Ends the walk: nobody wants any more.
    #[napi]
    pub fn close(&self) {
        let mut state = self.channel.lock();
        state.closed = true;
        state.ready.clear();
        self.channel.room.notify_all();
    }
}

impl Drop for NativeWalk {
    fn drop(&mut self) {
        self.close();
    }
}

/// Walks over the roots of a request on threads of its own. With `path_end` batches hold paths
/// alone, that byte after each.
#[napi]
pub fn walk(
    request: String,
    control: BigInt64Array,
    path_end: Option<u8>,
    answering: Option<Answering<'_>>,
) -> Result<NativeWalk> {
    let request = read_request(&request)?;
    let answers = Answers::new(answering)?;
    let words = SharedWords::new(control, request.jobs)?;
    let channel = Arc::new(Channel::default());
    let outlet = Arc::clone(&channel);
    let wanted = path_end.map_or(Wanted::Entries, |end| Wanted::Paths { end });
    let run = move || {
        let walked = catch_unwind(AssertUnwindSafe(|| {
            let rules = AskByText(|question| answers.ask(question));
            let control = words.control()?;
            Some(walk_roots(&request, wanted, Surroundings { control, rules: &rules }, outlet.as_ref()))
        }));
        outlet.end(!matches!(walked, Ok(Some(_))));
    };
    thread::Builder::new()
        .name("transect".into())
        .spawn(run)
        .map_err(|cause| Error::new(Status::GenericFailure, cause.to_string()))?;
    Ok(NativeWalk { channel })
}
