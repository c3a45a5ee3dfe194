//! Directories in the order of what they hold.

use std::borrow::Cow;
use std::cmp::Reverse;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::directories::Directories;
use super::first::first;
use super::rollup::Subtree;
use super::rows::{
    Capped, DeepestDirectory, DepthReport, DirectFilesReport, DirectoryNameReport, DirectoryReport, PlaceReport,
};
use crate::profile::state::NodeId;

/// The deepest directory that was counted; of several, the one with the smallest path.
pub fn deepest_directory(directories: &Directories<'_>) -> Option<DeepestDirectory> {
    let counted = directories.iter().filter(|(_, node)| node.counted);
    let deepest = counted
        .min_by(|&(a, left), &(b, right)| right.depth.cmp(&left.depth).then_with(|| directories.compare_nodes(a, b)));
    deepest.map(|(id, node)| DeepestDirectory { place: directories.report_node(id), depth: node.depth })
}

/// What lies at each depth.
pub fn depth_reports(directories: &Directories<'_>) -> Vec<DepthReport> {
    let mut rows = Vec::new();
    for (id, node) in directories.iter() {
        if node.counted {
            row_at(&mut rows, u64::from(node.depth)).directories += 1;
        }
        if node.files + node.symlinks + node.others == 0 {
            continue;
        }
        let depth = if directories.is_alone(id) { 0 } else { u64::from(node.depth) + 1 };
        let row = row_at(&mut rows, depth);
        row.files += node.files;
        row.symlinks += node.symlinks;
        row.others += node.others;
    }
    rows
}

fn row_at(rows: &mut Vec<DepthReport>, depth: u64) -> &mut DepthReport {
    for depth in rows.len() as u64..=depth {
        rows.push(DepthReport { depth, directories: 0, files: 0, symlinks: 0, others: 0 });
    }
    &mut rows[depth as usize]
}

/// Directories whose listing yielded nothing.
pub fn empty_directories(directories: &Directories<'_>, limit: usize) -> Capped<PlaceReport> {
    let empty = directories.iter().filter(|(_, node)| node.counted && node.empty).map(|(id, _)| id);
    first(limit, empty, |&a, &b| directories.compare_nodes(a, b)).rows(|id| directories.report_node(id))
}

/// Directories that hold the most bytes, roots left out.
pub fn largest_directories(
    directories: &Directories<'_>,
    subtrees: &[Subtree],
    limit: usize,
) -> Capped<DirectoryReport> {
    let below = directories.iter().filter(|(_, node)| node.counted && node.depth > 0);
    let sized = below.map(|(id, _)| (Reverse(subtrees[id as usize].totals.allocated_bytes), id));
    let ranking = first(limit, sized, |a, b| a.0.cmp(&b.0).then_with(|| directories.compare_nodes(a.1, b.1)));
    ranking.rows(|(_, id)| directory_report(directories, subtrees, id))
}

/// Directories with the most files directly in them.
pub fn busiest_directories(directories: &Directories<'_>, limit: usize) -> Capped<DirectFilesReport> {
    let busy = directories.iter().filter(|&(id, node)| node.files > 0 && !directories.is_alone(id));
    let ranking = first(limit, busy.map(|(id, node)| (Reverse(node.files), id)), |a, b| {
        a.0.cmp(&b.0).then_with(|| directories.compare_nodes(a.1, b.1))
    });
    ranking.rows(|(Reverse(files), id)| DirectFilesReport { place: directories.report_node(id), files })
}

/// The names that most directories have, roots left out.
pub fn directory_names(directories: &Directories<'_>, limit: usize) -> Capped<DirectoryNameReport> {
    let below = directories.iter().filter(|(_, node)| node.counted && node.depth > 0);
    let mut names = FxHashMap::<&[u8], u64>::with_capacity_and_hasher(directories.nodes.len() / 2, FxBuildHasher);
    for (id, _) in below {
        *names.entry(directories.name(id)).or_default() += 1;
    }
    if names.keys().all(|name| std::str::from_utf8(name).is_ok()) {
        return most_frequent(names.into_iter(), limit);
    }
    // Names that read alike are one.
    let mut readable = FxHashMap::<Cow<'_, str>, u64>::default();
    for (name, count) in names {
        *readable.entry(String::from_utf8_lossy(name)).or_default() += count;
    }
    most_frequent(readable.iter().map(|(name, &count)| (name.as_bytes(), count)), limit)
}

fn most_frequent<'a>(names: impl Iterator<Item = (&'a [u8], u64)>, limit: usize) -> Capped<DirectoryNameReport> {
    let ranking = first(limit, names, |(name, count), (other, others)| others.cmp(count).then_with(|| name.cmp(other)));
    ranking.rows(|(name, directories)| DirectoryNameReport {
        name: String::from_utf8_lossy(name).into_owned(),
        directories,
    })
}

/// A directory with its totals.
pub fn directory_report(directories: &Directories<'_>, subtrees: &[Subtree], id: NodeId) -> DirectoryReport {
    let depth = directories.node(id).depth;
    DirectoryReport { place: directories.report_node(id), depth, totals: subtrees[id as usize].totals.into() }
}
