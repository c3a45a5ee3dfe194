//! Arbitrary bytes as ignore files, on the way down through folders of arbitrary names.

#![no_main]

use std::sync::Arc;

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use transect_walk::matcher::{FoundIgnoreFile, IgnoreContext, IgnoreMatcher, IgnorePosition, compile_ignore_file};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    git: bool,
    ignore_case: bool,
    /// Files from outside, each in the folder that so many names of `below` lead to.
    outside: Vec<(u8, &'a [u8])>,
    below: Vec<&'a [u8]>,
    /// Folders on the way down, each with what its own file holds.
    folders: Vec<(&'a [u8], &'a [u8])>,
    names: Vec<&'a [u8]>,
}

/// Names that are met whatever the input.
const NAMES: [&[u8]; 8] = [b"a", b".git", b"foo.o", b"\xc3\xa9", b"\xff", b"AB", b"[", b"\\"];

fuzz_target!(|input: Input<'_>| {
    // As a folder's name is: without a slash, and never empty.
    let is_name = |name: &&[u8]| !name.is_empty() && !name.contains(&b'/') && !name.contains(&0);
    let below: Vec<&[u8]> = input.below.into_iter().filter(is_name).take(8).collect();
    let files = input.outside.iter().take(8).map(|&(depth, content)| FoundIgnoreFile {
        content: content.to_vec(),
        folder: below[..usize::from(depth) % (below.len() + 1)].join(&b'/'),
    });
    let context = IgnoreContext {
        files: files.collect(),
        below: below.iter().map(|name| name.to_vec()).collect(),
        ignore_case: input.ignore_case,
    };
    let names: Vec<&[u8]> = input.names.into_iter().filter(is_name).take(32).chain(NAMES).collect();
    // One that stays, and one that has only just begun at every folder: what either remembers changes no answer.
    let mut stays = IgnoreMatcher::new(input.git);
    let mut position = stays.begin(&context);
    ask(&mut stays, input.git, &position, &names);
    for (name, content) in input.folders.into_iter().filter(|(name, _)| is_name(name)).take(16) {
        position = stays.enter(&position, name);
        if let Some(program) = compile_ignore_file(content, position.ignore_case()) {
            position = stays.add(&position, Arc::clone(&program));
        }
        ask(&mut stays, input.git, &position, &names);
    }
});

fn ask(stays: &mut IgnoreMatcher, git: bool, position: &IgnorePosition, names: &[&[u8]]) {
    let mut begins = IgnoreMatcher::new(git);
    let mut adopted = position.clone();
    begins.adopt(&mut adopted);
    for name in names {
        for is_folder in [false, true] {
            let answer = stays.ignores(position, name, is_folder);
            assert_eq!(answer, begins.ignores(&adopted, name, is_folder), "of {name:?}");
            assert!(answer || !position.all(), "all is ignored, but for {name:?}");
        }
    }
}
