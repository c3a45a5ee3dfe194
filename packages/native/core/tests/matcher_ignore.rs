//! The native ignore rules answer as those of `@transect/walker-parallel` do along a walk, and as git itself does.
//! `vectors/make.mjs` wrote the questions and the answers; `TRANSECT_IGNORE_VECTORS` and `TRANSECT_GIT_VECTORS` name
//! larger files of the same kinds to be held to.

use std::sync::Arc;

use serde::Deserialize;
use transect_walk::matcher::{
    FoundIgnoreFile, IgnoreContext, IgnoreMatcher, IgnorePosition, Program, compile_ignore_file,
};

/// The folder and the content of an ignore file, with a character for each byte.
type File = (String, String);

#[derive(Deserialize)]
struct Walk {
    git: bool,
    /// What bears from outside on the root, and on a repository within the tree.
    contexts: [Context; 2],
    repositories: Vec<String>,
    files: Vec<File>,
    /// A path, and as bits: a file is ignored, a directory is, all below it is.
    answers: Vec<(String, u8)>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Context {
    files: Vec<File>,
    below: Vec<String>,
    ignore_case: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Repository {
    ignore_case: bool,
    files: Vec<File>,
    /// A path, and as bits: it is ignored, it is a directory.
    answers: Vec<(String, u8)>,
}

fn read<Vectors: serde::de::DeserializeOwned>(larger: &str, permanent: &str) -> Vec<Vectors> {
    let larger = std::env::var(larger).ok().map(|path| std::fs::read_to_string(path).unwrap());
    serde_json::from_str(larger.as_deref().unwrap_or(permanent)).unwrap()
}

fn bytes(text: &str) -> Vec<u8> {
    text.chars().map(|byte| byte as u8).collect()
}

impl Context {
    fn read(&self) -> IgnoreContext {
        let file =
            |(folder, content): &File| FoundIgnoreFile { content: bytes(content), folder: folder.clone().into() };
        IgnoreContext {
            files: self.files.iter().map(file).collect(),
            below: self.below.iter().map(|name| bytes(name)).collect(),
            ignore_case: self.ignore_case,
        }
    }
}

/// Ignore files, compiled once for either case.
struct Compiled(Vec<(String, [Option<Arc<Program>>; 2])>);

impl Compiled {
    fn of(files: &[File]) -> Self {
        let compile = |(folder, content): &File| {
            let compile = |ignore_case| compile_ignore_file(&bytes(content), ignore_case);
            (folder.clone(), [false, true].map(compile))
        };
        Self(files.iter().map(compile).collect())
    }

    /// Adds the files of a folder.
    fn add(&self, rules: &mut IgnoreMatcher, position: IgnorePosition, folder: &str) -> IgnorePosition {
        let own = self.0.iter().filter(|(place, _)| place == folder);
        own.fold(position, |position, (_, programs)| {
            let program = programs[usize::from(position.ignore_case())].clone();
            program.map_or(position.clone(), |program| rules.add(&position, program))
        })
    }
}

/// The position in a folder, as a walk comes to it, each step by the next of several workers.
fn walk(workers: &mut [IgnoreMatcher], walk: &Walk, files: &Compiled, folders: &[&str]) -> IgnorePosition {
    let position = workers[0].begin(&walk.contexts[0].read());
    // A source that is not git's reads its own files only.
    let position = if walk.git { position } else { IgnorePosition::new(false) };
    let mut position = files.add(&mut workers[0], position, "");
    for depth in 0..folders.len() {
        let turn = (depth + 1) % workers.len();
        let rules = &mut workers[turn];
        rules.adopt(&mut position);
        position = rules.enter(&position, &bytes(folders[depth]));
        if position.all() {
            continue;
        }
        let path = folders[..=depth].join("/");
        if walk.repositories.contains(&path) {
            position = rules.begin(&walk.contexts[1].read());
        }
        position = files.add(rules, position, &path);
    }
    position
}

fn check(case: &Walk, workers: &mut [IgnoreMatcher]) {
    let files = Compiled::of(&case.files);
    for (path, expected) in &case.answers {
        let names: Vec<&str> = path.split('/').collect();
        let (last, folders) = names.split_last().unwrap();
        let position = walk(workers, case, &files, folders);
        let last = bytes(last);
        for rules in workers.iter_mut() {
            let inside = rules.enter(&position, &last);
            let given = u8::from(rules.ignores(&position, &last, false))
                | u8::from(rules.ignores(&position, &last, true)) << 1
                | u8::from(inside.all()) << 2;
            assert_eq!(given, *expected, "{path:?} by {:?}", case.files);
        }
    }
}

#[test]
fn a_walk_ignores_what_the_typescript_walk_ignores() {
    let cases: Vec<Walk> = read("TRANSECT_IGNORE_VECTORS", include_str!("vectors/ignore.json"));
    for case in &cases {
        check(case, &mut [IgnoreMatcher::new(case.git)]);
    }
    println!("{} pairs of rules and path", cases.iter().map(|case| case.answers.len()).sum::<usize>());
}

#[test]
fn a_position_is_good_for_every_worker() {
    let cases: Vec<Walk> = read("TRANSECT_IGNORE_VECTORS", include_str!("vectors/ignore.json"));
    for case in &cases {
        check(case, &mut [IgnoreMatcher::new(case.git), IgnoreMatcher::new(case.git), IgnoreMatcher::new(case.git)]);
    }
}

#[test]
fn git_itself_ignores_the_same() {
    let cases: Vec<Repository> = read("TRANSECT_GIT_VECTORS", include_str!("vectors/git.json"));
    for case in &cases {
        let mut rules = IgnoreMatcher::new(true);
        let files = Compiled::of(&case.files);
        for (path, expected) in &case.answers {
            let mut position = files.add(&mut rules, IgnorePosition::new(case.ignore_case), "");
            let (folders, last) = path.rsplit_once('/').unwrap_or(("", path));
            let mut at = String::new();
            for name in folders.split('/').filter(|name| !name.is_empty()) {
                at = if at.is_empty() { name.to_owned() } else { format!("{at}/{name}") };
                position = rules.enter(&position, &bytes(name));
                position = files.add(&mut rules, position, &at);
            }
            let ignored = rules.ignores(&position, &bytes(last), expected & 2 != 0);
            assert_eq!(ignored, expected & 1 != 0, "{path:?} by {:?}", case.files);
        }
    }
    println!("{} pairs of rules and path", cases.iter().map(|case| case.answers.len()).sum::<usize>());
}

#[test]
fn a_root_that_is_ignored_itself_begins_anew() {
    let mut rules = IgnoreMatcher::new(true);
    let context = |below: &[&str]| IgnoreContext {
        files: vec![FoundIgnoreFile { content: b"build\n*.o".into(), folder: Vec::new() }],
        below: below.iter().map(|&name| name.into()).collect(),
        ignore_case: false,
    };
    let outside = rules.begin(&context(&["src"]));
    assert!(rules.ignores(&outside, b"a.o", false));
    let inside = rules.begin(&context(&["build", "debug"]));
    assert!(!inside.all() && !rules.ignores(&inside, b"a.o", false));
}

#[test]
fn a_worker_forgets_the_files_it_was_not_asked_about_for_long() {
    let mut rules = IgnoreMatcher::new(false);
    let positions: Vec<IgnorePosition> = (0..500)
        .map(|i| {
            let program = compile_ignore_file(format!("name{i}").as_bytes(), false).unwrap();
            rules.add(&IgnorePosition::new(false), program)
        })
        .collect();
    for (i, position) in positions.iter().enumerate() {
        assert!(rules.ignores(position, format!("name{i}").as_bytes(), false));
        assert!(!rules.ignores(position, format!("name{}", i + 1).as_bytes(), false));
    }
}

#[test]
fn a_line_may_be_of_any_length() {
    let name = vec![b'a'; 20_000];
    let spaces = vec![b' '; 20_000];
    let never = vec![b'a'; 100_000];
    let content = [&name[..], b"\nb", &spaces, b"\n#", &name, b"\n", &never].concat();
    let mut rules = IgnoreMatcher::new(false);
    let program = compile_ignore_file(&content, false).unwrap();
    let position = rules.add(&IgnorePosition::new(false), program);
    for (name, ignored) in [(&name[..], true), (b"b", true), (b"a", false), (&never, false)] {
        assert_eq!(rules.ignores(&position, name, false), ignored);
    }
}

#[test]
fn a_file_without_rules_makes_no_program() {
    assert!(compile_ignore_file(b"# nothing\n\n!\n/\n[a", false).is_none());
}

#[test]
fn positions_go_from_worker_to_worker_and_matchers_to_one() {
    fn travels<T: Send + Sync>() {}
    fn moves<T: Send>() {}
    travels::<IgnorePosition>();
    moves::<IgnoreMatcher>();
}
