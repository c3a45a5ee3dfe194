//! The scheduler as its callers see it: what is worked, by how many threads, and how a run ends.
#![cfg(not(loom))]

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicU32, AtomicUsize, Ordering::Relaxed},
    thread::{self, ThreadId},
    time::Duration,
};

use transect_walk::scheduler::{Options, Outcome, Queue, run};

const WORKERS: [usize; 4] = [1, 2, 8, 32];

fn options(workers: usize) -> Options {
    Options { workers, eager: workers, grow_after: 1, trace: true }
}

/// A tree as data: for each item, the items it makes.
type Tree = Vec<Vec<usize>>;

/// A tree of `size` items in which item `n` hangs under `parent(n)`, a smaller number.
fn tree(size: usize, mut parent: impl FnMut(usize) -> usize) -> Tree {
    let mut tree = vec![Vec::new(); size];
    for child in 1..size {
        tree[parent(child)].push(child);
    }
    tree
}

/// Numbers that look random and are the same on every run.
fn random(mut seed: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    }
}

fn share(queue: &mut Queue<'_, usize>) {
    if queue.len() > 1 && queue.wants_sharing() {
        queue.share();
    }
}

/// Works a tree and checks that every item is worked once, whoever works it.
fn check(tree: &Tree, options: Options) -> Outcome<Vec<usize>> {
    let outcome = run(
        vec![0],
        options,
        |_| Vec::new(),
        |done: &mut Vec<usize>, item, queue| {
            done.push(item);
            queue.did(1);
            for &child in &tree[item] {
                queue.push(child);
            }
            share(queue);
        },
    );
    let mut done: Vec<usize> = outcome.workers.iter().flatten().copied().collect();
    done.sort_unstable();
    assert!(done.iter().copied().eq(0..tree.len()), "every item once with {} workers", options.workers);
    for (worker, trace) in outcome.workers.iter().zip(&outcome.traces) {
        assert_eq!(worker.len() as u64, trace.items);
    }
    outcome
}

#[test]
fn works_every_item_of_a_random_tree_once() {
    for repeat in 0..60 {
        let mut random = random(repeat);
        let size = 1 + random(3_000);
        let tree = tree(size, random);
        for workers in WORKERS {
            check(&tree, options(workers));
        }
    }
}

#[test]
fn works_every_item_of_a_small_tree_once_however_often_it_is_run() {
    let tree = tree(40, random(1));
    for _ in 0..1_000 {
        check(&tree, options(8));
    }
}

#[test]
fn works_a_deep_chain() {
    let tree = tree(20_000, |child| child - 1);
    for workers in WORKERS {
        let outcome = check(&tree, options(workers));
        assert_eq!(outcome.workers.len(), 1, "a chain has nothing to share");
    }
}

#[test]
fn works_a_chain_with_a_leaf_at_each_step() {
    let tree = tree(20_000, |child| (child - 1) / 2 * 2);
    for workers in WORKERS {
        check(&tree, options(workers));
    }
}

#[test]
fn works_a_wide_fan() {
    let tree = tree(50_000, |_| 0);
    for workers in WORKERS {
        check(&tree, options(workers));
    }
}

#[test]
fn works_many_seeds() {
    for workers in WORKERS {
        let outcome = run((0..1_000).collect(), options(workers), |_| 0, |sum: &mut u64, item: u64, _| *sum += item);
        assert_eq!(outcome.workers.iter().sum::<u64>(), 499_500);
    }
}

#[test]
fn ends_at_once_without_seeds() {
    for workers in WORKERS {
        let outcome = run(Vec::<()>::new(), options(workers), |index| index, |_, (), _| panic!("there is no item"));
        assert_eq!(outcome.workers, [0]);
    }
}

#[test]
fn takes_no_workers_to_mean_one() {
    check(&tree(1_000, random(2)), options(0));
}

#[test]
fn starts_no_second_thread_for_a_small_run() {
    let tree = tree(1_000, random(3));
    let outcome = check(&tree, Options { grow_after: 1_001, ..options(8) });
    assert_eq!(outcome.workers.len(), 1);
    assert_eq!(outcome.traces[0].shares, 0);
}

#[test]
fn works_the_first_items_on_the_calling_thread() {
    let here = thread::current().id();
    let threads = |workers| -> Vec<ThreadId> {
        let work = |_: &mut ThreadId, (), queue: &mut Queue<'_, ()>| queue.did(1);
        run(vec![(); 10], options(workers), |_| thread::current().id(), work).workers
    };
    assert_eq!(threads(1), [here]);
    assert_eq!(threads(8)[0], here);
}

