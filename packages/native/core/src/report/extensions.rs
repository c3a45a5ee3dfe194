//! Files by extension.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::first::first;
use super::rows::{Capped, ExtensionReport};
use crate::profile::state::ExtensionSums;

/// Sums by extension as the report names it.
pub struct Extensions<'a> {
    sums: FxHashMap<Cow<'a, str>, ExtensionSums>,
}

impl<'a> Extensions<'a> {
    /// Adds suffixes up that are one extension.
    pub fn new(by_suffix: &'a FxHashMap<Box<[u8]>, ExtensionSums>) -> Self {
        let mut all = Self { sums: FxHashMap::default() };
        for (suffix, part) in by_suffix {
            let sums = all.sums.entry(extension_of_suffix(suffix)).or_default();
            sums.files += part.files;
            sums.apparent_bytes += part.apparent_bytes;
            sums.allocated_bytes += part.allocated_bytes;
        }
        all
    }

    /// Adds the bytes of a file whose name was counted.
    pub fn charge(&mut self, name: &[u8], apparent_bytes: u64, allocated_bytes: u64) {
        if let Some(sums) = self.sums.get_mut::<str>(&extension_of_suffix(suffix_of(name))) {
            sums.apparent_bytes += u128::from(apparent_bytes);
            sums.allocated_bytes += allocated_bytes;
        }
    }

    /// The first ones, by files.
    pub fn report(&self, limit: usize) -> Capped<ExtensionReport> {
        let ranking = first(limit, self.sums.iter(), |(extension, sums), (other, others)| {
            others.files.cmp(&sums.files).then_with(|| extension.cmp(other))
        });
        ranking.rows(|(extension, &ExtensionSums { files, apparent_bytes, allocated_bytes })| ExtensionReport {
            extension: extension.clone().into_owned(),
            files,
            apparent_bytes,
            allocated_bytes,
        })
    }
}

/// The last part of a path as its user wrote it: a root that is a file goes by its path, its extension by this.
pub fn base_name(path: &[u8]) -> &[u8] {
    let slash = path.iter().rposition(|&byte| byte == b'/' || byte == b'\\');
    &path[slash.map_or(0, |slash| slash + 1)..]
}

/// The suffix of a name, with its dot; empty where it has none, as `.bashrc`, `foo.` and `Makefile`.
pub fn suffix_of(name: &[u8]) -> &[u8] {
    match name.iter().rposition(|&byte| byte == b'.') {
        None | Some(0) => b"",
        Some(dot) if dot == name.len() - 1 => b"",
        Some(dot) => &name[dot..],
    }
}

fn extension_of_suffix(suffix: &[u8]) -> Cow<'_, str> {
    let readable = String::from_utf8_lossy(suffix);
    let lower = readable.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if lower { readable } else { Cow::Owned(readable.to_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_the_last_suffix_in_lower_case() {
        let names = ["a.tar.GZ", ".env.local", ".bashrc", "foo.", "Makefile", "a.É", "a.ΑΣ", "a.İ", "..", "x.y."];
        let extensions = [".gz", ".local", "", "", "", ".é", ".ας", ".i\u{307}", "", ""];
        assert_eq!(names.map(|name| extension_of_suffix(suffix_of(name.as_bytes())).into_owned()), extensions);
        assert_eq!(extension_of_suffix(suffix_of(b"a\xff.A\xff")), ".a\u{fffd}");
    }

    #[test]
    fn the_base_name_of_a_path_is_behind_its_last_slash_of_either_kind() {
        let paths: [&[u8]; 4] = [b"a/b.c", b"a\\b.c", b"b.c", b"a.b/"];
        assert_eq!(paths.map(base_name), [b"b.c".as_slice(), b"b.c", b"b.c", b""]);
    }
}
