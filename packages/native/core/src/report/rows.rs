//! What a report says, field for field as the TypeScript packages say it.

use serde::{Serialize, Serializer};

use crate::profile::month_histogram::MonthReport;
use crate::profile::size_histogram::SizesReport;
use crate::profile::state::{Operation, Totals};

/// What a profile says of one tree or several, in a canonical order. What was asked and how it ran is for the caller
/// to add.
///
/// Lists are ordered by what they rank (largest first), then by root and path in byte order.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// `transect-report`.
    pub format: &'static str,
    /// It grows when a field changes its meaning or goes away.
    pub version: u32,
    /// Whether all was seen, and what was not.
    pub completeness: Completeness,
    /// In the order of their names.
    pub roots: Vec<RootReport>,
    /// All roots together.
    pub totals: TotalsReport,
    /// Files by directories; 0 where there is no directory.
    #[serde(serialize_with = "as_javascript")]
    pub mean_files_per_directory: f64,
    /// Of several, the one with the smallest path. None where there is none.
    pub deepest_directory: Option<DeepestDirectory>,
    /// Files that have several names.
    pub hard_links: HardLinksReport,
    /// What ignore rules would leave out of the totals. None where nobody asked.
    pub ignored: Option<TotalsReport>,
    /// By files, most first.
    pub extensions: Capped<ExtensionReport>,
    /// By depth, without gaps, from 0 to the deepest entry.
    pub depths: Vec<DepthReport>,
    /// How sizes are spread over regular files.
    pub sizes: SizesReport,
    /// How times of last modification are spread over regular files.
    pub ages: AgesReport,
    /// Directories whose listing yields nothing at all, in the order of root and path.
    pub empty_directories: Capped<PlaceReport>,
    /// Directories that were listed, with all below them, and hold no counted file; empty ones included.
    pub directories_without_files: u64,
    /// By apparent size.
    pub largest_files: Capped<FileReport>,
    /// By allocated bytes of the subtree, roots left out.
    pub largest_directories: Capped<DirectoryReport>,
    /// By files directly in them. Directories without any are left out.
    pub busiest_directories: Capped<DirectFilesReport>,
    /// By number of directories, roots left out.
    pub directory_names: Capped<DirectoryNameReport>,
    /// Subtree totals in pre-order, down to the depth and the share that were asked for.
    pub tree: Capped<DirectoryReport>,
}

/// A list that was cut to a limit, with what the limit left out.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Capped<T> {
    /// How many there are in all.
    pub count: u64,
    /// How many of them `list` leaves out.
    pub left_out: u64,
    /// The first of them.
    pub list: Vec<T>,
}

impl<T> Capped<T> {
    /// A list that holds the first of `count`.
    pub fn new(count: u64, list: Vec<T>) -> Self {
        Self { count, left_out: count - list.len() as u64, list }
    }
}

/// A place in one of the roots.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaceReport {
    /// The root as it was given.
    pub root: String,
    /// The path from the root, separated by `/`; `.` is the root itself.
    pub path: String,
    /// The exact bytes of `path` in base64 (RFC 4648 section 4), only where it is not valid UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_base64: Option<String>,
}

/// How far the profile got.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum CompletenessState {
    /// All was seen.
    Complete,
    /// Something could not be read.
    Partial,
    /// The time was up.
    TimedOut,
    /// Someone asked.
    Cancelled,
}

/// Whether all was seen, and what was not.
#[derive(Debug, Serialize)]
pub struct Completeness {
    /// How far the profile got.
    pub state: CompletenessState,
    /// In the order of root and path.
    pub errors: Capped<ErrorReport>,
}

/// Something that could not be read. The caller makes code and message of the number.
#[derive(Debug, Serialize)]
pub struct ErrorReport {
    /// Where it happened.
    #[serde(flatten)]
    pub place: PlaceReport,
    /// What was being done.
    pub operation: Operation,
    /// The system's number, or [`crate::profile::state::LEADS_TO_ITS_HOLDER`].
    pub errno: i32,
}

