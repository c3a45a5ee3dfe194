//! Asking JavaScript for what bears on repositories from outside of them.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use napi::bindgen_prelude::Function;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Result, Status};

/// Answers a question of a walk; see `AskByText` in the core.
pub type Answering<'env> = Function<'env, String, Option<String>>;

/// How long to wait before looking whether there is still somebody to answer.
const PATIENCE: Duration = Duration::from_millis(100);

/// Who answers, from any thread. It does not keep the process alive.
pub struct Answers(Option<ThreadsafeFunction<String, Option<String>, String, Status, false, true>>);

impl Answers {
    /// Without a function there is no answer.
    pub fn new(answering: Option<Answering<'_>>) -> Result<Self> {
        let built = answering.map(|answering| answering.build_threadsafe_function().weak::<true>().build());
        Ok(Self(built.transpose()?))
    }

    /// Waits for the answer of JavaScript's thread. None where there is none, or nobody to answer any more.
    pub fn ask(&self, question: String) -> Option<String> {
        let function = self.0.as_ref()?;
        let (sender, receiver) = channel();
        let status = function.call_with_return_value(
            question,
            ThreadsafeFunctionCallMode::NonBlocking,
            move |answer: Result<Option<String>>, _| {
                let _ = sender.send(answer.ok().flatten());
                Ok(())
            },
        );
        if status != Status::Ok {
            return None;
        }
        // A thread of JavaScript that ends drops neither what was asked nor who asked it.
        loop {
            match receiver.recv_timeout(PATIENCE) {
                Ok(answer) => return answer,
                Err(RecvTimeoutError::Timeout) if !function.aborted() => {}
                Err(_) => return None,
            }
        }
    }
}
