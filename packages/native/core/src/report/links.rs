//! Objects that have several names.

use super::directories::{Directories, Located, slice};
use super::extensions::{Extensions, base_name};
use super::rollup::Charge;
use super::rows::HardLinksReport;
use crate::profile::month_histogram::MonthHistogram;
use crate::profile::ranking::Ranking;
use crate::profile::size_histogram::SizeHistogram;
use crate::profile::state::{LinkRecord, LocatedFile, Totals};
use crate::request::{EntryType, HardLinks};

/// What the bytes of objects with several names are added to.
pub struct Settled<'a> {
    /// By extension.
    pub extensions: Extensions<'a>,
    /// By size.
    pub sizes: SizeHistogram,
    /// By month.
    pub months: MonthHistogram,
    /// The largest files.
    pub largest_files: Ranking<LocatedFile>,
    /// How many rows of them there are to be.
    pub top: usize,
    /// Bytes to add to the directories that own them.
    pub charges: Vec<Charge>,
    /// What the report says of them.
    pub report: HardLinksReport,
    /// Objects of which every name would be left out: their bytes alone, their names are counted already.
    pub ignored: Totals,
}

impl Settled<'_> {
    /// Gives the bytes of every object with several names to the smallest of its paths.
    pub fn settle(&mut self, directories: &Directories<'_>, links: &[LinkRecord], names: &[u8], hard_links: HardLinks) {
        let locate = |link: &LinkRecord| Located { node: link.node, name: link.name.map(|name| slice(names, name)) };
        let mut by_object: Vec<(u64, u64, usize)> =
            links.iter().enumerate().map(|(index, link)| (link.dev, link.ino, index)).collect();
        by_object.sort_unstable();
        for object in by_object.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            if object.len() > 1 {
                self.report.objects += 1;
                self.report.names += object.len() as u64;
            }
            if hard_links == HardLinks::Each {
                continue;
            }
            let met = || object.iter().map(|&(.., index)| &links[index]);
            let Some(owner) = met().min_by(|a, b| directories.compare(locate(a), locate(b))) else { continue };
            let more = object.len() as u128 - 1;
            self.report.saved_apparent_bytes += u128::from(owner.apparent_bytes) * more;
            self.report.saved_allocated_bytes += u128::from(owner.allocated_bytes) * more;
            if met().all(|link| link.ignored) {
                self.ignored.apparent_bytes += u128::from(owner.apparent_bytes);
                self.ignored.allocated_bytes += owner.allocated_bytes;
            }
            self.charge(directories, owner, locate(owner));
        }
    }

    fn charge(&mut self, directories: &Directories<'_>, owner: &LinkRecord, located: Located<'_>) {
        let LinkRecord { node, apparent_bytes, allocated_bytes, mtime_ms, .. } = *owner;
        self.charges.push(Charge { node, apparent_bytes, allocated_bytes });
        if owner.kind != EntryType::File {
            return;
        }
        let name = located.name.unwrap_or_else(|| base_name(directories.name(node)));
        self.extensions.charge(name, apparent_bytes, allocated_bytes);
        self.sizes.add_bytes(apparent_bytes, apparent_bytes);
        self.months.add(mtime_ms, 0, apparent_bytes);
        let small = self.largest_files.worst().is_some_and(|worst| apparent_bytes < worst.apparent_bytes);
        if small || self.top == 0 {
            self.largest_files.skip(1);
        } else {
            let at = directories.place_of(located);
            self.largest_files.offer(LocatedFile { at, apparent_bytes, allocated_bytes, mtime_ms });
        }
    }
}
