//! Profiling trees: only the report's numbers cross.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use napi::bindgen_prelude::{BigInt64Array, Object};
use napi::{Env, Error, Result, Status};
use napi_derive::napi;
use transect_walk::walk::{AskByText, Surroundings};

use crate::control::{SharedWords, read_request};
use crate::rules::{Answering, Answers};

/// Profiles the roots of a request on threads of its own. The answer is JSON: see `Answer` in the core.
#[napi(ts_return_type = "Promise<string>")]
pub fn profile<'env>(
    env: &'env Env,
    request: String,
    control: BigInt64Array,
    answering: Option<Answering<'_>>,
) -> Result<Object<'env>> {
    let request = read_request(&request)?;
    let answers = Answers::new(answering)?;
    let words = SharedWords::new(control, request.jobs)?;
    let (deferred, promise) = env.create_deferred()?;
    let run = move || {
        let answer = catch_unwind(AssertUnwindSafe(|| {
            let control = words.control()?;
            let rules = AskByText(|question| answers.ask(question));
            let surroundings = Surroundings { control, rules: &rules };
            serde_json::to_string(&transect_walk::profile::profile(&request, surroundings)).ok()
        }));
        deferred.resolve(move |_| {
            // Kept until here: the words belong to JavaScript's thread.
            drop(words);
            match answer {
                Ok(Some(answer)) => Ok(answer),
                _ => Err(Error::new(Status::GenericFailure, "the native profile failed; please report this")),
            }
        });
    };
    thread::Builder::new()
        .name("transect".into())
        .spawn(run)
        .map_err(|cause| Error::new(Status::GenericFailure, cause.to_string()))?;
    Ok(promise)
}
