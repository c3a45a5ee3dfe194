//! Symbols: what an automaton consumes in one step.

use serde::Deserialize;

/// How the bytes of a name become symbols.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Alphabet {
    /// A symbol is a byte.
    Bytes,
    /// A symbol is a Unicode code point, or [`INVALID_BYTE`] + b for a byte b that is not part of valid UTF-8.
    Characters,
}

/// Added to a byte that is not part of valid UTF-8 to give its symbol.
pub(super) const INVALID_BYTE: u32 = 0x11_0000;
/// The symbol that parts names in a path.
pub(super) const SLASH: u8 = b'/';
/// The symbol that hides a name when it comes first.
pub(super) const DOT: u8 = b'.';

impl Alphabet {
    /// The highest symbol there is.
    pub(super) fn highest(self) -> u32 {
        match self {
            Self::Bytes => 255,
            Self::Characters => INVALID_BYTE + 255,
        }
    }
}

/// The first character of bytes that begin with `lead`, which is not ASCII, and how many bytes it takes.
pub(super) fn decode(lead: u8, bytes: &[u8]) -> (u32, usize) {
    let length = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    let invalid = (INVALID_BYTE + u32::from(lead), 1);
    if length == 1 || length > bytes.len() {
        return invalid;
    }
    let mut code = u32::from(lead) & (0xff >> (length + 1));
    for &byte in &bytes[1..length] {
        if byte & 0xc0 != 0x80 {
            return invalid;
        }
        code = code << 6 | u32::from(byte & 63);
    }
    let valid = match length {
        3 => code >= 0x800 && !(0xd800..0xe000).contains(&code),
        4 => (0x1_0000..=0x10_ffff).contains(&code),
        _ => true,
    };
    if valid { (code, length) } else { invalid }
}