/// One of the roots.
#[derive(Debug, Serialize)]
pub struct RootReport {
    /// The root as it was given.
    pub root: String,
    /// What the root is; `missing` where it could not be looked at.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Hard links shared between roots count in one of them, so that the roots add up to the grand totals.
    pub totals: TotalsReport,
}

/// [`Totals`] as they are written.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TotalsReport {
    /// Regular files, by name.
    pub files: u64,
    /// Directories, the root included.
    pub directories: u64,
    /// Symbolic links.
    pub symlinks: u64,
    /// FIFOs, sockets, devices.
    pub others: u64,
    /// Of regular files.
    pub apparent_bytes: u128,
    /// Of every entry.
    pub allocated_bytes: u64,
}

impl From<Totals> for TotalsReport {
    fn from(totals: Totals) -> Self {
        let Totals { files, directories, symlinks, others, apparent_bytes, allocated_bytes } = totals;
        Self { files, directories, symlinks, others, apparent_bytes, allocated_bytes }
    }
}

/// The deepest directory.
#[derive(Debug, Serialize)]
pub struct DeepestDirectory {
    /// Where it is.
    #[serde(flatten)]
    pub place: PlaceReport,
    /// 0 for a root.
    pub depth: u32,
}

/// Files that have several names.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HardLinksReport {
    /// Distinct objects with more than one name in the tree.
    pub objects: u64,
    /// Their names in the tree.
    pub names: u64,
    /// What counting each name would add. Zero where each name was counted.
    pub saved_apparent_bytes: u128,
    /// As much of allocated bytes.
    pub saved_allocated_bytes: u128,
}

/// Files with one extension.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExtensionReport {
    /// The last suffix of the name, lower-cased, with its dot; empty where the name has none.
    pub extension: String,
    /// Files with it.
    pub files: u64,
    /// Their size.
    pub apparent_bytes: u128,
    /// What they take.
    pub allocated_bytes: u64,
}

/// What lies at one depth.
#[derive(Debug, Serialize)]
pub struct DepthReport {
    /// The root is at 0.
    pub depth: u64,
    /// Directories.
    pub directories: u64,
    /// Regular files.
    pub files: u64,
    /// Symbolic links.
    pub symlinks: u64,
    /// Others.
    pub others: u64,
}

/// How times of last modification are spread over regular files.
#[derive(Debug, Serialize)]
pub struct AgesReport {
    /// None where there is no file. Of files with the same time, the one with the smallest path.
    pub newest: Option<FileReport>,
    /// As `newest`.
    pub oldest: Option<FileReport>,
    /// Months that hold a file, from old to new.
    pub months: Vec<MonthReport>,
}

/// A regular file, where it is, and what it takes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileReport {
    /// Where it is.
    #[serde(flatten)]
    pub place: PlaceReport,
    /// Its size.
    pub apparent_bytes: u64,
    /// What it takes.
    pub allocated_bytes: u64,
    /// Last modification in whole milliseconds since 1970, rounded down.
    pub mtime_ms: i64,
}

/// A directory with the totals of all below it, itself included.
#[derive(Debug, Serialize)]
pub struct DirectoryReport {
    /// Where it is.
    #[serde(flatten)]
    pub place: PlaceReport,
    /// 0 for a root.
    pub depth: u32,
    /// Of its subtree.
    pub totals: TotalsReport,
}

/// A directory with the number of files directly in it.
#[derive(Debug, Serialize)]
pub struct DirectFilesReport {
    /// Where it is.
    #[serde(flatten)]
    pub place: PlaceReport,
    /// Files directly in it.
    pub files: u64,
}

/// Directories with one name.
#[derive(Debug, Serialize)]
pub struct DirectoryNameReport {
    /// The name as it reads.
    pub name: String,
    /// Directories that have it.
    pub directories: u64,
}

/// Writes a whole number without a point, as JavaScript does.
fn as_javascript<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() < 2_f64.powi(53) {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}
