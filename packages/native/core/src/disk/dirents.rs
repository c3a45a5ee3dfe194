//! Reading the records that `getdents64(2)` fills a buffer with. The portable path writes records of the same shape.

use std::ffi::CStr;

use super::Listed;
use crate::request::EntryType;

/// Where a record's position, length, type and name stand: `struct linux_dirent64` in getdents(2).
const POSITION: usize = 8;
const LENGTH: usize = 16;
const TYPE: usize = 18;
const NAME: usize = 19;

/// The greatest position there is: nothing can come after what stands before it. ext4 ends each indexed listing with it
/// (`EXT4_HTREE_EOF_64BIT`).
const END: i64 = i64::MAX;

const DT_FIFO: u8 = 1;
const DT_CHR: u8 = 2;
const DT_DIR: u8 = 4;
const DT_BLK: u8 = 6;
const DT_REG: u8 = 8;
const DT_LNK: u8 = 10;
const DT_SOCK: u8 = 12;

/// The names in a buffer of records, `.` and `..` left out. A record that is cut off or makes no sense ends it.
#[derive(Clone, Debug)]
pub struct Dirents<'a> {
    rest: &'a [u8],
    /// Where the listing goes on after the last record, and after the one before it.
    positions: [i64; 2],
}

impl<'a> Dirents<'a> {
    /// The names in these records.
    pub fn new(records: &'a [u8]) -> Self {
        Self { rest: records, positions: [0; 2] }
    }

    /// The bytes of the records that were not handed out yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether the listing is over with the records that were handed out, as far as they tell: then nothing is left to be
    /// asked for. A file system that gives each record the same position tells nothing.
    pub fn is_end(&self) -> bool {
        let [before, last] = self.positions;
        self.rest.is_empty() && last == END && before != END
    }

    /// Cuts the records that are left in two of about the same length, keeps the first half and returns the second.
    pub fn split_off_half(&mut self) -> &'a [u8] {
        let middle = self.rest.len() / 2;
        let mut at = 0;
        while at < middle {
            match record_length(&self.rest[at..]) {
                Some(length) => at += length,
                None => break,
            }
        }
        let (first, second) = self.rest.split_at(at);
        self.rest = first;
        second
    }
}

/// How long the first record is; none where it is no whole record.
fn record_length(records: &[u8]) -> Option<usize> {
    let length = usize::from(u16::from_ne_bytes([*records.get(LENGTH)?, *records.get(LENGTH + 1)?]));
    (length > NAME && length <= records.len()).then_some(length)
}

/// Where the listing goes on after a whole record.
#[inline]
fn position(record: &[u8]) -> i64 {
    record[POSITION..LENGTH].try_into().map_or(0, i64::from_ne_bytes)
}

impl<'a> Iterator for Dirents<'a> {
    type Item = Listed<'a>;

    #[inline]
    fn next(&mut self) -> Option<Listed<'a>> {
        loop {
            let length = record_length(self.rest)?;
            let (record, rest) = self.rest.split_at(length);
            self.rest = rest;
            self.positions = [self.positions[1], position(record)];
            let Ok(name) = CStr::from_bytes_until_nul(&record[NAME..]) else { continue };
            let bytes = name.to_bytes();
            if bytes.is_empty() || bytes == b"." || bytes == b".." {
                continue;
            }
            return Some(Listed { name, kind: kind_of(record[TYPE]) });
        }
    }
}

fn kind_of(d_type: u8) -> Option<EntryType> {
    match d_type {
        DT_REG => Some(EntryType::File),
        DT_DIR => Some(EntryType::Directory),
        DT_LNK => Some(EntryType::Symlink),
        DT_FIFO | DT_SOCK | DT_CHR | DT_BLK => Some(EntryType::Other),
        _ => None,
    }
}

/// Writes a record as the kernel would, for systems that have no such call.
#[cfg(any(test, not(target_os = "linux"), feature = "portable"))]
pub fn write_record(records: &mut Vec<u8>, name: &[u8], kind: Option<EntryType>) {
    let length = (NAME + name.len() + 1).next_multiple_of(8);
    let start = records.len();
    records.resize(start + length, 0);
    let record = &mut records[start..];
    record[LENGTH..TYPE].copy_from_slice(&(length as u16).to_ne_bytes());
    record[TYPE] = match kind {
        Some(EntryType::File) => DT_REG,
        Some(EntryType::Directory) => DT_DIR,
        Some(EntryType::Symlink) => DT_LNK,
        Some(EntryType::Other) => DT_FIFO,
        None => 0,
    };
    record[NAME..NAME + name.len()].copy_from_slice(name);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(records: &[u8]) -> Vec<Vec<u8>> {
        Dirents::new(records).map(|listed| listed.name.to_bytes().to_vec()).collect()
    }

    fn records(names: &[&[u8]]) -> Vec<u8> {
        let mut records = Vec::new();
        for name in names {
            write_record(&mut records, name, Some(EntryType::File));
        }
        records
    }

    #[test]
    fn gives_every_name_but_the_dots() {
        assert_eq!(names(&records(&[b".", b"a", b"..", b"b\xff\n", b"..."])), [&b"a"[..], b"b\xff\n", b"..."]);
    }

    #[test]
    fn a_record_that_is_cut_off_ends_it() {
        let whole = records(&[b"first", b"second"]);
        for length in 0..whole.len() {
            let expected = if length >= 32 { 1 } else { 0 };
            assert!(names(&whole[..length]).len() <= expected.max(1));
        }
    }

    #[test]
    fn only_the_greatest_position_after_the_last_record_alone_is_the_end() {
        let is_end = |positions: &[i64]| {
            let mut all = Vec::new();
            for position in positions {
                let start = all.len();
                write_record(&mut all, b"name", Some(EntryType::File));
                all[start + POSITION..start + LENGTH].copy_from_slice(&position.to_ne_bytes());
            }
            let mut dirents = Dirents::new(&all);
            let early = dirents.is_end();
            while dirents.next().is_some() {}
            assert!(!early);
            dirents.is_end()
        };
        assert!(is_end(&[1, 2, END]));
        assert!(is_end(&[END]));
        assert!(!is_end(&[]));
        assert!(!is_end(&[1, 2, 3]));
        assert!(!is_end(&[1, END, 2]));
        assert!(!is_end(&[END, END]));
    }

    #[test]
    fn both_halves_hold_all_names() {
        let all = records(&[b"a", b"bb", b"a long name that takes more bytes", b"d", b"e"]);
        let mut first = Dirents::new(&all);
        let second = first.split_off_half();
        let mut both: Vec<_> = first.map(|listed| listed.name.to_bytes().to_vec()).collect();
        both.extend(names(second));
        assert_eq!(both, names(&all));
    }

    #[test]
    fn random_bytes_never_make_it_panic_or_run_on() {
        let mut seed = 1u64;
        for _ in 0..20_000 {
            let mut bytes = Vec::new();
            for _ in 0..200 {
                seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                bytes.push(if seed >> 61 == 0 { 24 } else { (seed >> 40) as u8 % 40 });
            }
            let mut dirents = Dirents::new(&bytes);
            let second = dirents.split_off_half();
            assert!(dirents.count() + Dirents::new(second).count() <= bytes.len() / 20 + 1);
        }
    }
}
