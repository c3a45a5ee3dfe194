//! How many files there are of which size.

use serde::Serialize;

/// Sizes below this one have a bucket each; from it on, each power of two has [`STEPS`] buckets of equal width.
const EXACT: u64 = 256;
const EXACT_BITS: u32 = 8;
const STEPS: usize = 128;
const STEP_BITS: u32 = 7;
/// Enough for 64-bit sizes.
const BUCKETS: usize = EXACT as usize + (64 - EXACT_BITS as usize) * STEPS;
/// Index 0 for size 0, index n for sizes of n bits.
const CLASSES: usize = 65;

/// How many files there are of which size, in buckets whose bounds are fixed, so that two histograms merge exactly
/// and every backend fills the same ones. The scheme is that of HdrHistogram: the leading bits of the size.
#[derive(Clone, Debug)]
pub struct SizeHistogram {
    files: Box<[u64]>,
    bytes: [u128; CLASSES],
    min: u64,
    max: u64,
}

impl Default for SizeHistogram {
    fn default() -> Self {
        Self { files: vec![0; BUCKETS].into_boxed_slice(), bytes: [0; CLASSES], min: u64::MAX, max: 0 }
    }
}

impl SizeHistogram {
    /// Counts one file with the bytes that count for it: none where another name of it has them.
    #[inline]
    pub fn add(&mut self, size: u64, bytes: u64) {
        self.files[bucket_of(size)] += 1;
        self.add_bytes(size, bytes);
        self.min = self.min.min(size);
        self.max = self.max.max(size);
    }

    /// Adds bytes to the class of a size without counting a file.
    #[inline]
    pub fn add_bytes(&mut self, size: u64, bytes: u64) {
        self.bytes[class_of(size)] += u128::from(bytes);
    }

    /// Adds all of another histogram to this one.
    pub fn merge(&mut self, other: &Self) {
        for (own, files) in self.files.iter_mut().zip(&other.files) {
            *own += files;
        }
        for (own, bytes) in self.bytes.iter_mut().zip(&other.bytes) {
            *own += bytes;
        }
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    /// The histogram's part of the report.
    pub fn report(&self) -> SizesReport {
        let mut files = [0; CLASSES];
        for (bucket, &in_bucket) in self.files.iter().enumerate().filter(|&(_, &in_bucket)| in_bucket > 0) {
            files[class_of(upper_bound(bucket))] += in_bucket;
        }
        let in_classes = files.iter().zip(&self.bytes).enumerate().filter(|&(_, (&in_class, _))| in_class > 0);
        let classes = in_classes.map(|(index, (&files, &apparent_bytes))| {
            let (from, to) = class_bounds(index);
            SizeClass { from, to, files, apparent_bytes }
        });
        let count = files.iter().sum();
        SizesReport { classes: classes.collect(), percentiles: (count > 0).then(|| self.percentiles(count)) }
    }

    fn percentiles(&self, count: u64) -> SizePercentiles {
        let at_share = |percent: u64| self.at_rank((count * percent).div_ceil(100));
        SizePercentiles {
            min: self.min,
            p10: at_share(10),
            p25: at_share(25),
            p50: at_share(50),
            p75: at_share(75),
            p90: at_share(90),
            p95: at_share(95),
            p99: at_share(99),
            max: self.max,
        }
    }

    /// The upper bound of the bucket that holds the file of this rank, counted from 1; never above the largest size.
    fn at_rank(&self, rank: u64) -> u64 {
        let mut seen = 0;
        let bucket = self.files.iter().position(|files| {
            seen += files;
            seen >= rank
        });
        bucket.map_or(self.max, |bucket| upper_bound(bucket).min(self.max))
    }
}

/// How sizes are spread over regular files.
#[derive(Debug, Serialize)]
pub struct SizesReport {
    /// Classes that hold a file, from small to large: size 0, then one class for each power of two.
    pub classes: Vec<SizeClass>,
    /// None where there is no file.
    pub percentiles: Option<SizePercentiles>,
}

/// Files whose size lies in one range.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SizeClass {
    /// The smallest size in the class.
    pub from: u64,
    /// The largest size in the class.
    pub to: u64,
    /// Files in it.
    pub files: u64,
    /// Their size.
    pub apparent_bytes: u128,
}

/// Sizes of regular files at given ranks: the smallest size that at least that share of the files does not exceed.
/// Exact below 256 bytes and at both ends; between, at most 1/128 too large.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each is what its name says")]
pub struct SizePercentiles {
    pub min: u64,
    pub p10: u64,
    pub p25: u64,
    pub p50: u64,
    pub p75: u64,
    pub p90: u64,
    pub p95: u64,
    pub p99: u64,
    pub max: u64,
}

/// The number of bits of a size: 0 for 0, n for 2^(n-1) up to 2^n - 1.
#[inline]
fn class_of(size: u64) -> usize {
    (u64::BITS - size.leading_zeros()) as usize
}

#[inline]
fn bucket_of(size: u64) -> usize {
    if size < EXACT {
        return size as usize;
    }
    let exponent = u64::BITS - 1 - size.leading_zeros();
    let leading = (size >> (exponent - STEP_BITS)) as usize;
    EXACT as usize + (exponent - EXACT_BITS) as usize * STEPS + (leading - STEPS)
}

/// The largest size that falls into a bucket.
fn upper_bound(bucket: usize) -> u64 {
    if bucket < EXACT as usize {
        return bucket as u64;
    }
    let above = bucket - EXACT as usize;
    let shift = EXACT_BITS + (above / STEPS) as u32 - STEP_BITS;
    let leading = (STEPS + above % STEPS) as u64;
    (leading << shift) | ((1 << shift) - 1)
}

fn class_bounds(index: usize) -> (u64, u64) {
    if index == 0 {
        return (0, 0);
    }
    let from = 1 << (index - 1);
    (from, from | (from - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bucket_ends_where_the_next_one_begins() {
        for bucket in 0..BUCKETS - 1 {
            let last = upper_bound(bucket);
            assert_eq!((bucket_of(last), bucket_of(last + 1)), (bucket, bucket + 1));
        }
        assert_eq!(upper_bound(BUCKETS - 1), u64::MAX);
        assert_eq!(bucket_of(u64::MAX), BUCKETS - 1);
    }

    #[test]
    fn two_histograms_merge_into_what_one_would_hold() {
        let (mut left, mut right, mut all) = Default::default();
        for (turn, size) in [0, 1, 255, 256, 257, 4096, 1 << 40, u64::MAX].into_iter().enumerate() {
            let one: &mut SizeHistogram = if turn % 2 == 0 { &mut left } else { &mut right };
            one.add(size, size);
            SizeHistogram::add(&mut all, size, size);
        }
        left.merge(&right);
        assert_eq!(format!("{:?}", left.report()), format!("{:?}", all.report()));
    }

    #[test]
    fn an_empty_histogram_has_no_percentiles() {
        let json = serde_json::to_string(&SizeHistogram::default().report()).unwrap();
        assert_eq!(json, r#"{"classes":[],"percentiles":null}"#);
    }
}
