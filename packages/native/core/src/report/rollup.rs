//! Subtree totals.

use super::directories::Directories;
use crate::profile::state::{NO_NODE, Node, NodeId, Totals};

/// What a directory and all below it come to.
pub struct Subtree {
    /// Itself included.
    pub totals: Totals,
    /// Whether all of it was listed and no counted file was met.
    pub proven_without_files: bool,
    /// Whether anything is known of it. Nothing is of one that was not counted and could not be listed: it says nothing
    /// of what holds it.
    is_known: bool,
}

/// Bytes to add to one directory.
pub struct Charge {
    /// The directory.
    pub node: NodeId,
    /// Of a regular file.
    pub apparent_bytes: u64,
    /// Of anything.
    pub allocated_bytes: u64,
}

/// Subtree totals of every directory, in one pass from the leaves up.
pub fn roll_up(directories: &Directories<'_>, charges: &[Charge]) -> Vec<Subtree> {
    let mut subtrees: Vec<Subtree> = directories.nodes.iter().map(own).collect();
    for charge in charges {
        let totals = &mut subtrees[charge.node as usize].totals;
        totals.apparent_bytes += u128::from(charge.apparent_bytes);
        totals.allocated_bytes += charge.allocated_bytes;
    }
    for &id in directories.order.iter().rev() {
        let parent = directories.parent(id);
        if parent == NO_NODE {
            continue;
        }
        let Subtree { totals, proven_without_files, is_known } = subtrees[id as usize];
        if !is_known {
            continue;
        }
        let holder = &mut subtrees[parent as usize];
        holder.totals += totals;
        holder.proven_without_files &= proven_without_files;
        holder.is_known = true;
    }
    subtrees
}

fn own(node: &Node) -> Subtree {
    let totals = Totals {
        files: node.files,
        directories: u64::from(node.counted),
        symlinks: node.symlinks,
        others: node.others,
        apparent_bytes: node.apparent_bytes,
        allocated_bytes: node.own_bytes + node.allocated_bytes,
    };
    let is_known = node.counted || node.listed || node.files + node.symlinks + node.others > 0;
    Subtree { totals, proven_without_files: node.listed && node.files == 0, is_known }
}
