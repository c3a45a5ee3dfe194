//! Digests of real files, against the published ones.
#![cfg(unix)]

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};

use transect_digest::{
    Algorithm, Answer, Comparisons, DIGEST_BYTES, Fault, FileSet, Operation, Reason, Stretch, Task, Words,
    compare_files, digest_files, digest_stream,
};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("transect-digest-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn put(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).expect("a file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn words() -> [AtomicI64; 3] {
    Default::default()
}

fn task(paths: &[&Path], algorithm: Algorithm) -> Task {
    let paths = paths.iter().flat_map(|path| [path.as_os_str().as_bytes(), &[0]].concat()).collect();
    Task { paths, expected: Vec::new(), algorithm, follow: false }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn whole(paths: &[&Path], algorithm: Algorithm) -> Answer {
    digest_files(&task(paths, algorithm), Stretch::WHOLE, 2, Words::new(&words()).expect("words"))
}

/// The input of BLAKE3's published vectors.
fn counted(length: usize) -> Vec<u8> {
    (0..251).cycle().take(length).collect()
}

#[test]
fn digests_are_the_published_ones() {
    let folder = Folder::new("published");
    let (abc, empty, long) = (folder.put("abc", b"abc"), folder.put("empty", b""), folder.put("l", &counted(102_400)));
    let sha = whole(&[&abc, &empty], Algorithm::Sha256);
    assert_eq!(
        hex(&sha.digests),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\
         e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    let blake = whole(&[&empty, &long], Algorithm::Blake3);
    assert_eq!(
        hex(&blake.digests),
        "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262\
         bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085"
    );
    assert_eq!((blake.bytes, blake.done, blake.faults), (vec![0.0, 102_400.0], 2, vec![]));
}

#[test]
fn a_stretch_is_the_digest_of_these_bytes() {
    let folder = Folder::new("stretch");
    let content = counted(1_000_000);
    let (file, part) = (folder.put("file", &content), folder.put("part", &content[300_000..900_000]));
    let [of_part, of_stretch] =
        [(&part, Stretch::WHOLE), (&file, Stretch { from: 300_000, to: 900_000 })].map(|(path, stretch)| {
            digest_files(&task(&[path], Algorithm::Sha256), stretch, 1, Words::new(&words()).unwrap())
        });
    assert_eq!(of_stretch.digests, of_part.digests);
    assert_eq!(of_stretch.bytes, [600_000.0]);
}

#[test]
fn a_stream_is_frames_bytes_and_ends_whatever_their_sizes() {
    let folder = Folder::new("stream");
    let sizes = [0, 1, 131_072, 262_142, 262_143, 262_144, 262_145, 1_000_000, 5];
    let mut all = Vec::new();
    let mut frames = Vec::new();
    let files = sizes.map(|size| {
        let name = format!("file {size}");
        let content = counted(size);
        let frame = [name.as_bytes(), &[0]].concat();
        all.extend([&frame[..], &content, &[0]].concat());
        frames.extend(frame);
        folder.put(&name, &content)
    });
    let joined = folder.put("joined", &all);
    let paths = files.each_ref().map(PathBuf::as_path);
    for algorithm in [Algorithm::Sha256, Algorithm::Blake3] {
        let words = words();
        let stream = digest_stream(&task(&paths, algorithm), &frames, Words::new(&words).expect("words"));
        assert_eq!(stream.digests, whole(&[&joined], algorithm).digests);
        assert_eq!((stream.done, stream.faults), (9, vec![]));
        assert_eq!(words[1].load(Ordering::Relaxed), sizes.iter().sum::<usize>() as i64);
        assert_eq!(words[2].load(Ordering::Relaxed), 9);
    }
}

#[test]
fn what_cannot_be_read_is_a_fault_and_the_rest_is_read() {
    let folder = Folder::new("faults");
    let (good, gone) = (folder.put("good", b"abc"), folder.0.join("gone"));
    let link = folder.0.join("link");
    std::os::unix::fs::symlink("good", &link).expect("a link");
    let answer = whole(&[&gone, &folder.0, &link, &good], Algorithm::Sha256);
    let fault = |index, operation, reason| Fault { index, operation, reason };
    assert_eq!(
        answer.faults,
        [
            fault(0, Operation::Open, Reason::System(libc_enoent())),
            fault(1, Operation::Read, Reason::NotRegular),
            fault(2, Operation::Open, Reason::System(libc_eloop())),
        ]
    );
    assert_eq!(answer.done, 4);
    assert_eq!(hex(&answer.digests[3 * DIGEST_BYTES..])[..8], *"ba7816bf");
    let mut follows = task(&[&link], Algorithm::Sha256);
    follows.follow = true;
    assert_eq!(digest_files(&follows, Stretch::WHOLE, 2, Words::new(&words()).unwrap()).faults, []);
    let mut other = task(&[&good], Algorithm::Sha256);
    other.expected = vec![4.0, 0.0, 0.0, 0.0];
    let changed = digest_files(&other, Stretch::WHOLE, 2, Words::new(&words()).unwrap());
    assert_eq!(changed.faults, [fault(0, Operation::Read, Reason::ChangedBefore)]);
}

#[test]
fn any_number_of_threads_gives_the_same_in_order() {
    let folder = Folder::new("threads");
    let files: Vec<PathBuf> = (0..300).map(|size| folder.put(&format!("f{size}"), &counted(size * 7))).collect();
    let mut paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let gone = folder.0.join("gone");
    paths.insert(100, &gone);
    let of = |threads| {
        let words = words();
        let task = task(&paths, Algorithm::Blake3);
        digest_files(&task, Stretch::WHOLE, threads, Words::new(&words).unwrap())
    };
    let one = of(1);
    assert_eq!((one.done, one.digests.len()), (301, 301 * DIGEST_BYTES));
    assert_eq!(one.faults.iter().map(|fault| fault.index).collect::<Vec<_>>(), [100]);
    for threads in [2, 8, 1000] {
        let many = of(threads);
        assert_eq!((many.done, many.digests, many.bytes, many.faults), {
            (one.done, one.digests.clone(), one.bytes.clone(), one.faults.clone())
        });
    }
}

/// Which files are equal, in sets of so many files that are compared over all of their bytes.
fn compared(paths: &[&Path], sets: &[(u32, u64, u64)], threads: usize) -> Comparisons {
    let sets: Vec<FileSet> = sets.iter().map(|&(count, from, to)| FileSet { count, from, to }).collect();
    compare_files(&task(paths, Algorithm::Sha256), &sets, threads, Words::new(&words()).expect("words"))
}

#[test]
fn files_are_equal_where_all_their_bytes_are() {
    let folder = Folder::new("compare");
    // Pieces are of 512 KiB: what differs before, at and behind their ends.
    let places = [0, 1, 524_287, 524_288, 999_999];
    let same = counted(1_000_000);
    let mut files = vec![folder.put("same", &same), folder.put("again", &same)];
    for place in places {
        let mut other = same.clone();
        other[place] ^= 1;
        files.push(folder.put(&format!("a{place}"), &other));
        files.push(folder.put(&format!("b{place}"), &other));
    }
    let mut paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let gone = folder.0.join("gone");
    paths.push(&gone);
    let short = [folder.put("x", b"x"), folder.put("y", b"y"), folder.put("z", b"x")];
    paths.extend(short.iter().map(PathBuf::as_path));
    for threads in [1, 2, 9] {
        let comparisons = compared(&paths, &[(13, 0, 1_000_000), (3, 0, 1)], threads);
        assert_eq!(comparisons.same, [0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12, 0, 1, 0]);
        let fault = Fault { index: 12, operation: Operation::Open, reason: Reason::System(libc_enoent()) };
        assert_eq!(comparisons.faults, [fault]);
    }
    // What lies before the place to begin at, or behind the one to end at, does not matter.
    assert_eq!(compared(&paths[..4], &[(4, 1, 1_000_000)], 1).same, [0, 0, 0, 0]);
    assert_eq!(compared(&paths[10..12], &[(2, 0, 999_999)], 1).same, [0, 0]);
    // What says that it is longer than it is, is compared as far as it goes; what must be read in pieces is too short.
    assert_eq!(compared(&paths[13..], &[(3, 0, 2)], 1).same, [0, 1, 0]);
    let shorter = compared(&paths[13..], &[(3, 0, 1_000_000)], 1);
    assert_eq!(shorter.faults.len(), 3);
    assert!(shorter.faults.iter().all(|fault| fault.reason == Reason::Shorter));
}

#[test]
fn a_call_that_is_told_to_stop_does() {
    let folder = Folder::new("halt");
    let file = folder.put("file", &counted(1000));
    let words = words();
    words[0].store(1, Ordering::Relaxed);
    let task = task(&[&file], Algorithm::Sha256);
    assert_eq!(digest_files(&task, Stretch::WHOLE, 2, Words::new(&words).unwrap()).done, 0);
    assert_eq!(digest_stream(&task, b"file\0", Words::new(&words).unwrap()).done, 0);
    let sets = [FileSet { count: 1, from: 0, to: 1000 }];
    let comparisons = compare_files(&task, &sets, 2, Words::new(&words).unwrap());
    assert_eq!(comparisons.same, [Comparisons::UNKNOWN]);
}

fn libc_enoent() -> i32 {
    fs::File::open("/no/such/file").expect_err("no file").raw_os_error().expect("a number")
}

fn libc_eloop() -> i32 {
    if cfg!(target_os = "linux") { 40 } else { 62 }
}
