//! Making one of what several workers have counted.

use rustc_hash::FxHashMap;

use super::month_histogram::MonthHistogram;
use super::ranking::Ranking;
use super::size_histogram::SizeHistogram;
use super::state::{Interrupted, Keep, LinkRecord, LocatedFile, NO_NODE, NameRef, Node, NodeId, Root, State, Totals};
use super::tally::{NO_KEY, NodeKey, Tally, add_to_node};
use crate::request::Request;

/// Makes one of what the workers have counted, which must be given in the order of their numbers. `roots` are the names
/// of all roots, whether or not these tallies know of them.
pub fn merge(request: &Request, roots: &[&str], tallies: Vec<Tally>, interrupted: Option<Interrupted>) -> State {
    let mut state = empty(request, interrupted);
    let mut found: Vec<Option<Root>> = vec![None; roots.len()];
    let mut offsets = Vec::with_capacity(tallies.len());
    let mut total = 0;
    for tally in &tallies {
        offsets.push(total);
        total += tally.nodes.len();
    }
    let place_of = |key: NodeKey| -> NodeId {
        if key == NO_KEY {
            return NO_NODE;
        }
        (offsets[(key >> 32) as usize] + (key & 0xffff_ffff) as usize) as NodeId
    };
    let mut additions = Vec::new();
    for mut tally in tallies {
        tally.settle();
        let shift = state.names.len() as u64;
        for (node, parent) in tally.nodes.iter_mut().zip(&tally.parents) {
            node.parent = place_of(*parent);
            node.name.start += shift;
        }
        append(&mut state.nodes, tally.nodes);
        append(&mut state.names, tally.names);
        additions.append(&mut tally.additions);
        for (root, key, kind) in tally.roots {
            found[root as usize] = Some(Root { node: place_of(key), kind });
        }
        tally.extensions.add_to(&mut state.extensions);
        state.sizes.merge(&tally.sizes);
        state.months.merge(&tally.months);
        let shift = state.link_names.len() as u64;
        state.links.extend(tally.links.iter().map(|link| LinkRecord {
            dev: link.dev,
            ino: link.ino,
            node: place_of(link.node),
            name: link.name.map(|name| NameRef { start: name.start + shift, length: name.length }),
            kind: link.kind,
            apparent_bytes: link.apparent_bytes,
            allocated_bytes: link.allocated_bytes,
            mtime_ms: link.mtime_ms,
            ignored: link.ignored,
        }));
        append(&mut state.link_names, tally.link_names);
        state.largest_files.merge(tally.largest_files);
        state.errors.append(&mut tally.errors);
        state.newest = latest(state.newest, tally.newest);
        state.oldest = earliest(state.oldest, tally.oldest);
        if let Some(ignored) = &mut state.ignored {
            *ignored += tally.ignored;
        }
    }
    for (key, here) in additions {
        add_to_node(&mut state.nodes[place_of(key) as usize], &here);
    }
    state.roots = found
        .into_iter()
        .zip(roots)
        .map(|(root, name)| root.unwrap_or_else(|| Root { node: add_lone_node(&mut state, name), kind: None }))
        .collect();
    state
}

/// The directory of a root that was not walked.
fn add_lone_node(state: &mut State, name: &str) -> NodeId {
    let start = state.names.len() as u64;
    state.names.extend_from_slice(name.as_bytes());
    state.nodes.push(Node {
        parent: NO_NODE,
        depth: 0,
        name: NameRef { start, length: name.len() as u16 },
        counted: false,
        listed: false,
        empty: false,
        files: 0,
        symlinks: 0,
        others: 0,
        own_bytes: 0,
        allocated_bytes: 0,
        apparent_bytes: 0,
    });
    (state.nodes.len() - 1) as NodeId
}

fn empty(request: &Request, interrupted: Option<Interrupted>) -> State {
    State {
        keep: Keep {
            hard_links: request.hard_links,
            top: request.top,
            list_limit: request.list_limit,
            tree_depth: request.tree_depth,
            tree_share: request.tree_share,
        },
        nodes: Vec::<Node>::new(),
        names: Vec::new(),
        roots: Vec::new(),
        extensions: FxHashMap::default(),
        sizes: SizeHistogram::default(),
        months: MonthHistogram::default(),
        links: Vec::new(),
        link_names: Vec::new(),
        largest_files: Ranking::new(request.top),
        errors: Vec::new(),
        newest: None,
        oldest: None,
        interrupted,
        ignored: request.would_ignore.is_some().then(Totals::default),
    }
}

/// Appends without a copy where there is nothing to append to.
fn append<T>(all: &mut Vec<T>, mut more: Vec<T>) {
    if all.is_empty() {
        *all = more;
    } else {
        all.append(&mut more);
    }
}

fn latest(a: Option<LocatedFile>, b: Option<LocatedFile>) -> Option<LocatedFile> {
    match (a, b) {
        (Some(a), Some(b)) => {
            let first = a.mtime_ms > b.mtime_ms || (a.mtime_ms == b.mtime_ms && a.at < b.at);
            Some(if first { a } else { b })
        }
        (a, b) => a.or(b),
    }
}

fn earliest(a: Option<LocatedFile>, b: Option<LocatedFile>) -> Option<LocatedFile> {
    match (a, b) {
        (Some(a), Some(b)) => {
            let first = a.mtime_ms < b.mtime_ms || (a.mtime_ms == b.mtime_ms && a.at < b.at);
            Some(if first { a } else { b })
        }
        (a, b) => a.or(b),
    }
}
