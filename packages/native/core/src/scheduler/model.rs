//! The protocol under loom: every order in which the threads of a small run can take turns. The README tells how to run
//! it. A lost wake-up shows as a deadlock, which loom reports.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use loom::{
    model::Builder,
    sync::{Arc, Condvar, Mutex as Gate},
    thread::{self, JoinHandle},
};

use super::{
    Options, Queue,
    pool::{Pool, Start},
};

/// For each item, the items it makes.
type Tree = &'static [&'static [usize]];

/// How a worker shares what an item has made.
type Share = fn(&mut Queue<'_, usize>, made: &[usize]);

/// One run. What it records is invisible to loom, so that it adds no turns to try.
struct Model {
    pool: Pool<usize>,
    tree: Tree,
    share: Share,
    limits: Limits,
    done: Vec<AtomicUsize>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    ended: AtomicUsize,
}

#[derive(Clone, Copy)]
struct Limits {
    workers: usize,
    /// Workers that are started for work alone.
    eager: usize,
    /// The workers from this index on have no thread.
    threads: usize,
    /// The item whose worker panics.
    fatal: usize,
    /// How often a thread may be interrupted; None for every order there is.
    preemptions: Option<usize>,
}

const TWO: Limits = Limits { workers: 2, eager: 2, threads: 2, fatal: usize::MAX, preemptions: None };
const THREE: Limits = Limits { workers: 3, eager: 3, threads: 3, ..TWO };

fn work(model: &Arc<Model>) {
    let start = |index: usize| {
        if index >= model.limits.threads {
            return false;
        }
        let other = Arc::clone(model);
        model.threads.lock().unwrap().push(thread::spawn(move || work(&other)));
        true
    };
    let Limits { workers, eager, .. } = model.limits;
    let options = Options { workers, eager, grow_after: 0, trace: false };
    let mut queue = Queue::new(&model.pool, options, &start);
    if queue.fill_first() {
        while let Some(item) = queue.next() {
            model.done[item].fetch_add(1, Relaxed);
            if item == model.limits.fatal {
                model.pool.abort();
                break;
            }
            (model.share)(&mut queue, model.tree[item]);
        }
    }
    model.ended.fetch_add(1, Relaxed);
}

fn check(tree: Tree, limits: Limits, share: Share) {
    let mut builder = Builder::new();
    builder.preemption_bound = limits.preemptions;
    builder.max_branches = 10_000;
    let runs = std::sync::Arc::new(AtomicUsize::new(0));
    let most = std::sync::Arc::new(AtomicUsize::new(0));
    let (counted, widest) = (runs.clone(), most.clone());
    builder.check(move || {
        let model = Arc::new(Model {
            pool: Pool::new(vec![0], limits.workers, limits.eager),
            tree,
            share,
            limits,
            done: tree.iter().map(|_| AtomicUsize::new(0)).collect(),
            threads: Mutex::default(),
            ended: AtomicUsize::new(0),
        });
        work(&model);
        let mut started = 1;
        while let Some(thread) = { model.threads.lock().unwrap().pop() } {
            thread.join().unwrap();
            started += 1;
        }
        assert_eq!(model.ended.load(Relaxed), started);
        assert!(model.pool.is_finished() || limits.fatal != usize::MAX);
        for (item, done) in model.done.iter().enumerate() {
            let done = done.load(Relaxed);
            assert!(done == 1 || (done == 0 && limits.fatal != usize::MAX), "item {item} was worked {done} times");
        }
        counted.fetch_add(1, Relaxed);
        widest.fetch_max(started, Relaxed);
    });
    assert_eq!(most.load(Relaxed), limits.threads, "the model is too small to start every worker");
    println!("{} orders", runs.load(Relaxed));
}

/// Shares as a walk does: when it looks worth it.
fn when_wanted(queue: &mut Queue<'_, usize>, made: &[usize]) {
    made.iter().for_each(|&item| queue.push(item));
    if queue.len() > 1 && queue.wants_sharing() {
        queue.share();
    }
}

/// Gives every other item away, wanted or not, as a walk does with the parts of a huge directory.
fn every_other(queue: &mut Queue<'_, usize>, made: &[usize]) {
    for &item in made {
        if item % 2 == 0 { queue.give(item) } else { queue.push(item) }
    }
}

/// Shares as a walk does whose disk is slow: each item was waited for.
fn while_it_waits(queue: &mut Queue<'_, usize>, made: &[usize]) {
    queue.waits(true);
    when_wanted(queue, made);
}

#[test]
fn two_workers_work_a_fan() {
    check(&[&[1, 2, 3], &[], &[], &[]], TWO, when_wanted);
}

#[test]
fn two_workers_work_a_tree() {
    check(&[&[1, 2], &[3, 4], &[], &[], &[]], TWO, when_wanted);
}

#[test]
fn two_workers_give_items_that_nobody_waits_for() {
    check(&[&[1, 2], &[3, 4], &[], &[], &[]], TWO, every_other);
}

#[test]
fn three_workers_work_a_fan() {
    check(&[&[1, 2, 3, 4, 5], &[], &[], &[], &[], &[]], Limits { preemptions: Some(2), ..THREE }, when_wanted);
}

#[test]
fn three_workers_work_a_tree() {
    check(&[&[1, 2], &[3, 4], &[5, 6], &[], &[], &[], &[]], Limits { preemptions: Some(2), ..THREE }, when_wanted);
}

#[test]
fn three_workers_give_items_that_nobody_waits_for() {
    check(&[&[1, 2, 4], &[], &[3, 6], &[], &[5], &[], &[]], Limits { preemptions: Some(3), ..THREE }, every_other);
}

#[test]
fn a_worker_that_waits_starts_more_than_work_alone_would() {
    check(&[&[1, 2, 3], &[], &[], &[]], Limits { eager: 1, ..TWO }, while_it_waits);
    check(
        &[&[1, 2, 3, 4, 5], &[], &[], &[], &[], &[]],
        Limits { eager: 2, preemptions: Some(2), ..THREE },
        while_it_waits,
    );
}

#[test]
fn goes_on_without_a_thread_that_does_not_start() {
    check(
        &[&[1, 2, 3], &[4, 5], &[], &[], &[], &[]],
        Limits { threads: 2, preemptions: Some(3), ..THREE },
        when_wanted,
    );
}

#[test]
fn ends_when_a_worker_panics() {
    check(&[&[1, 2], &[3, 4], &[], &[], &[]], Limits { fatal: 2, ..TWO }, when_wanted);
    check(&[&[1, 2], &[3, 4], &[], &[], &[]], Limits { fatal: 3, preemptions: Some(3), ..THREE }, when_wanted);
}

/// Each item waits until the other two have begun too, so the run ends only if both idle workers are woken.
#[test]
fn wakes_a_worker_for_each_item() {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(|| {
        let meeting =
            Arc::new(Meeting { pool: Pool::new(vec![0], 3, 3), begun: Gate::new(0), all_begun: Condvar::new() });
        meeting.pool.enlist();
        meeting.pool.enlist();
        let others = [(); 2].map(|()| {
            let meeting = Arc::clone(&meeting);
            thread::spawn(move || meeting.attend())
        });
        meeting.attend();
        others.into_iter().for_each(|other| other.join().unwrap());
        assert!(meeting.pool.is_finished());
    });
}

struct Meeting {
    pool: Pool<usize>,
    begun: Gate<usize>,
    all_begun: Condvar,
}

impl Meeting {
    fn attend(&self) {
        let mut stack = Vec::new();
        let mut busy = self.pool.take_first(&mut stack);
        while busy {
            while let Some(item) = stack.pop() {
                if item == 0 {
                    self.pool.put([1, 2].into_iter(), Start::None);
                }
                let mut begun = self.begun.lock().unwrap();
                *begun += 1;
                self.all_begun.notify_all();
                while *begun < 3 {
                    begun = self.all_begun.wait(begun).unwrap();
                }
            }
            busy = self.pool.take(&mut stack);
        }
    }
}
