//! A walk over several roots from its beginning to its end.

use std::sync::{Arc, Mutex, PoisonError};

use super::context::Context;
use super::control::{Control, TIMED_OUT};
use super::folder::owned;
use super::rule_source::{FolderPlace, RuleSource};
use super::selection::base_name;
use super::sink::{Sink, Where};
use super::worker::{FolderItem, Item, Worker};
use crate::disk::{Errno, Stat, close_left, descriptor_budget, is_vanished, look_at_root};
use crate::profile::state::{Interrupted, Operation};
use crate::request::{EntryType, Request};
use crate::scheduler::{self, Options, Trace};

/// Entries that a worker meets before another one is started: a thread costs about as much as a hundred of them.
const GROW_AFTER: u64 = 1_000;

/// Folders that are asked about at once. Between two questions the caller can say that it has enough.
const ASKED_AT_ONCE: usize = 8;

/// What is left of a walk when it has come to its end.
pub struct Walked<S> {
    /// What each worker's sink holds, in the order of the workers' numbers.
    pub sinks: Vec<S>,
    /// What each worker did; empty unless that was asked for.
    pub traces: Vec<Trace>,
    /// Why work was left undone.
    pub interrupted: Option<Interrupted>,
}

/// What every walk needs beside its request.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The words that are shared with the caller.
    pub control: Control<'a>,
    /// Who knows what bears on folders from outside of them.
    pub rules: &'a dyn RuleSource,
}

/// Walks over roots, each with the number it goes by. `make_sink` makes the sink of the worker of a number.
pub fn walk_trees<S: Sink>(
    request: &Request,
    roots: &[(u32, &str)],
    Surroundings { control, rules }: Surroundings<'_>,
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
    let mut crew = Crew { context, rules, make_sink, workers: vec![Some(first)], traces: Vec::new() };
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
        if links.is_empty() || context.is_stopped() {
            break;
        }
        links.sort_by(|a, b| {
            name_of(roots, a.at.root).cmp(name_of(roots, b.at.root)).then_with(|| a.at.path.cmp(&b.at.path))
        });
        for link in links {
            if context.is_stopped() {
                break;
            }
            if let Some(seed) = crew.first().and_then(|first| first.follow_link(link)) {
                crew.run(vec![seed]);
            }
        }
    }
    let Crew { workers, traces, .. } = crew;
    let cut = workers.iter().flatten().any(|worker| worker.was_cut) || (request.follow && context.is_stopped());
    let interrupted = match (cut, control.stop()) {
        (false, _) => None,
        (true, TIMED_OUT) => Some(Interrupted::TimedOut),
        (true, _) => Some(Interrupted::Cancelled),
    };
    Walked { sinks: workers.into_iter().flatten().map(|worker| worker.sink).collect(), traces, interrupted }
}

/// What a root is called: links in several roots are in the order of the roots' names, whatever order those came in.
fn name_of<'r>(roots: &[(u32, &'r str)], number: u32) -> &'r str {
    roots.iter().find(|(index, _)| *index == number).map_or("", |(_, name)| name)
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
        context: None,
    }))
}

/// The workers of a walk, kept from one run to the next.
struct Crew<'w, 'a, S, M> {
    context: &'w Context<'a>,
    rules: &'w dyn RuleSource,
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

    /// Walks what the seeds stand for to the end, repositories within them too.
    fn run(&mut self, mut seeds: Vec<Item>) {
        while !seeds.is_empty() {
            self.run_once(seeds);
            seeds = self.ask();
        }
    }

    /// Asks for what bears on the folders that wait for it, which can be walked then.
    fn ask(&mut self) -> Vec<Item> {
        let mut waiting = std::mem::take(&mut *lock(&self.context.waiting));
        let mut seeds = Vec::with_capacity(waiting.len());
        while !waiting.is_empty() {
            let rest = waiting.split_off(waiting.len().min(ASKED_AT_ONCE));
            let some = std::mem::replace(&mut waiting, rest);
            let places: Vec<FolderPlace> = some.iter().map(FolderItem::place).collect();
            let contexts = if self.context.is_stopped() { None } else { self.rules.contexts_of(&places) };
            let Some(contexts) = contexts.filter(|contexts| contexts.len() == some.len()) else {
                self.context.end();
                if let Some(first) = self.first() {
                    first.was_cut = true;
                }
                return Vec::new();
            };
            let known = some.into_iter().zip(contexts);
            seeds.extend(
                known.map(|(item, context)| Item::Folder(FolderItem { context: Some(Arc::new(context)), ..item })),
            );
        }
        seeds
    }

    fn run_once(&mut self, seeds: Vec<Item>) {
        let Self { context, make_sink, workers, traces, .. } = self;
        let request = context.request;
        let grow_after = request.grow_after.unwrap_or(GROW_AFTER);
        // Each holds a directory open, the one that it last reached, and another one for parts of huge ones.
        let most = request.jobs.min(request.eager.max(descriptor_budget() / 2));
        let options = Options { workers: most, eager: request.eager, grow_after, trace: request.trace };
        let spare = Mutex::new(std::mem::take(workers));
        let outcome = scheduler::run(
            seeds,
            options,
            |index| {
                let known = lock(&spare).get_mut(index).and_then(Option::take);
                let mut worker = known.unwrap_or_else(|| Worker::new(context, index, make_sink(index)));
                worker.resume();
                worker
            },
            |worker, item, queue| worker.work(item, queue),
        );
        add_traces(traces, outcome.traces);
        *workers = spare.into_inner().unwrap_or_else(PoisonError::into_inner);
        for mut worker in outcome.workers {
            worker.pause();
            let index = worker.index;
            if workers.len() <= index {
                workers.resize_with(index + 1, || None);
            }
            workers[index] = Some(worker);
        }
        close_left();
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
