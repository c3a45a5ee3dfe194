//! The channel under loom: every order in which workers may put and the caller may ask. The README of the scheduler tells
//! how to run it.

use loom::{
    model::Builder,
    sync::{Arc, Condvar, Mutex},
    thread,
};

use super::batches::Outlet;
use super::channel::{Asker, Channel, Failed};

type Answer = Result<Option<Vec<u8>>, Failed>;

/// Waits for one answer, as a promise does.
#[derive(Clone)]
struct Promise(Arc<(Mutex<Option<Answer>>, Condvar)>);

impl Promise {
    fn new() -> Self {
        Promise(Arc::new((Mutex::new(None), Condvar::new())))
    }

    fn wait(self) -> Answer {
        let (answer, told) = &*self.0;
        let mut answer = answer.lock().unwrap();
        loop {
            match answer.take() {
                Some(answer) => return answer,
                None => answer = told.wait(answer).unwrap(),
            }
        }
    }
}

impl Asker for Promise {
    fn answer(self, batch: Answer) {
        let (answer, told) = &*self.0;
        assert!(answer.lock().unwrap().replace(batch).is_none(), "two answers");
        told.notify_one();
    }
}

/// Puts what each worker puts, one after the other, while the caller asks until the end, and gives what came.
fn received(channel: &Arc<Channel<Promise>>, workers: &'static [&'static [u8]]) -> Vec<u8> {
    let putting = Arc::clone(channel);
    let walk = thread::spawn(move || {
        let others: Vec<_> = workers[1..]
            .iter()
            .map(|batches| {
                let other = Arc::clone(&putting);
                thread::spawn(move || batches.iter().for_each(|&batch| drop(other.put(vec![batch]))))
            })
            .collect();
        workers[0].iter().for_each(|&batch| drop(putting.put(vec![batch])));
        others.into_iter().for_each(|other| other.join().unwrap());
        putting.end(Ok(()));
    });
    let mut batches = Vec::new();
    loop {
        let promise = Promise::new();
        channel.ask(promise.clone());
        let Some(batch) = promise.wait().unwrap() else { break };
        batches.extend(batch);
        batches.extend(channel.take_ready().into_iter().flatten());
    }
    walk.join().unwrap();
    batches
}

fn check(preemptions: Option<usize>, run: impl Fn() + Sync + Send + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = preemptions;
    builder.max_branches = 10_000;
    builder.check(run);
}

#[test]
fn batches_come_in_the_order_in_which_they_were_put() {
    check(Some(3), || {
        let channel = Arc::new(Channel::new(1));
        assert_eq!(received(&channel, &[&[0, 1, 2, 3]]), [0, 1, 2, 3]);
    });
}

#[test]
fn no_batch_of_several_workers_is_lost() {
    check(Some(3), || {
        let channel = Arc::new(Channel::new(1));
        let mut batches = received(&channel, &[&[0, 1], &[2, 3]]);
        let place = |wanted: u8| batches.iter().position(|&batch| batch == wanted);
        assert!(place(0) < place(1) && place(2) < place(3));
        batches.sort_unstable();
        assert_eq!(batches, [0, 1, 2, 3]);
    });
}

#[test]
fn a_worker_that_waits_for_room_goes_on_where_nobody_wants_any_more() {
    check(None, || {
        let channel = Arc::new(Channel::<Promise>::new(1));
        let putting = Arc::clone(&channel);
        let worker = thread::spawn(move || {
            (0..3).for_each(|batch| drop(putting.put(vec![batch])));
            assert!(putting.is_closed());
            putting.end(Ok(()));
        });
        channel.close();
        worker.join().unwrap();
        let promise = Promise::new();
        channel.ask(promise.clone());
        assert_eq!(promise.wait(), Ok(None));
    });
}
