//! Memory to read files into.

use std::ops::{Deref, DerefMut};

/// Of every system that this runs on, or a part of one.
const PAGE_BYTES: usize = 4096;

/// Memory that begins where a page does: to fill what begins elsewhere takes some processors several times as long.
#[derive(Default)]
pub struct Memory {
    room: Vec<u8>,
    start: usize,
    length: usize,
}

impl Memory {
    /// So many bytes, all of them 0.
    pub fn new(length: usize) -> Self {
        let room = vec![0; length + PAGE_BYTES - 1];
        let start = room.as_ptr().align_offset(PAGE_BYTES).min(PAGE_BYTES - 1);
        Self { room, start, length }
    }
}

impl Deref for Memory {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.room[self.start..self.start + self.length]
    }
}

impl DerefMut for Memory {
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.room[self.start..self.start + self.length]
    }
}

/// Memory, and how much of it was filled.
#[derive(Default)]
pub struct Piece {
    pub memory: Memory,
    pub used: usize,
}

impl Piece {
    /// What was filled.
    pub fn bytes(&self) -> &[u8] {
        &self.memory[..self.used]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn begins_where_a_page_does_wherever_it_is() {
        for length in [0, 1, 4095, 4096, 100_000] {
            let all: Vec<Memory> = (0..10).map(|_| Memory::new(length)).collect();
            for memory in &all {
                assert_eq!(memory.len(), length);
                assert_eq!(memory.as_ptr() as usize % PAGE_BYTES, 0);
            }
        }
    }
}
