//! Arbitrary bytes as what a directory's listing was read into.

#![no_main]

use libfuzzer_sys::fuzz_target;
use transect_walk::disk::dirents::Dirents;
use transect_walk::request::EntryType;

/// The shortest record there can be: all before the name, and its end.
const SHORTEST: usize = 20;

type Name = (Vec<u8>, Option<EntryType>);

/// The names in some records, each of which must be one and lie where it was read.
fn names(records: &[u8]) -> Vec<Name> {
    let range = records.as_ptr_range();
    let mut names = Vec::new();
    let mut dirents = Dirents::new(records);
    let mut left = records.len();
    let mut read = 0;
    while let Some(listed) = dirents.next() {
        let place = listed.name.to_bytes_with_nul().as_ptr_range();
        let begin = (place.start as usize).checked_sub(range.start as usize).expect("a name before the records");
        assert!(place.end <= range.end, "a name beyond the records");
        assert!(begin >= read, "a name in a record that was read before");
        let rest = dirents.rest();
        assert!(left - rest.len() >= SHORTEST, "a record that is too short");
        left = rest.len();
        read = records.len() - left;
        assert!(begin + listed.name.to_bytes_with_nul().len() <= read, "a name beyond its record");
        assert_eq!(rest.as_ptr_range().end, range.end, "what is left is not the end of the records");

        let name = listed.name.to_bytes();
        assert!(!name.is_empty() && name != b"." && name != b".." && !name.contains(&0));
        names.push((name.to_vec(), listed.kind));
    }
    assert!(dirents.next().is_none(), "it goes on after its end");
    assert!(names.len() <= records.len() / SHORTEST);
    names
}

/// Takes some names, shares half of what is left, and so on with both halves, as workers do.
fn shared(records: &[u8], taken: usize, all: &mut Vec<Name>, depth: usize) {
    let mut dirents = Dirents::new(records);
    all.extend(dirents.by_ref().take(taken).map(|listed| (listed.name.to_bytes().to_vec(), listed.kind)));
    let left = dirents.rest().len();
    let second = dirents.split_off_half();
    assert_eq!(dirents.rest().len() + second.len(), left, "bytes were lost or doubled");
    let first = dirents.rest();
    if depth == 0 || first.is_empty() {
        all.extend(names(first));
        all.extend(names(second));
    } else {
        shared(first, taken, all, depth - 1);
        shared(second, taken, all, depth - 1);
    }
}

fuzz_target!(|records: &[u8]| {
    let expected = names(records);
    for taken in 0..3 {
        let mut all = Vec::new();
        shared(records, taken, &mut all, 4);
        assert_eq!(all, expected, "the halves hold other names than the whole, after {taken}");
    }
});
