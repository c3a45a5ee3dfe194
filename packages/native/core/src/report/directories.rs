//! The directories of a profile, from each of which the way up is short.

use std::borrow::Cow;
use std::cmp::Ordering;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::rows::PlaceReport;
use crate::profile::state::{NO_NODE, NameRef, Node, NodeId, Place, Root};
use crate::request::EntryType;

/// Something at a place in a profile: a name in a directory, or the directory itself where there is no name.
#[derive(Clone, Copy)]
pub struct Located<'a> {
    /// The directory.
    pub node: NodeId,
    /// The name in it.
    pub name: Option<&'a [u8]>,
}

/// The directories of a profile. Makes no paths to compare two of them: it looks where they part.
pub struct Directories<'a> {
    /// Every directory, in no order.
    pub nodes: &'a [Node],
    /// In the byte order of their names.
    pub roots: &'a [Root],
    /// Every directory, each after the one that holds it.
    pub order: Vec<NodeId>,
    names: &'a [u8],
    ways: Vec<Way>,
}

/// The way up from a directory.
#[derive(Clone, Copy)]
struct Way {
    parent: NodeId,
    /// Some directory further up, or the root itself: which one depends on the depth alone. From any depth a number of
    /// steps that is logarithmic in it leads to any other above.
    jump: NodeId,
    depth: u32,
    /// The place of the root among the roots.
    root: u32,
}

impl<'a> Directories<'a> {
    /// Puts the directories in order.
    pub fn new(nodes: &'a [Node], names: &'a [u8], roots: &'a [Root]) -> Self {
        let way = |node: &Node| Way { parent: node.parent, jump: NO_NODE, depth: node.depth, root: 0 };
        let mut ways: Vec<Way> = nodes.iter().map(way).collect();
        let order = by_depth(&ways);
        for (index, root) in (0..).zip(roots) {
            ways[root.node as usize].root = index;
        }
        for &id in &order {
            let Way { parent, depth, .. } = ways[id as usize];
            if parent == NO_NODE {
                ways[id as usize].jump = id;
                continue;
            }
            let above = ways[parent as usize];
            let jumped = ways[above.jump as usize];
            let as_far = above.depth - jumped.depth == jumped.depth - ways[jumped.jump as usize].depth;
            let jump = if as_far { jumped.jump } else { parent };
            ways[id as usize] = Way { parent, jump, depth, root: above.root };
        }
        Self { nodes, roots, order, names, ways }
    }

