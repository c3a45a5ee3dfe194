//! Turns what a profile holds into its report.

mod apart;
mod directories;
mod extensions;
mod first;
mod links;
mod names;
mod rollup;
mod rows;
mod survey;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use apart::apart;
use directories::Directories;
use extensions::Extensions;
use first::first;
use links::Settled;
use names::directory_names;
use rollup::Subtree;
use survey::survey;

pub use rows::*;

use crate::profile::state::{Interrupted, Keep, LocatedError, LocatedFile, Root, State, Totals};
use crate::request::EntryType;

/// Turns what a profile holds into its report, in time linear in directories, links, suffixes and errors, but for what
/// is sorted of them. Paths are made for the rows of the report alone. Takes a second thread where several workers made the
/// profile, and it has very many directories.
pub fn assemble(state: State, workers: usize) -> Report {
    let (keep, nodes, names) = (&state.keep, &state.nodes[..], &state.names[..]);
    std::thread::scope(|scope| {
        let is_worth_it = workers > 1 && nodes.len() >= WORTH_A_THREAD;
        let directory_names = apart(scope, is_worth_it, || directory_names(nodes, names, keep.top));
        let directories = Directories::new(&state.nodes, &state.names, &state.roots);
        let mut settled = Settled {
            extensions: Extensions::new(&state.extensions),
            sizes: state.sizes,
            months: state.months,
            largest_files: state.largest_files,
            top: keep.top,
            charges: Vec::new(),
            report: HardLinksReport::default(),
            ignored: Totals::default(),
        };
        settled.settle(&directories, &state.links, &state.link_names, keep.hard_links);
        let subtrees = rollup::roll_up(&directories, &settled.charges);
        let survey = survey(&directories, &subtrees, keep);
        let totals = sum(state.roots.iter().map(|root| &subtrees[root.node as usize].totals));
        let file = |file: &LocatedFile| file_report(&directories, file);
        let largest_files = settled.largest_files.items().iter().map(file).collect();
        Report {
            format: "transect-report",
            version: 1,
            completeness: completeness(&directories, &state.errors, state.interrupted, keep),
            roots: state.roots.iter().map(|root| root_report(&directories, &subtrees, root)).collect(),
            totals: totals.into(),
            mean_files_per_directory: match totals.directories {
                0 => 0.0,
                count => totals.files as f64 / count as f64,
            },
            deepest_directory: survey.deepest,
            hard_links: settled.report,
            ignored: state.ignored.map(|ignored| sum([&ignored, &settled.ignored]).into()),
            extensions: settled.extensions.report(keep.list_limit),
            depths: survey.depths,
            sizes: settled.sizes.report(),
            ages: AgesReport {
                newest: state.newest.as_ref().map(file),
                oldest: state.oldest.as_ref().map(file),
                months: settled.months.report(),
            },
            empty_directories: survey.empty,
            directories_without_files: survey.without_files,
            largest_files: Capped::new(settled.largest_files.count(), largest_files),
            largest_directories: survey.largest,
            busiest_directories: survey.busiest,
            directory_names: directory_names(),
            tree: survey.tree,
        }
    })
}

/// So many directories that to look at all of them takes far longer than to start a thread.
const WORTH_A_THREAD: usize = 10_000;

fn sum<'a>(parts: impl IntoIterator<Item = &'a Totals>) -> Totals {
    let mut sums = Totals::default();
    for part in parts {
        sums += *part;
    }
    sums
}

fn completeness(
    directories: &Directories<'_>,
    errors: &[LocatedError],
    interrupted: Option<Interrupted>,
    keep: &Keep,
) -> Completeness {
    let state = match interrupted {
        Some(Interrupted::Cancelled) => CompletenessState::Cancelled,
        Some(Interrupted::TimedOut) => CompletenessState::TimedOut,
        None if errors.is_empty() => CompletenessState::Complete,
        None => CompletenessState::Partial,
    };
    let errors = first(keep.list_limit, errors.iter(), |a, b| a.cmp(b));
    let row = |error: &LocatedError| ErrorReport {
        place: directories.report_place(&error.at),
        operation: error.operation,
        errno: error.errno,
    };
    Completeness { state, errors: errors.rows(row) }
}

fn root_report(directories: &Directories<'_>, subtrees: &[Subtree], root: &Root) -> RootReport {
    let kind = match root.kind {
        Some(EntryType::File) => "file",
        Some(EntryType::Directory) => "directory",
        Some(EntryType::Symlink) => "symlink",
        Some(EntryType::Other) => "other",
        None => "missing",
    };
    RootReport {
        root: String::from_utf8_lossy(directories.name(root.node)).into_owned(),
        kind,
        totals: subtrees[root.node as usize].totals.into(),
    }
}

fn file_report(directories: &Directories<'_>, file: &LocatedFile) -> FileReport {
    let LocatedFile { at, apparent_bytes, allocated_bytes, mtime_ms } = file;
    FileReport {
        place: directories.report_place(at),
        apparent_bytes: *apparent_bytes,
        allocated_bytes: *allocated_bytes,
        mtime_ms: *mtime_ms,
    }
}
