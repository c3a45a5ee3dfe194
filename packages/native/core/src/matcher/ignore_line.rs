//! Lines of ignore files.

use super::byte_set::ByteSet;
use super::ignore_bracket::parse_bracket;
use super::symbol::SLASH;

/// What a pattern is made of.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) enum Element {
    /// One byte of a set.
    Set(ByteSet),
    /// Any run of bytes without a slash.
    Star,
    /// Any run of bytes, slashes too: a double star at the end.
    Anything,
    /// Nothing, or any run of bytes up to and with a slash: a double star with its slash.
    AnyPrefix,
    /// Any number of whole names, each with its slash.
    Folders,
}

/// A line that speaks of something.
#[derive(Debug)]
pub(super) struct IgnoreLine {
    /// With a leading `!`: what matches is not ignored after all.
    pub(super) negated: bool,
    /// With a slash at the end.
    pub(super) directories_only: bool,
    /// What the line matches, from the folder of its file.
    pub(super) elements: Vec<Element>,
}

/// The longest path that a rule may need: no system has longer ones (Windows 32,767, Linux 4,095, macOS 1,023).
const LONGEST_PATH: usize = 32_767;

/// Understands one line, without its line end, as git does: gitignore(5), and for what the manual leaves open git's
/// `dir.c` (lines) and `wildmatch.c` (patterns). None for an empty line, a comment, and one that can match nothing.
///
/// With `ignore_case` (git's `core.ignoreCase`) ASCII letters match either case; an escaped capital, or one listed by
/// itself in a class, then matches nothing, as in git.
///
/// A line may be as long as it likes. One that matches only paths that are longer than any system has is none.
pub(super) fn parse_ignore_line(line: &[u8], ignore_case: bool) -> Option<IgnoreLine> {
    if line.first() == Some(&b'#') {
        return None;
    }
    let pattern = trim_trailing_spaces(line);
    let (negated, pattern) = match pattern.strip_prefix(b"!") {
        Some(rest) => (true, rest),
        None => (false, pattern),
    };
    let (directories_only, pattern) = match pattern.strip_suffix(b"/") {
        Some(rest) => (true, rest),
        None => (false, pattern),
    };
    let anchored = pattern.contains(&SLASH);
    let pattern = pattern.strip_prefix(b"/").unwrap_or(pattern);
    if pattern.is_empty() {
        return None;
    }
    let mut elements = if anchored { Vec::new() } else { vec![Element::Folders] };
    parse_wildmatch(pattern, anchored, ignore_case, &mut elements)?;
    if elements.iter().filter(|element| matches!(element, Element::Set(_))).count() > LONGEST_PATH {
        return None;
    }
    Some(IgnoreLine { negated, directories_only, elements })
}

/// Spaces at the end do not count unless a backslash stands before them; tabs always count.
fn trim_trailing_spaces(line: &[u8]) -> &[u8] {
    let mut end = 0;
    let mut at = 0;
    while at < line.len() {
        if line[at] == b'\\' {
            at += 1;
            if at >= line.len() {
                return line;
            }
            end = at + 1;
        } else if line[at] != b' ' {
            end = at + 1;
        }
        at += 1;
    }
    &line[..end]
}

/// A pattern of git's wildmatch with `WM_PATHNAME`; none when it matches nothing whatever comes.
fn parse_wildmatch(pattern: &[u8], anchored: bool, ignore_case: bool, elements: &mut Vec<Element>) -> Option<()> {
    // git compares the part before the first special character by itself and hands only the rest to wildmatch, so
    // that a double star right after it counts as standing at the start.
    let plain = pattern.iter().position(|byte| matches!(byte, b'*' | b'?' | b'[' | b'\\'));
    let mut at = 0;
    while at < pattern.len() {
        let byte = pattern[at];
        match byte {
            b'*' => {
                let stars = pattern[at..].iter().take_while(|&&byte| byte == b'*').count();
                let opens = Some(at) == plain || (at > 0 && pattern[at - 1] == SLASH);
                at += stars;
                let rest = &pattern[at..];
                let closes = rest.is_empty() || rest[0] == SLASH || rest.starts_with(b"\\/");
                if stars == 1 || !anchored || !opens || !closes {
                    elements.push(Element::Star);
                } else if rest.first() == Some(&SLASH) {
                    // Several in a row match what one does.
                    if elements.last() != Some(&Element::AnyPrefix) {
                        elements.push(Element::AnyPrefix);
                    }
                    at += 1;
                } else {
                    elements.push(Element::Anything);
                }
            }
            b'?' => {
                elements.push(Element::Set(ByteSet::NAME));
                at += 1;
            }
            b'[' => {
                let (set, next) = parse_bracket(pattern, at, ignore_case)?;
                elements.push(Element::Set(set));
                at = next;
            }
            b'\\' => {
                let escaped = *pattern.get(at + 1)?;
                if ignore_case && escaped.is_ascii_uppercase() {
                    return None;
                }
                elements.push(Element::Set(literal(escaped, ignore_case)));
                at += 2;
            }
            _ => {
                elements.push(Element::Set(literal(byte, ignore_case)));
                at += 1;
            }
        }
    }
    Some(())
}

fn literal(byte: u8, ignore_case: bool) -> ByteSet {
    let mut set = ByteSet::one(byte);
    if ignore_case {
        set.insert(byte.to_ascii_lowercase());
        set.insert(byte.to_ascii_uppercase());
    }
    set
}
