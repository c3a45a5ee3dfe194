//! Walking trees: packed batches cross, on demand.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use napi::bindgen_prelude::{BigInt64Array, Object, Uint8Array};
use napi::{Env, Error, JsDeferred, Result, Status};
use napi_derive::napi;
use transect_walk::walk::{AskByText, Asker, Channel, Failed, Surroundings, Wanted, walk as walk_roots};

use crate::control::{SharedWords, read_request};
use crate::rules::{Answering, Answers};

/// Batches that may wait to be asked for; a walk that is further ahead waits itself.
const MOST_READY: usize = 32;

type Answer = Result<Option<Uint8Array>>;
type Resolve = Box<dyn FnOnce(Env) -> Answer + Send>;

/// A promise of the next batch.
struct Promised(JsDeferred<Option<Uint8Array>, Resolve>);

impl Asker for Promised {
    fn answer(self, batch: std::result::Result<Option<Vec<u8>>, Failed>) {
        self.0.resolve(Box::new(move |_| match batch {
            Ok(batch) => Ok(batch.map(Uint8Array::from)),
            Err(Failed) => Err(failure()),
        }));
    }
}

fn failure() -> Error {
    Error::new(Status::GenericFailure, "the native walk failed; please report this")
}

/// A walk under way.
#[napi]
pub struct NativeWalk {
    channel: Arc<Channel<Promised>>,
}

#[napi]
impl NativeWalk {
    /// The next batch; null at the end. Of a walk that was closed, null once its threads have let go of everything.
    #[napi(ts_return_type = "Promise<Uint8Array | null>")]
    pub fn next<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        let (deferred, promise) = env.create_deferred()?;
        self.channel.ask(Promised(deferred));
        Ok(promise)
    }

    /// Takes the batches that are ready, at once.
    #[napi]
    pub fn take_ready(&self) -> Vec<Uint8Array> {
        self.channel.take_ready().into_iter().map(Uint8Array::from).collect()
    }

    /// Ends the walk: nobody wants any more.
    #[napi]
    pub fn close(&self) {
        self.channel.close();
    }
}

impl Drop for NativeWalk {
    fn drop(&mut self) {
        self.channel.close();
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
    let channel = Arc::new(Channel::new(MOST_READY));
    let outlet = Arc::clone(&channel);
    let wanted = path_end.map_or(Wanted::Entries, |end| Wanted::Paths { end });
    let run = move || {
        let walked = catch_unwind(AssertUnwindSafe(|| {
            let rules = AskByText(|question| answers.ask(question));
            let control = words.control()?;
            Some(walk_roots(&request, wanted, Surroundings { control, rules: &rules }, outlet.as_ref()))
        }));
        outlet.end(if matches!(walked, Ok(Some(_))) { Ok(()) } else { Err(Failed) });
    };
    thread::Builder::new()
        .name("transect".into())
        .spawn(run)
        .map_err(|cause| Error::new(Status::GenericFailure, cause.to_string()))?;
    Ok(NativeWalk { channel })
}
