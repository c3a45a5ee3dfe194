//! Sets of bytes, for the patterns of ignore files.

use super::symbol::SLASH;

/// A set of bytes, a bit for each.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub(super) struct ByteSet([u64; 4]);

impl ByteSet {
    /// Every byte.
    pub(super) const ALL: Self = Self([u64::MAX; 4]);
    /// Every byte but the slash, which parts names.
    pub(super) const NAME: Self = Self([!(1 << SLASH), u64::MAX, u64::MAX, u64::MAX]);

    /// The set of the bytes for which `holds`.
    pub(super) fn of(holds: impl Fn(u8) -> bool) -> Self {
        let mut set = Self::default();
        for byte in (0..=255).filter(|&byte| holds(byte)) {
            set.insert(byte);
        }
        set
    }

    /// The set of one byte.
    pub(super) fn one(byte: u8) -> Self {
        let mut set = Self::default();
        set.insert(byte);
        set
    }

    /// Adds a byte.
    pub(super) fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    /// Adds all that another set holds.
    pub(super) fn insert_all(&mut self, other: Self) {
        for (own, more) in self.0.iter_mut().zip(other.0) {
            *own |= more;
        }
    }

    /// Whether it holds a byte.
    pub(super) fn contains(self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }

    /// As sorted inclusive ranges, apart: `[low, high, …]`.
    pub(super) fn ranges(self) -> Vec<u32> {
        let mut ranges: Vec<u32> = Vec::new();
        for byte in (0..=255).filter(|&byte| self.contains(byte)) {
            let byte = u32::from(byte);
            match ranges.last_mut() {
                Some(high) if *high + 1 == byte => *high = byte,
                _ => ranges.extend([byte, byte]),
            }
        }
        ranges
    }
}

/// The ASCII bytes of a class of POSIX as git knows it.
pub(super) fn posix_class(name: &[u8]) -> Option<ByteSet> {
    let holds: fn(u8) -> bool = match name {
        b"alnum" => |byte| byte.is_ascii_alphanumeric(),
        b"alpha" => |byte| byte.is_ascii_alphabetic(),
        b"blank" => |byte| matches!(byte, b'\t' | b' '),
        b"cntrl" => |byte| byte.is_ascii_control(),
        b"digit" => |byte| byte.is_ascii_digit(),
        b"graph" => |byte| byte.is_ascii_graphic(),
        b"lower" => |byte| byte.is_ascii_lowercase(),
        b"print" => |byte| matches!(byte, b' '..=b'~'),
        b"punct" => |byte| byte.is_ascii_punctuation(),
        b"space" => |byte| matches!(byte, b'\t'..=b'\r' | b' '),
        b"upper" => |byte| byte.is_ascii_uppercase(),
        b"xdigit" => |byte| byte.is_ascii_hexdigit(),
        _ => return None,
    };
    Some(ByteSet::of(holds))
}
