//! Programs over bytes, built rule by rule.

use rustc_hash::FxHashMap;

use super::byte_set::ByteSet;
use super::class_map::{Bounds, ClassMap};
use super::ignore_line::Element;
use super::program::{Edge, Mark, NONE, Program, Scope};
use super::symbol::{Alphabet, SLASH};
use super::symbol_sets::SymbolSets;

/// A program that can still grow.
pub(super) struct ProgramBuilder {
    rules: Vec<bool>,
    sets: SymbolSets,
    first_edge: Vec<u32>,
    edges: Vec<Edge>,
    first_mark: Vec<u32>,
    marks: Vec<Mark>,
    set_ids: FxHashMap<ByteSet, u32>,
    /// What follows a position by an element: rules that begin alike share their positions.
    shared: FxHashMap<(u32, Element), u32>,
}

const START: u32 = 0;

impl ProgramBuilder {
    /// An empty program, with its start.
    pub(super) fn new() -> Self {
        Self {
            rules: Vec::new(),
            sets: SymbolSets::default(),
            first_edge: vec![NONE],
            edges: Vec::new(),
            first_mark: vec![NONE],
            marks: Vec::new(),
            set_ids: FxHashMap::default(),
            shared: FxHashMap::default(),
        }
    }

    /// Adds a rule, which outranks those before it, for what the elements match from the start.
    pub(super) fn add_rule(&mut self, matches: bool, elements: &[Element], scope: Scope) {
        let rule = self.rules.len() as u32;
        self.rules.push(matches);
        let end = elements.iter().fold(START, |at, &element| self.follow(at, element));
        let next = std::mem::replace(&mut self.first_mark[end as usize], self.marks.len() as u32);
        self.marks.push(Mark { rule, scope, next });
    }

    /// The program; none when it has no rules.
    pub(super) fn finish(self) -> Option<Program> {
        let bounds = Bounds::of(&self.sets, Alphabet::Bytes);
        (!self.rules.is_empty()).then(|| Program {
            alphabet: Alphabet::Bytes,
            settles: false,
            fallback: false,
            rules: self.rules,
            start: START,
            classes: ClassMap::new(&self.sets, bounds),
            sets: self.sets,
            first_edge: self.first_edge,
            edges: self.edges,
            first_mark: self.first_mark,
            marks: self.marks,
        })
    }

    /// The position after an element.
    fn follow(&mut self, from: u32, element: Element) -> u32 {
        if let Some(&known) = self.shared.get(&(from, element)) {
            return known;
        }
        let to = self.add_element(from, element);
        self.shared.insert((from, element), to);
        to
    }

    fn add_element(&mut self, from: u32, element: Element) -> u32 {
        match element {
            Element::Set(set) => {
                let to = self.add_position();
                self.add_edge(from, to, Some(set));
                to
            }
            Element::Star | Element::Anything => {
                let each = self.add_position();
                self.add_edge(from, each, None);
                self.add_edge(each, each, Some(if element == Element::Star { ByteSet::NAME } else { ByteSet::ALL }));
                each
            }
            Element::AnyPrefix => {
                let within = self.add_position();
                let end = self.add_position();
                self.add_edge(from, end, None);
                self.add_edge(from, within, None);
                self.add_edge(within, within, Some(ByteSet::ALL));
                self.add_edge(within, end, Some(ByteSet::one(SLASH)));
                end
            }
            Element::Folders => {
                let begin = self.add_position();
                let within = self.add_position();
                self.add_edge(from, begin, None);
                self.add_edge(begin, within, Some(ByteSet::NAME));
                self.add_edge(within, within, Some(ByteSet::NAME));
                self.add_edge(within, begin, Some(ByteSet::one(SLASH)));
                begin
            }
        }
    }

    fn add_position(&mut self) -> u32 {
        self.first_mark.push(NONE);
        self.first_edge.push(NONE);
        self.first_edge.len() as u32 - 1
    }

    /// An edge from a position to another; without a set it consumes nothing.
    fn add_edge(&mut self, from: u32, to: u32, set: Option<ByteSet>) {
        let set = set.map_or(NONE, |set| self.set_id(set));
        let next = std::mem::replace(&mut self.first_edge[from as usize], self.edges.len() as u32);
        self.edges.push(Edge { set, to, wild: false, next });
    }

    fn set_id(&mut self, set: ByteSet) -> u32 {
        let sets = &mut self.sets;
        *self.set_ids.entry(set).or_insert_with(|| sets.push(&set.ranges()) as u32)
    }
}
