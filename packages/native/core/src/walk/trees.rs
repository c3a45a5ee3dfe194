//! A walk over several roots from its beginning to its end.

use std::sync::{Mutex, PoisonError};

use super::context::Context;
use super::control::{Control, TIMED_OUT};
use super::folder::owned;
use super::selection::base_name;
use super::sink::{Sink, Where};
use super::worker::{FolderItem, Item, Worker};
use crate::disk::{Errno, Stat, is_vanished, look_at_root};
use crate::profile::state::{Interrupted, Operation};
use crate::request::{EntryType, Request};
use crate::scheduler::{self, Options, Trace};

/// Entries that a worker meets before another one is started: a thread costs about as much as a hundred of them.
const GROW_AFTER: u64 = 1_000;

/// What is left of a walk when it has come to its end.
pub struct Walked<S> {
    /// What each worker's sink holds, in the order of the workers' numbers.
    pub sinks: Vec<S>,
    /// What each worker did; empty unless that was asked for.
    pub traces: Vec<Trace>,
    /// Why work was left undone.
    pub interrupted: Option<Interrupted>,
}

/// Walks over roots, each with the number it goes by. `make_sink` makes the sink of the worker of a number.
pub fn walk_trees<S: Sink>(
    request: &Request,
    roots: &[(u32, &str)],
    control: Control<'_>,
    make_sink: impl Fn(usize) -> S + Sync,
) -> Walked<S> {
    let mut context = Context::new(request, control, S::LOOKS_EARLY);
    let mut looked = Vec::new();
    for &(index, root) in roots {
        let stat = look_at(root, request.follow);
        if let Ok(stat) = &stat {
            context.devices[index as usize] = stat.dev;
        }
        looked.push(stat);
    }
    let context = &context;
    let first = Worker::new(context, 0, make_sink(0));
    let mut crew = Crew { context, make_sink, workers: vec![Some(first)], traces: Vec::new() };
    let mut seeds = Vec::new();
    for (&(index, root), stat) in roots.iter().zip(looked) {
        let Some(first) = crew.first() else { break };
        match stat {
            Err(code) => first.fail_at(Where::Root(index, root.as_bytes()), Operation::Lstat, code),
            Ok(stat) => seeds.extend(begin_root(first, root, index, stat)),
        }
        if request.follow {
            // What was met in one root is not opened again in a later one.
            crew.run(std::mem::take(&mut seeds));
        }
    }
    // The last seed is taken first.
    seeds.reverse();
    crew.run(seeds);
    loop {
        let mut links = std::mem::take(&mut *lock(&context.links));
        if links.is_empty() || control.stop() != 0 {
            break;
        }
        links.sort_by(|a, b| a.at.cmp(&b.at));
        for link in links {
            if control.stop() != 0 {
                break;
            }
            if let Some(seed) = crew.first().and_then(|first| first.follow_link(link)) {
                crew.run(vec![seed]);
            }
        }
    }
    let Crew { workers, traces, .. } = crew;
    let cut = workers.iter().flatten().any(|worker| worker.was_cut) || (request.follow && control.stop() != 0);
    let interrupted = match (cut, control.stop()) {
        (false, _) => None,
        (true, TIMED_OUT) => Some(Interrupted::TimedOut),
        (true, _) => Some(Interrupted::Cancelled),
    };
    Walked { sinks: workers.into_iter().flatten().map(|worker| worker.sink).collect(), traces, interrupted }
}

/// Looks at a root; at a link itself where it is to be looked through and leads nowhere.
fn look_at(root: &str, follow: bool) -> Result<Stat, Errno> {
    match look_at_root(root.as_bytes(), follow) {
        Err(code) if follow && is_vanished(code) => look_at_root(root.as_bytes(), false),
        looked => looked,
    }
}

/// Tells a root to the sink; the work to do where it is a folder to be opened.
fn begin_root<S: Sink>(worker: &mut Worker<'_, '_, S>, root: &str, index: u32, stat: Stat) -> Option<Item> {
    let context = worker.context;
    let name = std::ffi::CString::new(root).ok()?;
    let given = context.request.matching.is_none()
        && context
            .selection
            .as_ref()
            .is_none_or(|selection| selection.gives(base_name(root.as_bytes()), stat.kind, Some(&stat)));
    let opened = stat.kind == EntryType::Directory && context.is_within_depth(0) && context.visit((stat.dev, stat.ino));
    let number = worker.sink.root(index, root.as_bytes(), stat.kind, Some(&stat), given, opened);
    if !opened {
        return None;
    }
    Some(Item::Folder(FolderItem {
        parent: None,
        name: owned(&name),
        root: index,
        number,
        given,
        ignored: false,
        linked: context.request.follow,
        stat: Some(stat),
    }))
}

/// The workers of a walk, kept from one run to the next.
struct Crew<'w, 'a, S, M> {
    context: &'w Context<'a>,
    make_sink: M,
    /// By number; none while it runs.
    workers: Vec<Option<Worker<'w, 'a, S>>>,
    traces: Vec<Trace>,
}

impl<'w, 'a, S: Sink, M: Fn(usize) -> S + Sync> Crew<'w, 'a, S, M> {
    /// The worker of the calling thread.
    fn first(&mut self) -> Option<&mut Worker<'w, 'a, S>> {
        self.workers.first_mut().and_then(Option::as_mut)
    }

    /// Walks what the seeds stand for to the end.
    fn run(&mut self, seeds: Vec<Item>) {
        if seeds.is_empty() {
            return;
        }
        let Self { context, make_sink, workers, traces } = self;
        let request = context.request;
        let grow_after = request.grow_after.unwrap_or(GROW_AFTER);
        let options = Options { workers: request.jobs, grow_after, trace: request.trace };
        let spare = Mutex::new(std::mem::take(workers));
        let outcome = scheduler::run(
            seeds,
            options,
            |index| {
                let known = lock(&spare).get_mut(index).and_then(Option::take);
                known.unwrap_or_else(|| Worker::new(context, index, make_sink(index)))
            },
            |worker, item, queue| worker.work(item, queue),
        );
        add_traces(traces, outcome.traces);
        *workers = spare.into_inner().unwrap_or_else(PoisonError::into_inner);
        for mut worker in outcome.workers {
            // In the next run others may meet what lies in its folders.
            worker.sink.before_sharing();
            let index = worker.index;
            if workers.len() <= index {
                workers.resize_with(index + 1, || None);
            }
            workers[index] = Some(worker);
        }
    }
}

fn add_traces(traces: &mut Vec<Trace>, more: Vec<Trace>) {
    for (index, trace) in more.into_iter().enumerate() {
        match traces.get_mut(index) {
            Some(sum) => {
                sum.items += trace.items;
                sum.steals += trace.steals;
                sum.shares += trace.shares;
                sum.idle += trace.idle;
            }
            None => traces.push(trace),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
