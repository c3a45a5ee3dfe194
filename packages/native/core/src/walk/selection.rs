//! Which entries are given: the options of a walk that choose by what an entry is.

use crate::disk::Stat;
use crate::request::{EntryType, Request};

/// The options that choose entries, as one question.
#[derive(Debug)]
pub struct Selection {
    types: Option<[bool; 4]>,
    extensions: Option<Vec<String>>,
    min_size: Option<u64>,
    max_size: Option<u64>,
    modified_after: Option<f64>,
    modified_before: Option<f64>,
}

impl Selection {
    /// None where every entry is given.
    pub fn compile(request: &Request) -> Option<Self> {
        let selection = Self {
            types: request.types.as_ref().map(|types| {
                let mut wanted = [false; 4];
                for kind in types {
                    wanted[*kind as usize] = true;
                }
                wanted
            }),
            extensions: request.extensions.clone(),
            min_size: request.min_size,
            max_size: request.max_size,
            modified_after: request.modified_after,
            modified_before: request.modified_before,
        };
        let chooses = selection.types.is_some() || selection.extensions.is_some() || selection.needs_stat();
        chooses.then_some(selection)
    }

    /// Whether any of them looks at sizes or times.
    pub fn needs_stat(&self) -> bool {
        self.by_size() || self.by_time()
    }

    /// Whether any of them looks at times: those of folders count as well.
    pub fn by_time(&self) -> bool {
        self.modified_after.is_some() || self.modified_before.is_some()
    }

    fn by_size(&self) -> bool {
        self.min_size.is_some() || self.max_size.is_some()
    }

    /// Whether an entry is given. `name` is the last part of its path, for a root too.
    pub fn gives(&self, name: &[u8], kind: EntryType, stat: Option<&Stat>) -> bool {
        if self.types.is_some_and(|types| !types[kind as usize]) {
            return false;
        }
        if self.extensions.as_ref().is_some_and(|wanted| kind != EntryType::File || !has_extension(name, wanted)) {
            return false;
        }
        if self.by_size()
            && !(kind == EntryType::File && stat.is_some_and(|stat| within(stat.size, self.min_size, self.max_size)))
        {
            return false;
        }
        let from = self.modified_after.unwrap_or(f64::NEG_INFINITY);
        let to = self.modified_before.unwrap_or(f64::INFINITY);
        !self.by_time() || stat.is_some_and(|stat| stat.mtime_ms >= from && stat.mtime_ms < to)
    }
}

fn within(size: u64, min: Option<u64>, max: Option<u64>) -> bool {
    min.is_none_or(|min| size >= min) && max.is_none_or(|max| size <= max)
}

fn has_extension(name: &[u8], wanted: &[String]) -> bool {
    let suffix = String::from_utf8_lossy(suffix_of(name)).to_lowercase();
    wanted.contains(&suffix)
}

/// The last suffix of a name with its dot, as it is written; empty where it has none.
#[inline]
pub fn suffix_of(name: &[u8]) -> &[u8] {
    match name.iter().rposition(|&byte| byte == b'.') {
        None | Some(0) => &[],
        Some(dot) if dot == name.len() - 1 => &[],
        Some(dot) => &name[dot..],
    }
}

/// The last part of a path as its user wrote it: a root that is a file goes by its path, its extension by this.
pub fn base_name(path: &[u8]) -> &[u8] {
    match path.iter().rposition(|&byte| byte == b'/' || byte == b'\\') {
        None => path,
        Some(slash) => &path[slash + 1..],
    }
}
