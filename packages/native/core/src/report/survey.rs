//! One look at each directory, for all that a report says of directories: there may be very many, and to look at one again
//! is to fetch it from memory again.

use std::cmp::Reverse;

use super::directories::Directories;
use super::first::First;
use super::rollup::Subtree;
use super::rows::{Capped, DeepestDirectory, DepthReport, DirectFilesReport, DirectoryReport, PlaceReport};
use crate::profile::state::{Keep, NodeId};

/// What a report says of directories.
pub struct Survey {
    /// The deepest one that was counted; of several, the one with the smallest path.
    pub deepest: Option<DeepestDirectory>,
    /// What lies at each depth.
    pub depths: Vec<DepthReport>,
    /// Those whose listing yielded nothing.
    pub empty: Capped<PlaceReport>,
    /// How many were counted and hold no file in all of their subtree.
    pub without_files: u64,
    /// Those that hold the most bytes, roots left out.
    pub largest: Capped<DirectoryReport>,
    /// Those with the most files directly in them.
    pub busiest: Capped<DirectFilesReport>,
    /// The largest ones within the depth and the share, at most `list_limit`, laid out in pre-order.
    pub tree: Capped<DirectoryReport>,
}

/// Looks at each directory once.
pub fn survey(directories: &Directories<'_>, subtrees: &[Subtree], keep: &Keep) -> Survey {
    let by_path = |a: NodeId, b: NodeId| directories.compare_nodes(a, b);
    let bytes_of = |id: NodeId| subtrees[id as usize].totals.allocated_bytes;
    let most_deep = keep.tree_depth.unwrap_or(u32::MAX);
    // The share of nothing in nothing is no number, which is not less.
    let is_large_enough = |id: NodeId| {
        let share = bytes_of(id) as f64 / bytes_of(directories.root_of(id).node) as f64;
        share.is_nan() || share >= keep.tree_share
    };
    let mut deepest: Option<(u32, NodeId)> = None;
    let mut depths = Vec::new();
    let mut empty = First::new(keep.list_limit, |&a: &NodeId, &b: &NodeId| by_path(a, b));
    let mut without_files = 0;
    let by_number =
        |a: &(Reverse<u64>, NodeId), b: &(Reverse<u64>, NodeId)| a.0.cmp(&b.0).then_with(|| by_path(a.1, b.1));
    let mut largest = First::new(keep.top, by_number);
    let mut busiest = First::new(keep.top, by_number);
    // A directory comes before what it holds, so whatever is kept hangs together.
    let mut tree = First::new(keep.list_limit, |a: &(Reverse<u64>, u32, NodeId), b: &(Reverse<u64>, u32, NodeId)| {
        (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| by_path(a.2, b.2))
    });
    let mut holders = 0;

    for (id, node) in directories.iter() {
        let subtree = &subtrees[id as usize];
        let bytes = subtree.totals.allocated_bytes;
        if node.counted {
            row_at(&mut depths, u64::from(node.depth)).directories += 1;
            if deepest
                .is_none_or(|(depth, other)| node.depth > depth || (node.depth == depth && by_path(id, other).is_lt()))
            {
                deepest = Some((node.depth, id));
            }
            if node.empty {
                empty.offer(id);
            }
            without_files += u64::from(subtree.proven_without_files);
            if node.depth > 0 {
                largest.offer((Reverse(bytes), id));
            }
        }
        if node.files + node.symlinks + node.others > 0 {
            let is_alone = directories.is_alone(id);
            let row = row_at(&mut depths, if is_alone { 0 } else { u64::from(node.depth) + 1 });
            row.files += node.files;
            row.symlinks += node.symlinks;
            row.others += node.others;
            if node.files > 0 && !is_alone {
                busiest.offer((Reverse(node.files), id));
            }
        }
        if subtree.totals.directories > 0 {
            holders += 1;
            if node.depth == 0 || (node.depth <= most_deep && is_large_enough(id)) {
                tree.offer((Reverse(bytes), node.depth, id));
            }
        }
    }

    let directory = |id: NodeId| directory_report(directories, subtrees, id);
    let mut shown: Vec<NodeId> = tree.finish().items.into_iter().map(|(.., id)| id).collect();
    shown.sort_unstable_by(|&a, &b| directories.compare_in_pre_order(a, b));
    Survey {
        deepest: deepest.map(|(depth, id)| DeepestDirectory { place: directories.report_node(id), depth }),
        depths,
        empty: empty.finish().rows(|id| directories.report_node(id)),
        without_files,
        largest: largest.finish().rows(|(_, id)| directory(id)),
        busiest: busiest
            .finish()
            .rows(|(Reverse(files), id)| DirectFilesReport { place: directories.report_node(id), files }),
        tree: Capped::new(holders, shown.into_iter().map(directory).collect()),
    }
}

fn row_at(rows: &mut Vec<DepthReport>, depth: u64) -> &mut DepthReport {
    for depth in rows.len() as u64..=depth {
        rows.push(DepthReport { depth, directories: 0, files: 0, symlinks: 0, others: 0 });
    }
    &mut rows[depth as usize]
}

/// A directory with its totals.
fn directory_report(directories: &Directories<'_>, subtrees: &[Subtree], id: NodeId) -> DirectoryReport {
    let depth = directories.node(id).depth;
    DirectoryReport { place: directories.report_node(id), depth, totals: subtrees[id as usize].totals.into() }
}
