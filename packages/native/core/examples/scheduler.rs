//! What the scheduler costs for each item: `cargo run --release --example scheduler`.
//!
//! A tree of 1,000,000 items, with no work and with about 200 ns of work for each, on one bare stack and then on the
//! scheduler. Wall time is the best of several runs; processor time, in steps of 10 ms, is the mean of them.

use std::{
    fs,
    hint::black_box,
    time::{Duration, Instant},
};

use transect_walk::scheduler::{Options, run};

const ITEMS: u32 = 1_000_000;
const REPEATS: u32 = 9;

/// An item is the size of its subtree: the rest of it is cut into uneven parts.
fn children(item: u32, mut push: impl FnMut(u32)) {
    let mut left = item - 1;
    for part in [2, 3, 5, 2, 7, 4] {
        let child = left / part;
        if child > 0 {
            push(child);
            left -= child;
        }
    }
    if left > 0 {
        push(left);
    }
}

fn spin(rounds: u32) -> u64 {
    (0..rounds).fold(1, |hash: u64, round| black_box(hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(round)))
}

fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<u64> = stat.split(' ').skip(13).take(2).filter_map(|field| field.parse().ok()).collect();
    Duration::from_millis(fields.iter().sum::<u64>() * 10)
}

fn report(name: &str, mut once: impl FnMut() -> String) {
    let mut best = Duration::MAX;
    let mut note = String::new();
    let before = processor_time();
    for _ in 0..REPEATS {
        let since = Instant::now();
        note = once();
        best = best.min(since.elapsed());
    }
    let used = (processor_time() - before) / REPEATS;
    let each = |time: Duration| time.as_nanos() as f64 / f64::from(ITEMS);
    println!("  {name:12} {:7.1} ns wall {:7.1} ns processor  {note}", each(best), each(used));
}

fn main() {
    let calibrate = || {
        let since = Instant::now();
        black_box(spin(1_000_000));
        since.elapsed().as_nanos() as f64 / 1e6
    };
    let round = (0..50).map(|_| calibrate()).fold(f64::MAX, f64::min);
    for nanoseconds in [0.0, 200.0] {
        let rounds = (nanoseconds / round) as u32;
        println!("{nanoseconds} ns of work for each item:");
        report("bare stack", || {
            let mut stack = vec![ITEMS];
            let mut done = 0;
            while let Some(item) = stack.pop() {
                black_box(spin(rounds));
                done += 1;
                children(item, |child| stack.push(child));
            }
            assert_eq!(done, ITEMS);
            String::new()
        });
        for workers in [1, 2, 8, 32] {
            report(&format!("{workers} workers"), || {
                let options = Options { workers, eager: workers, grow_after: 1_000, trace: true };
                let outcome = run(
                    vec![ITEMS],
                    options,
                    |_| 0,
                    |done, item, queue| {
                        black_box(spin(rounds));
                        *done += 1;
                        queue.did(1);
                        children(item, |child| queue.push(child));
                        if queue.len() > 1 && queue.wants_sharing() {
                            queue.share();
                        }
                    },
                );
                assert_eq!(outcome.workers.iter().sum::<u32>(), ITEMS);
                let shares: u64 = outcome.traces.iter().map(|trace| trace.shares).sum();
                let idle: Duration = outcome.traces.iter().map(|trace| trace.idle).sum();
                format!("{} started, {shares} shares, {idle:.1?} idle", outcome.workers.len())
            });
        }
    }
}
