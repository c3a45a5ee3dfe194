//! A program run as a deterministic automaton whose states are built when they are first met.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;

use super::closure::Closure;
use super::program::{NONE, Program, Scope};
use super::symbol::{Alphabet, DOT, SLASH, decode};

/// How many bytes the states of one automaton take at most, unless told otherwise.
pub const DEFAULT_CACHE_BYTES: usize = 16 << 20;

/// A state is a number. A positive one is where its row begins in the table; a negative one is *settled*: whatever
/// follows, rule `-state - 2` decides, or no rule when the state is [`DEAD`]. A row holds the rule that decides a file
/// whose path ends there, the rule that decides a directory (-1 for none), 1 when everything below matches, and then,
/// per class of symbols, the next state, or 0 while it is not known.
pub(super) type State = i32;

/// A state from which no rule can decide anything any more.
pub(super) const DEAD: State = -1;

const DIRECTORY_RULE: usize = 1;
const ALL_BELOW: usize = 2;
const FIRST_COLUMN: usize = 3;

/// About what a state costs beside its row and its positions: its places in the map and in the list.
const STATE_OVERHEAD: usize = 96;
/// The offset of a row must fit a state.
const MAX_CACHE_BYTES: usize = 1 << 30;

/// The set of positions behind a state, before the edges that consume nothing are followed, in ascending order.
pub(super) type Kernel = Arc<[u32]>;

#[derive(Debug)]
struct Row {
    kernel: Kernel,
    /// Whether a name is about to begin.
    name_begins: bool,
}

/// The states of one program, for one thread.
#[derive(Debug)]
pub(super) struct Dfa {
    pub(super) program: Arc<Program>,
    /// Differs between any two automata, and before and after the states were dropped: a state is only good within
    /// its epoch.
    pub(super) epoch: u64,
    table: Vec<State>,
    columns: [u16; 256],
    stride: usize,
    slash: usize,
    dot: usize,
    rows: Vec<Row>,
    /// The states by their kernels: those within a name, and those before one.
    ids: [FxHashMap<Kernel, State>; 2],
    /// The last rule that takes back, if any.
    last_negated: Option<u32>,
    bytes: usize,
    max_cache_bytes: usize,
    closure: Closure,
    next: Vec<u32>,
}

impl Dfa {
    /// Prepares a program to run. Nothing is built until the first symbol.
    pub(super) fn new(program: Arc<Program>, max_cache_bytes: usize) -> Self {
        let columns = program.classes.low.map(|class| class + FIRST_COLUMN as u16);
        let last_negated = program.rules.iter().rposition(|matches| !matches).map(|rule| rule as u32);
        let mut dfa = Self {
            epoch: 0,
            table: Vec::new(),
            columns,
            stride: program.classes.count + FIRST_COLUMN,
            slash: columns[usize::from(SLASH)].into(),
            dot: columns[usize::from(DOT)].into(),
            rows: Vec::new(),
            ids: [FxHashMap::default(), FxHashMap::default()],
            last_negated,
            bytes: 0,
            max_cache_bytes: max_cache_bytes.min(MAX_CACHE_BYTES),
            closure: Closure::new(&program),
            next: Vec::new(),
            program,
        };
        dfa.reset();
        dfa
    }

    /// The state at the start of every path.
    pub(super) fn start(&mut self) -> State {
        self.intern(&[self.program.start], true)
    }

    /// Runs a name, or part of a path, from a state. Ends early where the rest no longer matters.
    #[inline]
    pub(super) fn run(&mut self, begin: State, name: &[u8]) -> State {
        if self.program.alphabet == Alphabet::Characters && !name.is_ascii() {
            return self.run_characters(begin, name);
        }
        let mut state = begin;
        for &byte in name {
            if state < 0 {
                break;
            }
            state = self.step(state, self.columns[usize::from(byte)].into());
        }
        state
    }

    fn run_characters(&mut self, begin: State, name: &[u8]) -> State {
        let mut state = begin;
        let mut rest = name;
        while state > 0 && !rest.is_empty() {
            let lead = rest[0];
            let (column, length) = if lead < 128 {
                (self.columns[usize::from(lead)].into(), 1)
            } else {
                let (symbol, length) = decode(lead, rest);
                (usize::from(self.program.classes.class_of(symbol)) + FIRST_COLUMN, length)
            };
            state = self.step(state, column);
            rest = &rest[length..];
        }
        state
    }

    /// The state after a slash.
    pub(super) fn step_slash(&mut self, state: State) -> State {
        if state < 0 { state } else { self.step(state, self.slash) }
    }

    /// The rule that decides an entry whose path ends at a state.
    pub(super) fn rule_at(&self, state: State, is_directory: bool) -> Option<u32> {
        let rule = if state < 0 {
            -(state + 2)
        } else {
            self.table[state as usize + if is_directory { DIRECTORY_RULE } else { 0 }]
        };
        u32::try_from(rule).ok()
    }

