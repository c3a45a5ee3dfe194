//! The tree of subtree totals.

use std::cmp::Reverse;

use super::directories::Directories;
use super::first::first;
use super::rankings::directory_report;
use super::rollup::Subtree;
use super::rows::{Capped, DirectoryReport};
use crate::profile::state::{Keep, NodeId};

/// The largest directories within the depth and the share, at most `list_limit`, laid out in pre-order.
pub fn tree_of(directories: &Directories<'_>, subtrees: &[Subtree], keep: &Keep) -> Capped<DirectoryReport> {
    let bytes_of = |id: NodeId| subtrees[id as usize].totals.allocated_bytes;
    let holds_directories = |id: NodeId| subtrees[id as usize].totals.directories > 0;
    let deepest = keep.tree_depth.unwrap_or(u32::MAX);
    let shown = directories.iter().filter(|&(id, node)| {
        // The share of nothing in nothing is no number, which is not less.
        let large_enough = || {
            let share = bytes_of(id) as f64 / bytes_of(directories.root_of(id).node) as f64;
            share.is_nan() || share >= keep.tree_share
        };
        holds_directories(id) && (node.depth == 0 || (node.depth <= deepest && large_enough()))
    });
    // A directory comes before what it holds, so whatever is kept hangs together.
    let keys = shown.map(|(id, node)| (Reverse(bytes_of(id)), node.depth, id));
    let mut kept = first(keep.list_limit, keys, |a, b| {
        (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| directories.compare_nodes(a.2, b.2))
    })
    .items;
    kept.sort_unstable_by(|a, b| directories.compare_in_pre_order(a.2, b.2));
    let list = kept.into_iter().map(|(.., id)| directory_report(directories, subtrees, id)).collect();
    Capped::new(directories.iter().filter(|&(id, _)| holds_directories(id)).count() as u64, list)
}