    /// Every directory with its number.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, &'a Node)> + use<'a> {
        (0..).zip(self.nodes)
    }

    /// A directory.
    pub fn node(&self, id: NodeId) -> &'a Node {
        &self.nodes[id as usize]
    }

    /// The directory that holds one; [`NO_NODE`] for a root.
    pub fn parent(&self, id: NodeId) -> NodeId {
        self.ways[id as usize].parent
    }

    /// The last part of a directory's path; for a root the root as it was given.
    pub fn name(&self, id: NodeId) -> &'a [u8] {
        slice(self.names, self.node(id).name)
    }

    /// The root that a directory lies in.
    pub fn root_of(&self, id: NodeId) -> &'a Root {
        &self.roots[self.ways[id as usize].root as usize]
    }

    /// Whether a directory stands for a root that is none.
    pub fn is_alone(&self, id: NodeId) -> bool {
        self.parent(id) == NO_NODE && self.root_of(id).kind.is_some_and(|kind| kind != EntryType::Directory)
    }

    /// Orders places by root as given, then by path, both by their bytes.
    pub fn compare(&self, a: Located<'_>, b: Located<'_>) -> Ordering {
        self.compare_parted(a, b, |a, b| {
            let alike = a.name.len().min(b.name.len());
            let names = a.name[..alike].cmp(&b.name[..alike]);
            names.then_with(|| a.byte_behind(alike).cmp(&b.byte_behind(alike)))
        })
    }

    /// As [`Directories::compare`] for two directories themselves.
    pub fn compare_nodes(&self, a: NodeId, b: NodeId) -> Ordering {
        self.compare(Located { node: a, name: None }, Located { node: b, name: None })
    }

    /// Orders directories as they are met going down first, in the byte order of their names.
    pub fn compare_in_pre_order(&self, a: NodeId, b: NodeId) -> Ordering {
        self.compare_parted(Located { node: a, name: None }, Located { node: b, name: None }, |a, b| a.name.cmp(b.name))
    }

    /// Compares two places by their roots, or by the parts with which their paths go different ways. A directory comes
    /// before what lies in it.
    fn compare_parted(
        &self,
        a: Located<'_>,
        b: Located<'_>,
        compare: impl Fn(Part<'_>, Part<'_>) -> Ordering,
    ) -> Ordering {
        let way = |id: NodeId| &self.ways[id as usize];
        let roots = way(a.node).root.cmp(&way(b.node).root);
        if roots.is_ne() {
            return roots;
        }
        let (depth_a, depth_b) = (way(a.node).depth, way(b.node).depth);
        // What is deeper ends one below the level of the other, to see whether the other holds it.
        let mut left = self.above(a.node, depth_b + u32::from(depth_a > depth_b));
        let mut right = self.above(b.node, depth_a + u32::from(depth_b > depth_a));
        if depth_a > depth_b {
            if way(left).parent == right {
                return compare_below(Some(self.part(left, a)), Part::of(b.name), compare);
            }
            left = way(left).parent;
        } else if depth_b > depth_a {
            if way(right).parent == left {
                return compare_below(Part::of(a.name), Some(self.part(right, b)), compare);
            }
            right = way(right).parent;
        }
        if left == right {
            // Where the depths differ, one that holds the other was seen above.
            return compare_below(Part::of(a.name), Part::of(b.name), compare);
        }
        while way(left).parent != way(right).parent {
            let (jump_left, jump_right) = (way(left).jump, way(right).jump);
            (left, right) =
                if jump_left == jump_right { (way(left).parent, way(right).parent) } else { (jump_left, jump_right) };
        }
        // A directory that was met twice under one name is two: they must not count as one in a sort.
        compare(self.part(left, a), self.part(right, b)).then(left.cmp(&right))
    }

    /// The directory at a depth on the way up; the directory itself where it is not that deep.
    fn above(&self, mut id: NodeId, depth: u32) -> NodeId {
        loop {
            let Way { parent, jump, depth: from, .. } = self.ways[id as usize];
            if from <= depth {
                return id;
            }
            id = if self.ways[jump as usize].depth >= depth { jump } else { parent };
        }
    }

    /// The part of a path that a directory on the way gives.
    fn part(&self, on_the_way: NodeId, to: Located<'_>) -> Part<'a> {
        Part { name: self.name(on_the_way), goes_on: on_the_way != to.node || to.name.is_some() }
    }

    /// The path from the root; empty for a root itself.
    fn path_of(&self, located: Located<'_>) -> Vec<u8> {
        let mut parts = Vec::new();
        parts.extend(located.name);
        let mut id = located.node;
        while self.parent(id) != NO_NODE {
            parts.push(self.name(id));
            id = self.parent(id);
        }
        parts.reverse();
        parts.join(&b'/')
    }

    /// Where something in or of a directory is, for [`Place`]s to be compared with.
    pub fn place_of(&self, located: Located<'_>) -> Place {
        Place { root: self.ways[located.node as usize].root, path: self.path_of(located).into() }
    }

    /// Where a directory is, as a report says it.
    pub fn report_node(&self, id: NodeId) -> PlaceReport {
        self.report_path(self.ways[id as usize].root, Cow::Owned(self.path_of(Located { node: id, name: None })))
    }

    /// A place as a report says it.
    pub fn report_place(&self, place: &Place) -> PlaceReport {
        self.report_path(place.root, Cow::Borrowed(&place.path))
    }

    fn report_path(&self, root: u32, bytes: Cow<'_, [u8]>) -> PlaceReport {
        let root = String::from_utf8_lossy(self.name(self.roots[root as usize].node)).into_owned();
        if bytes.is_empty() {
            return PlaceReport { root, path: ".".to_owned(), path_base64: None };
        }
        match String::from_utf8(bytes.into_owned()) {
            Ok(path) => PlaceReport { root, path, path_base64: None },
            Err(error) => {
                let bytes = error.as_bytes();
                let path = String::from_utf8_lossy(bytes).into_owned();
                PlaceReport { root, path, path_base64: Some(STANDARD.encode(bytes)) }
            }
        }
    }
}

/// A name of a blob of names.
pub fn slice(names: &[u8], name: NameRef) -> &[u8] {
    let start = name.start as usize;
    &names[start..start + usize::from(name.length)]
}

/// A part of a path.
#[derive(Clone, Copy)]
struct Part<'a> {
    name: &'a [u8],
    goes_on: bool,
}

impl<'a> Part<'a> {
    fn of(name: Option<&'a [u8]>) -> Option<Self> {
        name.map(|name| Part { name, goes_on: false })
    }

    /// A slash counts where a path goes on, for it is one of the path's bytes.
    fn byte_behind(&self, length: usize) -> Option<u8> {
        self.name.get(length).copied().or_else(|| (self.goes_on && self.name.len() == length).then_some(b'/'))
    }
}

/// Compares what is left of two paths behind a directory that both lie in, or are.
fn compare_below<'a>(
    a: Option<Part<'a>>,
    b: Option<Part<'a>>,
    compare: impl Fn(Part<'a>, Part<'a>) -> Ordering,
) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => compare(a, b),
        _ => a.is_some().cmp(&b.is_some()),
    }
}

/// Every directory, the shallowest first: counted by depth, then laid out.
fn by_depth(ways: &[Way]) -> Vec<NodeId> {
    let deepest = ways.iter().map(|way| way.depth as usize).max().unwrap_or(0);
    let mut next = vec![0; deepest + 2];
    for way in ways {
        next[way.depth as usize + 1] += 1;
    }
    for depth in 0..=deepest {
        next[depth + 1] += next[depth];
    }
    let mut order = vec![NO_NODE; ways.len()];
    for (id, way) in (0..).zip(ways) {
        let place: &mut usize = &mut next[way.depth as usize];
        order[*place] = id;
        *place += 1;
    }
    order
}
