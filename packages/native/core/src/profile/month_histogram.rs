//! How many files were last modified when.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

const DAY_MS: i64 = 86_400_000;
/// 1 January 1900.
const FIRST_DAY: i64 = -25_567;
/// 31 December 2199.
const LAST_DAY: i64 = 84_005;

#[derive(Clone, Copy, Debug, Default)]
struct Day {
    files: u64,
    apparent_bytes: u128,
}

/// How many files were last modified when. Kept by day, reported by calendar month, in UTC.
#[derive(Clone, Debug, Default)]
pub struct MonthHistogram {
    /// Where each day is in `sums`.
    days: FxHashMap<i64, usize>,
    sums: Vec<Day>,
    /// Neighbours are often of one day: the last one is looked up once. Where it begins, and its place in `sums`.
    last: Option<(i64, usize)>,
}

impl MonthHistogram {
    /// Counts files at a time in milliseconds since 1970, with the bytes that count for them.
    #[inline]
    pub fn add(&mut self, mtime_ms: i64, files: u64, apparent_bytes: u64) {
        let index = match self.last {
            Some((start, index)) if (mtime_ms.wrapping_sub(start) as u64) < DAY_MS as u64 => index,
            _ => self.turn_to(mtime_ms.div_euclid(DAY_MS).clamp(FIRST_DAY, LAST_DAY)),
        };
        let sum = &mut self.sums[index];
        sum.files += files;
        sum.apparent_bytes += u128::from(apparent_bytes);
    }

    /// Adds all of another histogram to this one.
    pub fn merge(&mut self, other: &Self) {
        for (&day, &theirs) in &other.days {
            let own = self.turn_to(day);
            self.sums[own].files += other.sums[theirs].files;
            self.sums[own].apparent_bytes += other.sums[theirs].apparent_bytes;
        }
    }

    /// Months that hold a file, from old to new.
    pub fn report(&self) -> Vec<MonthReport> {
        let mut months = BTreeMap::<(i64, i64), Day>::new();
        for (&day, &index) in &self.days {
            let sum = months.entry(month_of(day)).or_default();
            sum.files += self.sums[index].files;
            sum.apparent_bytes += self.sums[index].apparent_bytes;
        }
        let rows = months.into_iter().map(|((year, month), Day { files, apparent_bytes })| MonthReport {
            month: format!("{year:04}-{month:02}"),
            files,
            apparent_bytes,
        });
        rows.collect()
    }

    fn turn_to(&mut self, day: i64) -> usize {
        let index = *self.days.entry(day).or_insert(self.sums.len());
        if index == self.sums.len() {
            self.sums.push(Day::default());
        }
        self.last = Some((day * DAY_MS, index));
        index
    }
}

/// Files that were last modified in one calendar month, in UTC.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MonthReport {
    /// `YYYY-MM`. Times before 1900 count in `1900-01`, times from 2200 on in `2199-12`.
    pub month: String,
    /// Files of that month.
    pub files: u64,
    /// Their size.
    pub apparent_bytes: u128,
}

/// The year and month of a day counted from 1 January 1970. Years are taken to begin in March, so that the leap day
/// is the last one; 146,097 days make 400 years.
fn month_of(day: i64) -> (i64, i64) {
    let from_march_of_0 = day + 719_468;
    let era = from_march_of_0.div_euclid(146_097);
    let day_of_era = from_march_of_0.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(times: &[i64]) -> Vec<String> {
        let mut histogram = MonthHistogram::default();
        for &time in times {
            histogram.add(time, 1, 1);
        }
        histogram.report().into_iter().map(|row| format!("{} {}", row.month, row.files)).collect()
    }

    #[test]
    fn a_month_ends_with_its_last_millisecond() {
        assert_eq!(
            months(&[-1, 0, 951_782_400_000, 951_868_799_999, 951_868_800_000]),
            ["1969-12 1", "1970-01 1", "2000-02 2", "2000-03 1"]
        );
    }

    #[test]
    fn times_beyond_both_ends_count_in_the_first_and_the_last_month() {
        assert_eq!(months(&[i64::MIN, i64::MAX, -2_208_988_800_000, 7_258_118_399_999]), ["1900-01 2", "2199-12 2"]);
    }

    #[test]
    fn every_day_follows_the_day_before() {
        let mut last = month_of(FIRST_DAY - 1);
        assert_eq!(last, (1899, 12));
        let mut starts = 0;
        for day in FIRST_DAY..=LAST_DAY {
            let next = month_of(day);
            if next != last {
                let (year, month) = last;
                assert_eq!(next, if month == 12 { (year + 1, 1) } else { (year, month + 1) });
                starts += 1;
            }
            last = next;
        }
        assert_eq!((starts, last, month_of(LAST_DAY + 1)), (300 * 12, (2199, 12), (2200, 1)));
    }

    #[test]
    fn two_histograms_merge_into_what_one_would_hold() {
        let mut left = MonthHistogram::default();
        let mut right = MonthHistogram::default();
        left.add(0, 1, 2);
        right.add(5, 1, 3);
        right.add(DAY_MS * 40, 1, 4);
        left.merge(&right);
        left.add(DAY_MS * 40, 0, 1);
        let json = serde_json::to_string(&left.report()).unwrap();
        assert_eq!(
            json,
            r#"[{"month":"1970-01","files":2,"apparentBytes":5},{"month":"1970-02","files":1,"apparentBytes":5}]"#
        );
    }
}
