//! Whether a worker mostly waits, for a disk or a network: others can work meanwhile, however few processors there are.

use std::time::{Duration, Instant};

use crate::disk::{ThreadTimes, thread_times};

/// Between two looks: a look costs less than a microsecond, an entry of a warm tree about as much.
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// The clock is looked at once in so many calls, of which there is one for each folder.
const CALLS: u32 = 8;

/// Switches from this thread to another that are enough to judge by.
const ENOUGH_SWITCHES: u64 = 8;

/// What a worker looks at to know whether it waits.
///
/// Time in which it did not run is not enough: another program may have had the processor, or another machine that shares
/// it. A thread that waits lets go of its processor by itself, and one that is pushed aside does not.
pub struct WaitWatch {
    since: Instant,
    before: Option<ThreadTimes>,
    looked: Instant,
    /// Calls until the clock is looked at again.
    rest: u32,
    /// The worker's refills when this began: it waits before each, for work.
    refills: u64,
}

impl WaitWatch {
    /// Begins with the calling thread, which must be the one that asks.
    pub fn new(refills: u64) -> Self {
        let since = Instant::now();
        Self { since, before: thread_times(), looked: since, rest: CALLS, refills }
    }

    /// Whether the calling thread mostly waited since this was last known. None while it is too early to tell.
    pub fn look(&mut self, refills: u64) -> Option<bool> {
        self.rest -= 1;
        if self.rest > 0 {
            return None;
        }
        self.rest = CALLS;
        let now = Instant::now();
        if now - self.looked < LOOK_EVERY {
            return None;
        }
        if self.refills != refills {
            *self = Self::new(refills);
            return None;
        }
        self.looked = now;
        let (before, times) = (self.before?, thread_times()?);
        let (waits, preemptions) = (times.waits - before.waits, times.preemptions - before.preemptions);
        if waits + preemptions < ENOUGH_SWITCHES {
            return None;
        }
        let ran = times.ran.saturating_sub(before.ran);
        let waited = ran < (now - self.since) / 2 && waits > preemptions;
        *self = Self { since: now, before: Some(times), looked: now, rest: CALLS, refills };
        Some(waited)
    }
}

#[cfg(all(test, not(loom), target_os = "linux", not(feature = "portable")))]
mod tests {
    use std::thread;

    use super::*;

    fn look(watch: &mut WaitWatch, refills: u64) -> Option<bool> {
        (0..CALLS).find_map(|_| watch.look(refills))
    }

    fn sleep_often() {
        (0..ENOUGH_SWITCHES + 1).for_each(|_| thread::sleep(LOOK_EVERY));
    }

    #[test]
    fn a_thread_that_sleeps_waits() {
        let mut watch = WaitWatch::new(0);
        sleep_often();
        assert_eq!(look(&mut watch, 0), Some(true));
        thread::sleep(LOOK_EVERY);
        assert_eq!(look(&mut watch, 0), None, "once is not enough");
    }

    #[test]
    fn a_thread_that_works_does_not_wait_however_many_others_do() {
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let mut watch = WaitWatch::new(0);
                    let end = Instant::now() + LOOK_EVERY * 50;
                    while Instant::now() < end {
                        std::hint::spin_loop();
                        assert_ne!(watch.look(0), Some(true));
                    }
                });
            }
        });
    }

    #[test]
    fn what_a_thread_waited_for_work_is_no_wait() {
        let mut watch = WaitWatch::new(0);
        sleep_often();
        assert_eq!(look(&mut watch, 1), None);
        sleep_often();
        assert_eq!(look(&mut watch, 1), Some(true));
    }
}
