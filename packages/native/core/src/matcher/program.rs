//! A compiled pattern, set of patterns or ignore file.

use serde::Deserialize;

use super::class_map::ClassMap;
use super::symbol::Alphabet;
use super::symbol_sets::SymbolSets;
use super::written_program::WrittenProgram;

/// A nondeterministic automaton over symbols. It is read from the JSON that `@transect/matcher` writes
/// (`packages/matcher/src/program.ts`, version 1) and checked while it is read: whatever the text, a program that is
/// accepted can be run without ever going out of bounds or on for ever.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "WrittenProgram")]
pub struct Program {
    pub(super) alphabet: Alphabet,
    /// A directory that a positive rule decides decides everything below it.
    pub(super) settles: bool,
    /// The answer for a path that no rule decides.
    pub(super) fallback: bool,
    /// For each rule, whether it matches (or ignores); false: it is negated.
    pub(super) rules: Vec<bool>,
    /// The position before the first symbol.
    pub(super) start: u32,
    pub(super) sets: SymbolSets,
    /// For each position its first edge, or [`NONE`].
    pub(super) first_edge: Vec<u32>,
    pub(super) edges: Vec<Edge>,
    /// For each position its first mark, or [`NONE`].
    pub(super) first_mark: Vec<u32>,
    pub(super) marks: Vec<Mark>,
    pub(super) classes: ClassMap,
}

/// The end of a list of edges or marks, and the set of an edge that consumes nothing.
pub(super) const NONE: u32 = u32::MAX;

/// A way from a position to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// The set of symbols of which it consumes one, or [`NONE`] to consume nothing.
    pub(super) set: u32,
    pub(super) to: u32,
    /// Closed while a name begins with a dot.
    pub(super) wild: bool,
    /// The next edge of the same position, always of a smaller number, or [`NONE`].
    pub(super) next: u32,
}

/// What a path that ends on a position is decided by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) rule: u32,
    pub(super) scope: Scope,
    /// The next mark of the same position, always of a smaller number, or [`NONE`].
    pub(super) next: u32,
}

/// What a mark speaks of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Scope {
    /// Any entry.
    Any,
    /// Directories only.
    Directory,
    /// Every entry below the folder whose path, with its slash, ends here; not the folder itself.
    Below,
}

impl Program {
    /// The edges that leave a position.
    pub(super) fn edges_of(&self, position: u32) -> impl Iterator<Item = &Edge> {
        let first = self.edges.get(self.first_edge[position as usize] as usize);
        std::iter::successors(first, |edge| self.edges.get(edge.next as usize))
    }

    /// The marks on a position.
    pub(super) fn marks_of(&self, position: u32) -> impl Iterator<Item = &Mark> {
        let first = self.marks.get(self.first_mark[position as usize] as usize);
        std::iter::successors(first, |mark| self.marks.get(mark.next as usize))
    }

    /// What a deciding rule, or that there is none, says of an entry.
    pub(super) fn verdict(&self, rule: Option<u32>) -> bool {
        rule.and_then(|rule| self.rules.get(rule as usize).copied()).unwrap_or(self.fallback)
    }
}
