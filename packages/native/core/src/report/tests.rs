use std::time::Instant;

use rustc_hash::FxHashMap;

use super::assemble;
use super::sample::{Case, push};
use crate::profile::month_histogram::MonthHistogram;
use crate::profile::ranking::Ranking;
use crate::profile::size_histogram::SizeHistogram;
use crate::profile::state::{Keep, NO_NODE, Node, NodeId, Root, State};
use crate::request::{EntryType, HardLinks};

fn cases() -> impl Iterator<Item = Case> {
    include_str!("cases/cases.jsonl").lines().map(|line| serde_json::from_str(line).unwrap())
}

#[test]
fn a_report_is_that_of_the_typescript_packages_whatever_the_sequence() {
    for case in cases() {
        for turn in [0, 1, 4, 7] {
            let report = serde_json::to_string(&assemble(case.state(turn), 1)).unwrap();
            assert_eq!(report, case.report, "{}, turn {turn}", case.name);
        }
    }
}

#[test]
fn directories_that_hold_nothing_a_hundred_thousand_levels_deep_take_a_moment() {
    let count = 100_000;
    let report = assemble(directories(count, 0, SHUFFLED, |id| id.saturating_sub(1)), 1);
    assert_eq!(report.deepest_directory.unwrap().depth, count - 1);
    let paths: Vec<usize> = report.largest_directories.list.iter().map(|row| row.place.path.len()).collect();
    assert!(paths.is_sorted());
    assert_eq!(report.empty_directories.count, u64::from(count));
}

#[test]
fn names_that_a_listing_gives_twice_are_directories_of_their_own() {
    let report = assemble(directories(2000, 0, 1, |id| id % 7 * u32::from(id > 6)), 1);
    assert_eq!((report.totals.directories, report.largest_directories.list.len()), (2000, 10));
}

#[test]
fn a_report_of_many_directories_is_the_same_with_a_second_thread() {
    let state = || directories(20_000, 4096, SHUFFLED, |id| id.saturating_sub(1) / 3);
    let report = |workers| serde_json::to_string(&assemble(state(), workers)).unwrap();
    assert_eq!(report(2), report(1));
}

#[test]
#[ignore = "takes the time that a report takes"]
fn the_report_of_a_hundred_thousand_directories_takes_milliseconds() {
    // Each directory lies in any of those before it.
    let any = |id: u32| ((u64::from(id) * u64::from(id.wrapping_mul(2_654_435_761))) >> 32) as u32;
    let chain = |id: u32| id.saturating_sub(1);
    for (shape, bytes, stride, parent_of) in [
        ("tree", 4096, 1, any as fn(u32) -> u32),
        ("tree", 4096, SHUFFLED, any),
        ("tree", 0, 1, any),
        ("chain", 4096, 1, chain),
        ("chain", 0, SHUFFLED, chain),
    ] {
        let times = (0..30).map(|_| {
            let state = directories(100_000, bytes, stride, parent_of);
            let start = Instant::now();
            let report = assemble(state, 2);
            let time = start.elapsed();
            drop(report);
            time
        });
        println!("a {shape} of directories of {bytes} bytes, {stride} apart: {:?}", times.min().unwrap());
    }
}

/// Has no factor in common with the numbers of directories here.
const SHUFFLED: u32 = 61_803;

/// Directories that hold a few files each; those that are met one after the other are so many places apart.
fn directories(count: u32, bytes: u64, stride: u32, parent_of: impl Fn(u32) -> u32) -> State {
    let place = |id: u32| (u64::from(id) * u64::from(stride) % u64::from(count)) as NodeId;
    let mut names = Vec::new();
    let mut depths = vec![0; count as usize];
    let mut nodes = Vec::new();
    for id in 0..count {
        let parent = parent_of(id);
        if id > 0 {
            depths[id as usize] = depths[parent as usize] + 1;
        }
        nodes.push((
            place(id),
            Node {
                parent: if id == 0 { NO_NODE } else { place(parent) },
                depth: depths[id as usize],
                name: push(&mut names, format!("directory-{}", (id % 1000) * (id % 23)).as_bytes()),
                counted: true,
                listed: true,
                empty: bytes == 0,
                files: bytes.min(u64::from(id) % 7),
                symlinks: 0,
                others: 0,
                own_bytes: bytes,
                allocated_bytes: bytes * (u64::from(id) % 7),
                apparent_bytes: 0,
            },
        ));
    }
    nodes.sort_unstable_by_key(|&(place, _)| place);
    State {
        keep: Keep { hard_links: HardLinks::Once, top: 10, list_limit: 20, tree_depth: Some(3), tree_share: 0.0 },
        nodes: nodes.into_iter().map(|(_, node)| node).collect(),
        names,
        roots: vec![Root { node: place(0), kind: Some(EntryType::Directory) }],
        extensions: FxHashMap::default(),
        sizes: SizeHistogram::default(),
        months: MonthHistogram::default(),
        links: Vec::new(),
        link_names: Vec::new(),
        largest_files: Ranking::new(10),
        errors: Vec::new(),
        newest: None,
        oldest: None,
        interrupted: None,
        ignored: None,
    }
}
