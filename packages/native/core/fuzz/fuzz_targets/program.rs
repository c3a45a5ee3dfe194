//! Arbitrary bytes, and programs that are nearly right, as what is to be compiled patterns.

#![no_main]

use std::sync::{Arc, LazyLock};

use arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use transect_walk::matcher::{DEFAULT_CACHE_BYTES, FolderState, Matcher, Program};

/// Programs that `@transect/matcher` wrote.
static VALID: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../../tests/vectors/globs.json")).unwrap();
    cases.into_iter().map(|mut case| case["program"].take()).collect()
});

/// Names that are met whatever the input.
const NAMES: [&[u8]; 12] = [
    b"",
    b".",
    b"a",
    b".a",
    b"ab.ts",
    b"foo",
    b"a/b",
    b"\0",
    b"\xc3\xa9",
    b"\xf0\x9f\x98\x80x",
    b"\xff\xfe",
    b"\xe4\xb8",
];

/// How many bytes of states to keep: none, so few that they are dropped all the time, some, and all.
const CACHES: [usize; 4] = [0, 700, 5000, DEFAULT_CACHE_BYTES];

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    /// Text as it comes.
    Text(&'a [u8]),
    /// A program that is valid, then changed here and there.
    Changed(u16, Vec<Change>, Vec<&'a [u8]>),
    /// A program such as no pattern gives, and perhaps changed as well.
    Made(Made, Vec<Change>, Vec<&'a [u8]>),
}

/// A change to one of a program's lists.
#[derive(Arbitrary, Debug)]
struct Change {
    list: u8,
    at: u16,
    kind: Kind,
}

#[derive(Arbitrary, Debug)]
enum Kind {
    Set(i8),
    SetAny(i64),
    Add(i8),
    Insert(i8),
    Remove,
    Truncate,
    Swap(u16),
    Double,
}

#[derive(Arbitrary, Debug)]
struct Made {
    bytes: bool,
    settles: bool,
    fallback: bool,
    rules: Vec<bool>,
    start: u8,
    sets: Vec<Vec<u8>>,
    positions: u8,
    /// From, to, the set or a negative number for none, and whether it is wild.
    edges: Vec<(u8, u8, i8, bool)>,
    /// Position, rule and scope.
    marks: Vec<(u8, u8, u8)>,
}

const LISTS: [&str; 6] = ["rules", "sets", "firstEdge", "edges", "firstMark", "marks"];

impl Change {
    fn apply(&self, program: &mut Value) {
        let at = usize::from(self.at);
        let field = match usize::from(self.list) % (LISTS.len() + 5) {
            list if list < LISTS.len() => LISTS[list],
            6 => return change_number(&mut program["start"], &self.kind),
            7 => return change_number(&mut program["version"], &self.kind),
            8 => return flip(&mut program["settles"]),
            9 => return flip(&mut program["fallback"]),
            _ => {
                let bytes = program["alphabet"] == "bytes";
                program["alphabet"] = json!(if bytes { "characters" } else { "bytes" });
                return;
            }
        };
        let Some(list) = program[field].as_array_mut() else { return };
        // Half of the changes to the sets are within one of them.
        let nested = field == "sets" && !list.is_empty() && at % 2 == 1;
        if nested {
            let set = at / 2 % list.len();
            if let Some(list) = list[set].as_array_mut() {
                change_list(list, at / 2 / set.max(1), &self.kind);
            }
        } else {
            change_list(list, at, &self.kind);
        }
    }
}

fn flip(value: &mut Value) {
    *value = json!(!value.as_bool().unwrap_or(false));
}

fn change_number(value: &mut Value, kind: &Kind) {
    match *kind {
        Kind::Set(number) | Kind::Insert(number) => *value = json!(number),
        Kind::SetAny(number) => *value = json!(number),
        Kind::Add(number) => *value = json!(value.as_i64().unwrap_or(0).wrapping_add(number.into())),
        _ => *value = Value::Null,
    }
}

fn change_list(list: &mut Vec<Value>, at: usize, kind: &Kind) {
    if let Kind::Insert(number) = *kind {
        return list.insert(at % (list.len() + 1), json!(number));
    }
    if list.is_empty() {
        return;
    }
    let at = at % list.len();
    match *kind {
        Kind::Remove => drop(list.remove(at)),
        Kind::Truncate => list.truncate(at),
        Kind::Swap(other) => {
            let other = usize::from(other) % list.len();
            list.swap(at, other);
        }
        Kind::Double => list.insert(at, list[at].clone()),
        _ => change_number(&mut list[at], kind),
    }
}

impl Made {
    fn program(&self) -> Value {
        let positions = usize::from(self.positions) + 1;
        let sets: Vec<Vec<u32>> = self.sets.iter().map(|set| self.set(set)).collect();
        let mut first_edge = vec![-1; positions];
        let mut edges: Vec<i64> = Vec::new();
        for &(from, to, set, wild) in &self.edges {
            let set = if set < 0 || sets.is_empty() { -1 } else { i64::from(set) % sets.len() as i64 };
            let own = edges.len() as i64 / 4;
            let next = std::mem::replace(&mut first_edge[usize::from(from) % positions], own);
            edges.extend([set, (usize::from(to) % positions) as i64, wild.into(), next]);
        }
        let mut first_mark = vec![-1; positions];
        let mut marks: Vec<i64> = Vec::new();
        for &(position, rule, scope) in self.marks.iter().filter(|_| !self.rules.is_empty()) {
            let own = marks.len() as i64 / 3;
            let next = std::mem::replace(&mut first_mark[usize::from(position) % positions], own);
            marks.extend([(usize::from(rule) % self.rules.len()) as i64, i64::from(scope % 3), next]);
        }
        json!({
            "version": 1,
            "alphabet": if self.bytes { "bytes" } else { "characters" },
            "settles": self.settles,
            "fallback": self.fallback,
            "rules": self.rules.iter().map(|&rule| u8::from(rule)).collect::<Vec<_>>(),
            "start": usize::from(self.start) % positions,
            "sets": sets,
            "firstEdge": first_edge,
            "edges": edges,
            "firstMark": first_mark,
            "marks": marks,
        })
    }

    /// Some symbols, sorted and apart. Characters beyond a byte, and symbols of bytes that are no UTF-8, come as well.
    fn set(&self, bytes: &[u8]) -> Vec<u32> {
        let symbol = |&byte: &u8| match (self.bytes, byte) {
            (false, 0xf0..) => 0x11_0000 + (u32::from(byte) & 15) * 17,
            (false, 0xc0..) => u32::from(byte - 0xc0) * 0x5000,
            _ => byte.into(),
        };
        let mut set: Vec<u32> = bytes.iter().map(symbol).collect();
        set.sort_unstable();
        set.dedup();
        match set[..] {
            [only] => vec![only; 2],
            _ => set[..set.len() & !1].to_vec(),
        }
    }
}

/// The same questions about a path to matchers that keep different numbers of states: they must agree.
fn ask(program: &Arc<Program>, paths: &[Vec<&[u8]>]) {
    let mut matchers = CACHES.map(|bytes| Matcher::new(Arc::clone(program), bytes));
    for path in paths {
        let mut folders = matchers.each_mut().map(Matcher::root);
        for (depth, name) in path.iter().enumerate() {
            let answers = [0, 1, 2, 3].map(|at| answers(&mut matchers[at], &folders[at], name));
            assert!(answers.iter().all(|answer| *answer == answers[0]), "caches change answers: {answers:?}");
            // Folders go from worker to worker.
            let from = depth % folders.len();
            let folder = matchers[from].enter(&folders[from], name);
            folders = [0; 4].map(|_| folder.clone());
            matchers[(depth + 1) % 4].adopt(&mut folders[(depth + 1) % 4]);
        }
    }
    for (matcher, bytes) in matchers.iter().zip(CACHES) {
        let largest_state = 1 << 20;
        assert!(matcher.cache_bytes() <= bytes + largest_state, "states take {} bytes", matcher.cache_bytes());
    }
}

fn answers(matcher: &mut Matcher, folder: &FolderState, name: &[u8]) -> [bool; 4] {
    let file = matcher.matches(folder, name, false);
    let directory = matcher.matches(folder, name, true);
    let can = matcher.can_match_below(folder);
    let all = matcher.matches_all_below(folder);
    assert!(can || !(file || directory), "something matches where nothing can");
    [file, directory, can, all]
}

/// Folders of one program, asked about with another: nothing sensible is answered, but it is answered.
fn ask_foreign(program: &Arc<Program>, names: &[&[u8]]) {
    static OTHERS: LazyLock<Vec<Arc<Program>>> = LazyLock::new(|| {
        let read = |at: usize| Arc::new(serde_json::from_value(VALID[at].clone()).unwrap());
        vec![read(0), read(VALID.len() / 2)]
    });
    for other in OTHERS.iter() {
        let mut own = Matcher::new(Arc::clone(program), 5000);
        let mut foreign = Matcher::new(Arc::clone(other), 5000);
        let mut folders = [own.root(), foreign.root()];
        for name in names {
            for folder in &folders {
                for matcher in [&mut own, &mut foreign] {
                    matcher.matches(folder, name, true);
                    matcher.matches_all_below(folder);
                    matcher.can_match_below(folder);
                }
            }
            folders = [foreign.enter(&folders[0], name), own.enter(&folders[1], name)];
            own.adopt(&mut folders[0]);
            foreign.adopt(&mut folders[1]);
        }
    }
}

fn run(text: &[u8], own: &[&[u8]]) {
    let Ok(program) = serde_json::from_slice::<Program>(text) else { return };
    let program = Arc::new(program);
    let mut paths: Vec<Vec<&[u8]>> = vec![NAMES.to_vec(), NAMES.iter().rev().copied().collect()];
    paths.extend(NAMES.iter().map(|&name| vec![name; 3]));
    paths.push(own.iter().copied().take(64).collect());
    ask(&program, &paths);
    ask_foreign(&program, &own.iter().chain(&NAMES).copied().take(16).collect::<Vec<_>>());
}

fuzz_target!(|bytes: &[u8]| {
    // What looks like text is text: then a program that someone wrote can be put among the inputs as it is.
    if bytes.first() == Some(&b'{') {
        return run(bytes, &[bytes]);
    }
    let Ok(input) = Input::arbitrary_take_rest(Unstructured::new(bytes)) else { return };
    let (mut program, changes, names) = match input {
        Input::Text(text) => return run(text, &[text]),
        Input::Changed(which, changes, names) => (VALID[usize::from(which) % VALID.len()].clone(), changes, names),
        Input::Made(made, changes, names) => (made.program(), changes, names),
    };
    for change in changes.iter().take(64) {
        change.apply(&mut program);
    }
    run(program.to_string().as_bytes(), &names);
});
