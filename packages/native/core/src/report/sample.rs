//! Profiles for tests, made of what a walk would meet.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::profile::month_histogram::MonthHistogram;
use crate::profile::ranking::Ranking;
use crate::profile::size_histogram::SizeHistogram;
use crate::profile::state::{
    Interrupted, Keep, LinkRecord, LocatedError, LocatedFile, NO_NODE, NameRef, Node, NodeId, Operation, Place, Root,
    State, Totals,
};
use crate::request::{EntryType, HardLinks};

/// What was met, and the report that the TypeScript packages make of it: a line that `cases/generate.mjs` writes.
#[derive(Deserialize)]
pub struct Case {
    /// What it is about.
    pub name: String,
    keep: CaseKeep,
    ignoring: bool,
    interrupted: Option<String>,
    met: Vec<Met>,
    /// As JSON.
    pub report: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CaseKeep {
    hard_links: HardLinks,
    top: usize,
    list_limit: usize,
    tree_depth: Option<u32>,
    tree_share: f64,
}

#[derive(Deserialize)]
struct Met {
    parent: Option<usize>,
    name: String,
    #[serde(rename = "type")]
    kind: EntryType,
    stat: Option<Stat>,
    ino: Option<u64>,
    counted: bool,
    ignored: bool,
    missing: bool,
    listed: bool,
    empty: bool,
    errors: Vec<Failure>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stat {
    size: u64,
    blocks: u64,
    mtime_ms: i64,
}

#[derive(Deserialize)]
struct Failure {
    operation: String,
    errno: i32,
}

impl Case {
    /// What a profile would hold. `turn` sets the sequence of what is in no order.
    pub fn state(&self, turn: usize) -> State {
        let mut sample = Sample::new(self);
        let mut sequence: Vec<usize> = (0..self.met.len()).collect();
        sequence.rotate_left(turn % self.met.len().max(1));
        if turn % 2 == 1 {
            sequence.reverse();
        }
        for &index in &sequence {
            sample.make_node(index);
        }
        sample.make_roots();
        for &index in &sequence {
            sample.count(index);
        }
        sample.state
    }
}

struct Sample<'a> {
    case: &'a Case,
    state: State,
    nodes: FxHashMap<usize, NodeId>,
}

impl<'a> Sample<'a> {
    fn new(case: &'a Case) -> Self {
        let CaseKeep { hard_links, top, list_limit, tree_depth, tree_share } = case.keep;
        let interrupted = case.interrupted.as_deref().map(|reason| match reason {
            "timedOut" => Interrupted::TimedOut,
            _ => Interrupted::Cancelled,
        });
        let state = State {
            keep: Keep { hard_links, top, list_limit, tree_depth, tree_share },
            nodes: Vec::new(),
            names: Vec::new(),
            roots: Vec::new(),
            extensions: FxHashMap::default(),
            sizes: SizeHistogram::default(),
            months: MonthHistogram::default(),
            links: Vec::new(),
            link_names: Vec::new(),
            largest_files: Ranking::new(top),
            errors: Vec::new(),
            newest: None,
            oldest: None,
            interrupted,
            ignored: case.ignoring.then(Totals::default),
        };
        Self { case, state, nodes: FxHashMap::default() }
    }

    fn name(&self, index: usize) -> Vec<u8> {
        STANDARD.decode(&self.case.met[index].name).unwrap()
    }

    /// Roots and directories have one. Its parent is known by its place among those that will be there.
    fn make_node(&mut self, index: usize) {
        let met = &self.case.met[index];
        if met.parent.is_some() && met.kind != EntryType::Directory {
            return;
        }
        let name = self.name(index);
        let is_directory = met.kind == EntryType::Directory;
        self.nodes.insert(index, self.state.nodes.len() as NodeId);
        self.state.nodes.push(Node {
            parent: NO_NODE,
            depth: std::iter::successors(met.parent, |&holder| self.case.met[holder].parent).count() as u32,
            name: push(&mut self.state.names, &name),
            counted: is_directory && met.counted,
            listed: met.listed,
            empty: met.empty,
            files: 0,
            symlinks: 0,
            others: 0,
            own_bytes: if is_directory && met.counted { met.stat.unwrap_or_default().blocks * 512 } else { 0 },
            allocated_bytes: 0,
            apparent_bytes: 0,
        });
    }

    fn make_roots(&mut self) {
        for (&index, &node) in &self.nodes {
            let met = &self.case.met[index];
            match met.parent {
                Some(holder) => self.state.nodes[node as usize].parent = self.nodes[&holder],
                None => self.state.roots.push(Root { node, kind: (!met.missing).then_some(met.kind) }),
            }
        }
        let (nodes, names) = (&self.state.nodes, &self.state.names);
        self.state.roots.sort_by_key(|root| super::directories::slice(names, nodes[root.node as usize].name));
    }

