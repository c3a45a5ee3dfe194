//! A profile from its request to its report.

use serde::Serialize;

use super::merge::merge;
use super::state::{Interrupted, State};
use super::tally::Tally;
use crate::report::{Report, RootReport, assemble};
use crate::request::Request;
use crate::scheduler::Trace;
use crate::walk::{Surroundings, walk_trees};

/// What a profile comes to.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The report; its roots are all names that were given, in byte order.
    pub report: Report,
    /// The roots that lie in others, in the order in which they were given, with totals of their own.
    pub nested: Vec<RootReport>,
    /// How many workers there were.
    pub workers: usize,
    /// What each of them did; empty unless that was asked for.
    pub trace: Vec<TraceRow>,
}

/// What one worker did.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TraceRow {
    /// Its number.
    pub worker: usize,
    /// Times it took work from others.
    pub steals: u64,
    /// Times it gave work to others.
    pub shares: u64,
    /// Time it waited for work.
    pub idle_ms: f64,
    /// Directories that it listed.
    pub directories: u64,
    /// Entries that it met.
    pub entries: u64,
}

/// Profiles the roots of a request.
pub fn profile(request: &Request, surroundings: Surroundings<'_>) -> Answer {
    let mut names: Vec<&str> = request.roots.iter().map(|root| root.path.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let number_of = |name: &str| names.partition_point(|other| *other < name) as u32;
    let outer: Vec<(u32, &str)> = request
        .roots
        .iter()
        .filter(|root| !root.nested)
        .map(|root| (number_of(&root.path), root.path.as_str()))
        .collect();
    let mut main = count(request, &names, &outer, surroundings);
    let mut nested = Vec::new();
    for root in request.roots.iter().filter(|root| root.nested) {
        let number = number_of(&root.path);
        let mut own = count(request, &names, &[(number, root.path.as_str())], surroundings);
        // What could not be read, and that it was stopped, is told of the whole.
        main.state.errors.append(&mut own.state.errors);
        main.state.interrupted = later(main.state.interrupted, own.state.interrupted);
        nested.extend(assemble(own.state, own.workers).roots.into_iter().nth(number as usize));
    }
    Answer { workers: main.workers, trace: main.trace, report: assemble(main.state, main.workers), nested }
}

struct Counted {
    state: State,
    workers: usize,
    trace: Vec<TraceRow>,
}

fn count(request: &Request, names: &[&str], roots: &[(u32, &str)], surroundings: Surroundings<'_>) -> Counted {
    let walked = walk_trees(request, roots, surroundings, |worker| Tally::new(worker, request));
    let workers = walked.sinks.len();
    let trace = walked
        .traces
        .iter()
        .zip(&walked.sinks)
        .enumerate()
        .map(|(worker, (trace, tally))| trace_row(worker, trace, tally));
    let trace = trace.collect();
    Counted { state: merge(request, names, walked.sinks, walked.interrupted), workers, trace }
}

fn trace_row(worker: usize, trace: &Trace, tally: &Tally) -> TraceRow {
    let met = tally.nodes.iter().map(|node| 1 + node.files + node.symlinks + node.others);
    let elsewhere = tally.additions.iter().map(|(_, here)| here.files + here.symlinks + here.others);
    TraceRow {
        worker,
        steals: trace.steals,
        shares: trace.shares,
        idle_ms: trace.idle.as_secs_f64() * 1000.0,
        directories: tally.nodes.len() as u64,
        entries: met.sum::<u64>() + elsewhere.sum::<u64>(),
    }
}

/// Cancelled wins over timed out, timed out over nothing.
fn later(a: Option<Interrupted>, b: Option<Interrupted>) -> Option<Interrupted> {
    match (a, b) {
        (Some(Interrupted::Cancelled), _) | (_, None) => a,
        (_, b) => b,
    }
}
