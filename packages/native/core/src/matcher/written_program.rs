//! A program as it is written: plain numbers, not yet checked.

use std::fmt;

use serde::Deserialize;

use super::class_map::{Bounds, ClassMap};
use super::program::{Edge, Mark, NONE, Program, Scope};
use super::symbol::Alphabet;
use super::symbol_sets::{SymbolSets, is_symbol_set};

/// Field for field `Program` of `packages/matcher/src/program.ts`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WrittenProgram {
    version: u32,
    alphabet: Alphabet,
    settles: bool,
    fallback: bool,
    rules: Vec<u8>,
    start: u32,
    sets: Vec<Vec<u32>>,
    first_edge: Vec<i32>,
    edges: Vec<i32>,
    first_mark: Vec<i32>,
    marks: Vec<i32>,
}

/// Why a program cannot be run.
#[derive(Debug)]
pub(super) struct BadProgram(&'static str);

impl fmt::Display for BadProgram {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "this is no pattern program: {}", self.0)
    }
}

const VERSION: u32 = 1;
/// The flag of an edge that is closed while a name begins with a dot.
const WILD: i32 = 1;

impl TryFrom<WrittenProgram> for Program {
    type Error = BadProgram;

    fn try_from(written: WrittenProgram) -> Result<Self, BadProgram> {
        let positions = written.first_edge.len();
        check(written.version == VERSION, "its version is not 1")?;
        check(positions < i32::MAX as usize, "it has too many positions")?;
        check(written.rules.len() < i32::MAX as usize / 2, "it has too many rules")?;
        check((written.start as usize) < positions, "its start is not a position")?;
        check(written.first_mark.len() == positions, "its positions have not a list of marks each")?;
        check(written.rules.iter().all(|&rule| rule <= 1), "a rule is neither 0 nor 1")?;

        let mut sets = SymbolSets::default();
        for set in &written.sets {
            check(is_symbol_set(set, written.alphabet), "a set is not sorted, or not of its alphabet")?;
            sets.push(set);
        }
        let edges = read_edges(&written.edges, sets.len(), positions)?;
        let marks = read_marks(&written.marks, written.rules.len())?;
        let first_edge = links(&written.first_edge, edges.len())?;
        let first_mark = links(&written.first_mark, marks.len())?;
        check(are_apart(&first_edge, edges.iter().map(|edge| edge.next), edges.len()), "positions share edges")?;
        check(are_apart(&first_mark, marks.iter().map(|mark| mark.next), marks.len()), "positions share marks")?;
        let bounds = Bounds::of(&sets, written.alphabet);
        check(bounds.are_few(&sets), "its sets are too many")?;
        Ok(Self {
            alphabet: written.alphabet,
            settles: written.settles,
            fallback: written.fallback,
            rules: written.rules.into_iter().map(|rule| rule == 1).collect(),
            start: written.start,
            first_edge,
            first_mark,
            edges,
            marks,
            classes: ClassMap::new(&sets, bounds),
            sets,
        })
    }
}

fn check(holds: bool, problem: &'static str) -> Result<(), BadProgram> {
    if holds { Ok(()) } else { Err(BadProgram(problem)) }
}

fn read_edges(written: &[i32], sets: usize, positions: usize) -> Result<Vec<Edge>, BadProgram> {
    check(written.len() % 4 == 0, "its edges are not quadruples")?;
    let read = |(own, fields): (usize, &[i32])| {
        let to = index(fields[1], positions)?;
        check(to != NONE, "an edge leads nowhere")?;
        check(matches!(fields[2], 0 | WILD), "an edge has unknown flags")?;
        Ok(Edge { set: index(fields[0], sets)?, to, wild: fields[2] == WILD, next: index(fields[3], own)? })
    };
    written.chunks_exact(4).enumerate().map(read).collect()
}

fn read_marks(written: &[i32], rules: usize) -> Result<Vec<Mark>, BadProgram> {
    check(written.len() % 3 == 0, "its marks are not triples")?;
    let read = |(own, fields): (usize, &[i32])| {
        let rule = index(fields[0], rules)?;
        check(rule != NONE, "a mark has no rule")?;
        let scope = match fields[1] {
            0 => Scope::Any,
            1 => Scope::Directory,
            2 => Scope::Below,
            _ => return Err(BadProgram("a mark has an unknown scope")),
        };
        Ok(Mark { rule, scope, next: index(fields[2], own)? })
    };
    written.chunks_exact(3).enumerate().map(read).collect()
}

fn links(written: &[i32], count: usize) -> Result<Vec<u32>, BadProgram> {
    written.iter().map(|&link| index(link, count)).collect()
}

/// Whether each edge or mark is of one position at most. Else the lists of all positions together could be as long as
/// the square of the program, and a single step could take minutes.
fn are_apart(firsts: &[u32], nexts: impl Iterator<Item = u32>, count: usize) -> bool {
    let mut met = vec![false; count];
    let mut links = firsts.iter().copied().chain(nexts).filter(|&link| link != NONE);
    links.all(|link| !std::mem::replace(&mut met[link as usize], true))
}

/// An index below `count`, or [`NONE`] for -1. A list's next link is given its own index as the count, so that every
/// list ends.
fn index(written: i32, count: usize) -> Result<u32, BadProgram> {
    match u32::try_from(written) {
        Ok(index) if (index as usize) < count => Ok(index),
        Err(_) if written == -1 => Ok(NONE),
        _ => Err(BadProgram("an index is out of bounds")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Program;

    /// What is wrong with a program of three positions, `a` and then `b`, with a field changed.
    fn problem(field: &str, value: Value) -> Option<String> {
        let mut program = json!({
            "version": 1,
            "alphabet": "bytes",
            "settles": false,
            "fallback": false,
            "rules": [1, 0],
            "start": 0,
            "sets": [[97, 97], [98, 98]],
            "firstEdge": [0, 1, -1],
            "edges": [0, 1, 0, -1, 1, 2, 0, -1],
            "firstMark": [-1, 0, 1],
            "marks": [0, 0, -1, 1, 0, -1],
        });
        program[field] = value;
        serde_json::from_value::<Program>(program).err().map(|error| error.to_string())
    }

    #[test]
    fn positions_have_their_edges_and_marks_to_themselves() {
        assert_eq!(problem("version", json!(1)), None);
        let edges = Some("this is no pattern program: positions share edges".to_owned());
        assert_eq!(problem("firstEdge", json!([0, 1, 1])), edges);
        assert_eq!(problem("edges", json!([0, 1, 0, -1, 1, 2, 0, 0])), edges);
        let marks = Some("this is no pattern program: positions share marks".to_owned());
        assert_eq!(problem("firstMark", json!([-1, 1, 1])), marks);
        assert_eq!(problem("marks", json!([0, 0, -1, 1, 0, 0])), marks);
    }
}
