//! The native matcher and `@transect/matcher` answer alike. `vectors/make.mjs` wrote the questions and the answers;
//! `TRANSECT_GLOB_VECTORS` names a larger file of the same kind to be held to.

use std::sync::Arc;

use serde::Deserialize;
use transect_walk::matcher::{DEFAULT_CACHE_BYTES, FolderState, Matcher, Program};

#[derive(Deserialize)]
struct Case {
    patterns: Vec<String>,
    program: Program,
    /// Whether it is an ignore file: of these it is not asked whether something can match below.
    ignore: bool,
    /// A path, and as bits: matches a file, matches a directory, can match below, matches all below.
    answers: Vec<(String, u8)>,
}

const PERMANENT: &str = include_str!("vectors/globs.json");

fn cases() -> Vec<Case> {
    let larger = std::env::var("TRANSECT_GLOB_VECTORS").ok().map(|path| std::fs::read_to_string(path).unwrap());
    serde_json::from_str(larger.as_deref().unwrap_or(PERMANENT)).unwrap()
}

/// The names of a path that is written with a character for each byte.
fn names(path: &str) -> Vec<Vec<u8>> {
    path.split('/').map(|name| name.chars().map(|byte| byte as u8).collect()).collect()
}

fn ask(
    folder_of: &mut impl FnMut(&FolderState, &[u8]) -> FolderState,
    root: FolderState,
    path: &[Vec<u8>],
) -> FolderState {
    path.iter().fold(root, |folder, name| folder_of(&folder, name))
}

fn bits(matcher: &mut Matcher, folder: &FolderState, name: &[u8]) -> u8 {
    let inside = matcher.enter(folder, name);
    u8::from(matcher.matches(folder, name, false))
        | u8::from(matcher.matches(folder, name, true)) << 1
        | u8::from(matcher.can_match_below(&inside)) << 2
        | u8::from(matcher.matches_all_below(&inside)) << 3
}

fn check(case: &Case, matcher: &mut Matcher, mask: u8) {
    for (path, expected) in &case.answers {
        let names = names(path);
        let (last, above) = names.split_last().unwrap();
        let root = matcher.root();
        let folder = ask(&mut |folder, name| matcher.enter(folder, name), root, above);
        let given = bits(matcher, &folder, last);
        assert_eq!(given & mask, expected & mask, "{path:?} by {:?}", case.patterns);
    }
}

fn mask(case: &Case) -> u8 {
    if case.ignore { 0b1011 } else { 0b1111 }
}

fn matcher(case: &Case, max_cache_bytes: usize) -> Matcher {
    Matcher::new(Arc::new(case.program.clone()), max_cache_bytes)
}

#[test]
fn a_program_from_typescript_answers_as_it_does_there() {
    let cases = cases();
    for case in &cases {
        check(case, &mut matcher(case, DEFAULT_CACHE_BYTES), mask(case));
    }
    let pairs: usize = cases.iter().map(|case| case.answers.len()).sum();
    println!("{pairs} pairs of patterns and path");
}

#[test]
fn a_cache_that_is_always_full_changes_no_answer() {
    for case in &cases() {
        check(case, &mut matcher(case, 0), mask(case));
        check(case, &mut matcher(case, 1500), mask(case));
    }
}

#[test]
fn a_folder_state_is_good_for_every_worker() {
    for case in &cases() {
        let program = Arc::new(case.program.clone());
        let mut workers = [0, 2000, DEFAULT_CACHE_BYTES].map(|bytes| Matcher::new(program.clone(), bytes));
        for (path, expected) in &case.answers {
            let names = names(path);
            let (last, above) = names.split_last().unwrap();
            let mut turn = 0;
            let root = workers[0].root();
            let mut enter = |folder: &FolderState, name: &[u8]| {
                turn += 1;
                workers[turn % 3].enter(folder, name)
            };
            let mut folder = ask(&mut enter, root, above);
            for worker in &mut workers {
                assert_eq!(bits(worker, &folder, last) & mask(case), expected & mask(case), "{path:?}");
                worker.adopt(&mut folder);
            }
        }
    }
}