    /// Whether everything below a folder is matched, by no rule at all or by one that no later rule can take back.
    pub(super) fn matches_all_below(&self, state: State) -> bool {
        if state < 0 {
            self.program.verdict(self.rule_at(state, true))
        } else {
            self.table[state as usize + ALL_BELOW] == 1
        }
    }

    /// The positions behind a state that is not settled.
    pub(super) fn kernel_of(&self, state: State) -> &Kernel {
        &self.rows[state as usize / self.stride].kernel
    }

    /// The state for a set of positions in ascending order, each of them a position of the program.
    pub(super) fn intern(&mut self, kernel: &[u32], name_begins: bool) -> State {
        if kernel.is_empty() {
            return DEAD;
        }
        if let Some(&known) = self.ids[usize::from(name_begins)].get(kernel) {
            return known;
        }
        let found = self.survey(kernel);
        let row = if found.is_dead() { 0 } else { self.stride * size_of::<State>() };
        let cost = size_of_val(kernel) + STATE_OVERHEAD + row;
        if self.bytes + cost > self.max_cache_bytes && self.ids.iter().any(|ids| !ids.is_empty()) {
            self.reset();
        }
        self.bytes += cost;
        let kernel = Kernel::from(kernel);
        let state = if found.is_dead() { DEAD } else { self.add_row(kernel.clone(), name_begins, &found) };
        self.ids[usize::from(name_begins)].insert(kernel, state);
        state
    }

    /// About how many bytes the states take.
    pub(super) fn cache_bytes(&self) -> usize {
        self.bytes
    }

    #[inline]
    fn step(&mut self, state: State, column: usize) -> State {
        let next = self.table[state as usize + column];
        if next == 0 { self.advance(state, column) } else { next }
    }

    /// The next state, which is not known yet.
    #[cold]
    fn advance(&mut self, from: State, column: usize) -> State {
        let slash = column == self.slash;
        if slash && self.program.settles {
            let rule = self.table[from as usize + DIRECTORY_RULE];
            if rule >= 0 && self.program.rules[rule as usize] {
                self.table[from as usize + column] = -(rule + 2);
                return -(rule + 2);
            }
        }
        let row = &self.rows[from as usize / self.stride];
        let hidden = row.name_begins && column == self.dot;
        let symbol = self.program.classes.samples[column - FIRST_COLUMN];
        let mut next = std::mem::take(&mut self.next);
        self.closure.step(&self.program, &row.kernel, hidden, symbol, &mut next);
        let epoch = self.epoch;
        let state = self.intern(&next, slash);
        self.next = next;
        // A full cache was dropped meanwhile: the row this came from is gone.
        if epoch == self.epoch {
            self.table[from as usize + column] = state;
        }
        state
    }

    fn survey(&mut self, kernel: &[u32]) -> Survey {
        let program = &*self.program;
        let mut found = Survey { file: -1, directory: -1, below: -1, alive: false };
        for &position in self.closure.of(program, kernel, false) {
            found.alive = found.alive || program.edges_of(position).any(|edge| edge.set != NONE);
            for mark in program.marks_of(position) {
                let rule = mark.rule as i32;
                if mark.scope == Scope::Below {
                    found.below = found.below.max(rule);
                    continue;
                }
                found.directory = found.directory.max(rule);
                if mark.scope == Scope::Any {
                    found.file = found.file.max(rule);
                }
            }
        }
        found
    }

    fn add_row(&mut self, kernel: Kernel, name_begins: bool, found: &Survey) -> State {
        let state = self.table.len();
        self.table.resize(state + self.stride, 0);
        self.table[state] = found.file;
        self.table[state + DIRECTORY_RULE] = found.directory;
        let all_below = u32::try_from(found.below)
            .is_ok_and(|rule| self.program.verdict(Some(rule)) && self.last_negated.is_none_or(|last| last < rule));
        self.table[state + ALL_BELOW] = all_below.into();
        self.rows.push(Row { kernel, name_begins });
        state as State
    }

    /// Drops every state.
    fn reset(&mut self) {
        static EPOCHS: AtomicU64 = AtomicU64::new(1);
        self.epoch = EPOCHS.fetch_add(1, Ordering::Relaxed);
        // Offset 0 would read as "not known": the first row stays empty.
        self.table.clear();
        self.table.resize(self.stride, 0);
        self.rows.clear();
        self.rows.push(Row { kernel: Kernel::from([]), name_begins: false });
        self.ids = [FxHashMap::default(), FxHashMap::default()];
        self.bytes = 0;
    }
}

/// What is known of a state apart from where it leads.
struct Survey {
    /// The highest rule for a file, for a directory and for all below; -1 for none.
    file: i32,
    directory: i32,
    below: i32,
    /// Whether anything can be consumed.
    alive: bool,
}

impl Survey {
    fn is_dead(&self) -> bool {
        !self.alive && self.directory < 0
    }
}
