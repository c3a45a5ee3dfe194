//! Sets of positions, and what they reach without consuming anything.

use super::program::{NONE, Program};

/// Scratch space for the positions of one step of one automaton.
#[derive(Debug, Default)]
pub(super) struct Closure {
    reached: Vec<u32>,
    /// For each position the stamp of the last set it was put into.
    stamps: Vec<u32>,
    stamp: u32,
}

impl Closure {
    /// Scratch space for a program.
    pub(super) fn new(program: &Program) -> Self {
        Self { reached: Vec::new(), stamps: vec![0; program.first_edge.len()], stamp: 0 }
    }

    /// The positions reached for nothing; with `hidden`, not through wild edges.
    pub(super) fn of(&mut self, program: &Program, kernel: &[u32], hidden: bool) -> &[u32] {
        self.begin();
        self.reached.clear();
        for &position in kernel {
            self.stamps[position as usize] = self.stamp;
        }
        self.reached.extend_from_slice(kernel);
        let mut at = 0;
        while let Some(&position) = self.reached.get(at) {
            at += 1;
            for edge in program.edges_of(position) {
                if edge.set != NONE || (hidden && edge.wild) || self.stamps[edge.to as usize] == self.stamp {
                    continue;
                }
                self.stamps[edge.to as usize] = self.stamp;
                self.reached.push(edge.to);
            }
        }
        &self.reached
    }

    /// Fills `next`, in ascending order, with the positions after `kernel` and a symbol.
    pub(super) fn step(&mut self, program: &Program, kernel: &[u32], hidden: bool, symbol: u32, next: &mut Vec<u32>) {
        self.of(program, kernel, hidden);
        self.begin();
        next.clear();
        for &position in &self.reached {
            for edge in program.edges_of(position) {
                let to = edge.to as usize;
                if edge.set == NONE || (hidden && edge.wild) || self.stamps[to] == self.stamp {
                    continue;
                }
                if program.sets.contains(edge.set as usize, symbol) {
                    self.stamps[to] = self.stamp;
                    next.push(edge.to);
                }
            }
        }
        next.sort_unstable();
    }

    fn begin(&mut self) {
        if self.stamp == u32::MAX {
            self.stamps.fill(0);
            self.stamp = 0;
        }
        self.stamp += 1;
    }
}