#[test]
fn starts_every_worker_it_may_when_there_is_enough_to_do_and_no_more() {
    for workers in WORKERS {
        let outcome = run(
            vec![12_u32],
            options(workers),
            |index| (index, thread::current().id()),
            |_, depth, queue| {
                thread::sleep(Duration::from_micros(200));
                queue.did(1);
                for _ in 0..if depth > 0 { 2 } else { 0 } {
                    queue.push(depth - 1);
                }
                if queue.len() > 1 && queue.wants_sharing() {
                    queue.share();
                }
            },
        );
        assert!(outcome.workers.iter().map(|worker| worker.0).eq(0..workers));
        assert_eq!(outcome.workers.iter().map(|worker| worker.1).collect::<HashSet<_>>().len(), workers);
    }
}

#[test]
fn starts_more_than_work_alone_is_worth_where_a_worker_waits() {
    for (waits, most) in [(false, 2), (true, 8)] {
        let work = |_: &mut (), depth: u32, queue: &mut Queue<'_, u32>| {
            thread::sleep(Duration::from_micros(200));
            queue.did(1);
            queue.waits(waits);
            for _ in 0..if depth > 0 { 2 } else { 0 } {
                queue.push(depth - 1);
            }
            if queue.len() > 1 && queue.wants_sharing() {
                queue.share();
            }
        };
        let outcome = run(vec![12_u32], Options { eager: 2, ..options(8) }, |_| (), work);
        assert_eq!(outcome.workers.len(), most);
    }
}

#[test]
fn gives_items_to_others_while_one_is_still_being_worked() {
    let done = AtomicUsize::new(0);
    let outcome = run(
        vec![100_usize],
        options(2),
        |_| (),
        |(), item, queue| {
            done.fetch_add(1, Relaxed);
            queue.did(1);
            for _ in 0..if item > 0 { item } else { 0 } {
                queue.give(0);
            }
            while item > 0 && done.load(Relaxed) <= item {
                thread::yield_now();
            }
        },
    );
    assert_eq!(outcome.traces[1].items, 100, "the second worker did all while the first was in its only item");
}

#[test]
fn gives_all_its_items_when_asked_to() {
    let done = AtomicUsize::new(0);
    let outcome = run(
        vec![true],
        options(2),
        |_| (),
        |(), first, queue| {
            done.fetch_add(1, Relaxed);
            queue.did(1);
            if first {
                queue.push(false);
                queue.share();
                assert_eq!(queue.len(), 1, "half of one item is none");
                queue.share_all();
                assert!(queue.is_empty());
                while done.load(Relaxed) < 2 {
                    thread::yield_now();
                }
            }
        },
    );
    assert_eq!(outcome.traces[1].items, 1);
}

#[test]
fn a_panic_on_any_thread_ends_the_run_and_goes_on_in_the_caller() {
    let tree = tree(5_000, random(4));
    for workers in WORKERS {
        for fatal in [0, 1, 17, 400, 4_999] {
            let done = AtomicU32::new(0);
            let caught = catch_unwind(AssertUnwindSafe(|| {
                run(
                    vec![0],
                    options(workers),
                    |_| (),
                    |(), item, queue| {
                        if item == fatal {
                            panic!("item {fatal}");
                        }
                        done.fetch_add(1, Relaxed);
                        queue.did(1);
                        tree[item].iter().for_each(|&child| queue.push(child));
                        share(queue);
                    },
                )
            }));
            let panic = caught.expect_err("the panic goes on");
            assert_eq!(panic.downcast_ref::<String>(), Some(&format!("item {fatal}")));
            assert!(done.into_inner() < 5_000);
        }
    }
}

#[test]
fn a_panic_while_others_wait_wakes_them() {
    let caught = catch_unwind(AssertUnwindSafe(|| {
        run(
            vec![0_u32],
            options(8),
            |_| (),
            |(), item, queue| {
                queue.did(1);
                if item == 0 {
                    (0..8).for_each(|_| queue.give(1));
                    thread::sleep(Duration::from_millis(50));
                    panic!("late");
                }
                thread::sleep(Duration::from_millis(1));
            },
        )
    }));
    assert_eq!(caught.expect_err("the panic goes on").downcast_ref::<&str>(), Some(&"late"));
}

#[test]
fn a_panic_while_a_worker_starts_goes_on_in_the_caller() {
    for fatal in [0, 1] {
        let caught = catch_unwind(AssertUnwindSafe(|| {
            run(
                vec![0_u32],
                options(2),
                |index| assert_ne!(index, fatal),
                |(), item, queue| {
                    queue.did(1);
                    if item < 20 {
                        (0..2).for_each(|_| queue.push(item + 1));
                        queue.share();
                    }
                },
            )
        }));
        assert!(caught.is_err());
    }
}

#[test]
fn measures_idle_time_only_when_asked_to() {
    let slow = |(): &mut (), item: u32, queue: &mut Queue<'_, u32>| {
        queue.did(1);
        if item == 0 {
            queue.give(1);
            thread::sleep(Duration::from_millis(30));
        }
    };
    let traced = run(vec![0], options(2), |_| (), slow);
    assert!(traced.traces[1].idle > Duration::from_millis(10), "{:?}", traced.traces);
    let silent = run(vec![0], Options { trace: false, ..options(2) }, |_| (), slow);
    assert!(silent.traces.is_empty());
}