    fn count(&mut self, index: usize) {
        let met = &self.case.met[index];
        let at = self.place(index);
        for failure in &met.errors {
            let operation = match failure.operation.as_str() {
                "follow" => Operation::Follow,
                "lstat" => Operation::Lstat,
                "readdir" => Operation::Readdir,
                _ => Operation::Stat,
            };
            self.state.errors.push(LocatedError { at: at.clone(), operation, errno: failure.errno });
        }
        let stat = met.stat.unwrap_or_default();
        let shared = met.ino.is_some() && self.case.keep.hard_links == HardLinks::Once;
        if met.ignored {
            self.count_ignored(met.kind, stat, shared && met.kind != EntryType::Directory);
        }
        if !met.counted || met.kind == EntryType::Directory {
            return;
        }
        let node = self.nodes[&met.parent.unwrap_or(index)];
        let name = self.name(index);
        if let Some(ino) = met.ino {
            self.state.links.push(LinkRecord {
                dev: 1,
                ino,
                node,
                name: met.parent.map(|_| push(&mut self.state.link_names, &name)),
                kind: met.kind,
                apparent_bytes: if met.kind == EntryType::File { stat.size } else { 0 },
                allocated_bytes: stat.blocks * 512,
                mtime_ms: stat.mtime_ms,
                ignored: met.ignored,
            });
        }
        let holder = &mut self.state.nodes[node as usize];
        holder.allocated_bytes += if shared { 0 } else { stat.blocks * 512 };
        match met.kind {
            EntryType::Symlink => holder.symlinks += 1,
            EntryType::File => {
                holder.files += 1;
                holder.apparent_bytes += if shared { 0 } else { stat.size.into() };
                let name = if met.parent.is_none() { super::extensions::base_name(&name) } else { &name };
                self.count_file(met.stat, name, at, shared);
            }
            _ => holder.others += 1,
        }
    }

    fn count_file(&mut self, stat: Option<Stat>, name: &[u8], at: Place, shared: bool) {
        let Stat { size, blocks, mtime_ms } = stat.unwrap_or_default();
        let own = if shared { 0 } else { size };
        let sums = self.state.extensions.entry(super::extensions::suffix_of(name).into()).or_default();
        sums.files += 1;
        sums.apparent_bytes += u128::from(own);
        sums.allocated_bytes += if shared { 0 } else { blocks * 512 };
        if stat.is_none() {
            return;
        }
        self.state.sizes.add(size, own);
        self.state.months.add(mtime_ms, 1, own);
        let file = LocatedFile { at, apparent_bytes: size, allocated_bytes: blocks * 512, mtime_ms };
        let State { newest, oldest, largest_files, .. } = &mut self.state;
        let newer = |known: &LocatedFile| (-mtime_ms, &file.at) < (-known.mtime_ms, &known.at);
        if newest.as_ref().is_none_or(newer) {
            *newest = Some(file.clone());
        }
        if oldest.as_ref().is_none_or(|known| (mtime_ms, &file.at) < (known.mtime_ms, &known.at)) {
            *oldest = Some(file.clone());
        }
        if !shared {
            largest_files.offer(file);
        }
    }

    fn count_ignored(&mut self, kind: EntryType, stat: Stat, shared: bool) {
        let Some(ignored) = &mut self.state.ignored else { return };
        match kind {
            EntryType::File => ignored.files += 1,
            EntryType::Directory => ignored.directories += 1,
            EntryType::Symlink => ignored.symlinks += 1,
            EntryType::Other => ignored.others += 1,
        }
        if !shared {
            ignored.allocated_bytes += stat.blocks * 512;
            ignored.apparent_bytes += if kind == EntryType::File { stat.size.into() } else { 0 };
        }
    }

    fn place(&self, index: usize) -> Place {
        let way: Vec<usize> = std::iter::successors(Some(index), |&holder| self.case.met[holder].parent).collect();
        let (root, below) = way.split_last().unwrap();
        let parts: Vec<Vec<u8>> = below.iter().rev().map(|&index| self.name(index)).collect();
        let root = self.state.roots.iter().position(|known| known.node == self.nodes[root]).unwrap();
        Place { root: root as u32, path: parts.join(&b'/').into() }
    }
}

/// Puts a name into a blob of names.
pub fn push(blob: &mut Vec<u8>, name: &[u8]) -> NameRef {
    let start = blob.len() as u64;
    blob.extend(name);
    NameRef { start, length: name.len() as u16 }
}
