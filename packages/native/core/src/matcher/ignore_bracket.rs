//! Classes in the patterns of ignore files: `[a-z]`.

use super::byte_set::{ByteSet, posix_class};
use super::symbol::SLASH;

/// The class of bytes that begins at `open` of a pattern, and where the pattern goes on after it. None when it is
/// never closed, or names a class of POSIX that there is not: then the whole pattern matches nothing.
pub(super) fn parse_bracket(pattern: &[u8], open: usize, ignore_case: bool) -> Option<(ByteSet, usize)> {
    let mut at = open + 1;
    let negated = matches!(pattern.get(at), Some(b'!' | b'^'));
    if negated {
        at += 1;
    }
    let first = at;
    let mut set = ByteSet::default();
    // The byte from which a range may go on; 0 when there is none.
    let mut previous = 0;
    loop {
        let byte = *pattern.get(at)?;
        let next = pattern.get(at + 1).copied();
        previous = match (byte, next) {
            (b']', _) if at > first => break,
            (b'\\', _) => {
                at += 1;
                set.insert(next?);
                next?
            }
            (b'-', Some(high)) if previous != 0 && high != b']' => {
                at += 1;
                let high = if high == b'\\' {
                    at += 1;
                    *pattern.get(at)?
                } else {
                    high
                };
                set.insert_all(range(previous, high, ignore_case));
                0
            }
            (b'[', Some(b':')) => {
                let close = at + 2 + pattern[at + 2..].iter().position(|&byte| byte == b']')?;
                if close == at + 2 || pattern[close - 1] != b':' {
                    set.insert(b'[');
                    b'['
                } else {
                    let name = &pattern[at + 2..close - 1];
                    set.insert_all(posix_class(if ignore_case && name == b"upper" { b"alpha" } else { name })?);
                    at = close;
                    0
                }
            }
            _ => {
                set.insert(byte);
                byte
            }
        };
        at += 1;
    }
    // git puts the path in lower case first: what the class says of capitals is said to nobody.
    let heard = |byte: u8| if ignore_case { byte.to_ascii_lowercase() } else { byte };
    Some((ByteSet::of(|byte| byte != SLASH && set.contains(heard(byte)) != negated), at + 1))
}

/// A range; without regard to case it also holds a small letter whose capital it holds.
fn range(low: u8, high: u8, ignore_case: bool) -> ByteSet {
    let holds = |byte| low <= byte && byte <= high;
    ByteSet::of(|byte| holds(byte) || (ignore_case && byte.is_ascii_lowercase() && holds(byte.to_ascii_uppercase())))
}
