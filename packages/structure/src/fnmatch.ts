/**
 * The glob that matches the same names as a pattern of Python's `fnmatch` does, for a matcher whose wildcards take
 * hidden names too.
 *
 * What Python does is taken as it is (Lib/fnmatch.py, `translate`): a `[` without an end is a character, a range whose
 * ends are the wrong way round holds nothing, and a class that holds nothing matches nothing.
 */
export function fnmatchToGlob(pattern: string): string {
  const characters = [...pattern];
  let glob = "";
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? "";
    if (character === "*") glob += glob.endsWith("*") && characters[at - 1] === "*" ? "" : "*";
    else if (character === "?") glob += "?";
    else if (character === "[") {
      const end = classEnd(characters, at + 1);
      glob += end === undefined ? "\\[" : classToGlob(characters.slice(at + 1, end));
      at = end ?? at;
    } else glob += literal(character);
  }
  return glob;
}

/** Where a class that begins behind its bracket ends: a `]` that comes first is one of its characters. */
function classEnd(characters: readonly string[], begin: number): number | undefined {
  const first = characters[begin] === "!" ? begin + 1 : begin;
  const end = characters.indexOf("]", first + 1);
  return end === -1 ? undefined : end;
}

/** Stands between two characters for the range from one to the other. */
const RANGE = Symbol("range");

function classToGlob(inside: readonly string[]): string {
  const items = splitRanges(inside).flatMap((chunk, index) => (index === 0 ? chunk : [RANGE, ...chunk]));
  // Python looks for the exclamation mark once ranges that hold nothing are gone.
  const negated = items[0] === "!";
  if (negated) items.shift();
  if (items.length === 0) return negated ? "?" : NOTHING;
  let members = "";
  for (const [index, item] of items.entries()) {
    const between = index > 0 && index < items.length - 1;
    if (item === RANGE) members += between ? "-" : "\\-";
    else if (typeof item === "string") members += literal(item);
  }
  return `[${negated ? "!" : ""}${members}]`;
}

/** A class that holds nothing. */
const NOTHING = "[b-a]";

/** The parts of a class between the hyphens that stand for ranges, without the ranges that hold nothing. */
function splitRanges(inside: readonly string[]): string[][] {
  const chunks: string[][] = [];
  let begin = 0;
  for (let at = inside[0] === "!" ? 2 : 1; ; at += 3) {
    at = inside.indexOf("-", at);
    if (at === -1) break;
    chunks.push(inside.slice(begin, at));
    begin = at + 1;
  }
  const rest = inside.slice(begin);
  // A hyphen at the end is a character.
  if (rest.length > 0 || chunks.length === 0) chunks.push(rest);
  else chunks.at(-1)?.push("-");
  for (let next = chunks.length - 1; next > 0; next -= 1) {
    const [low, high] = [chunks[next - 1] ?? [], chunks[next] ?? []];
    if (order(low.at(-1)) > order(high[0])) chunks.splice(next - 1, 2, [...low.slice(0, -1), ...high.slice(1)]);
  }
  return chunks;
}

function order(character: string | undefined): number {
  return character?.codePointAt(0) ?? 0;
}

/** A character that stands for itself in a glob, within a class and outside of one. */
function literal(character: string): string {
  return /[!-/:-@[-`{-~]/.test(character) ? `\\${character}` : character;
}
