import { compileGlob } from "@transect/matcher";

/** One name of a pattern, or one alternative of a group: where bash compares text with a pattern of its own. */
interface Part {
  readonly text: string;
  /** Whether it stands in a negated group, so that a wrong "no" becomes a wrong "yes". */
  readonly negated: boolean;
}

interface Group {
  readonly from: number;
  readonly to: number;
  readonly alternatives: readonly string[];
}

/**
 * Whether a difference is a known one of bash's own (5.2, lib/glob/sm_loop.c and glob.c); the README lists them:
 *
 * - After a star the rest of a pattern is never tried on no text at all, so a group that may be empty does not match
 *   there; and when no text is left at the star, the answer of a negated group is taken the wrong way round.
 * - A hidden name is passed over unless the text of the pattern, or of an alternative of a group at its start, or of what
 *   follows a group that may be left out, begins with a dot; groups within groups are not always looked at.
 */
export function isBashArtefact(pattern: string, path: string, ours: boolean): boolean {
  const names = splitNames(pattern);
  if (names.flatMap((name) => partsOf({ text: name, negated: false })).some((part) => losesRest(part, ours)))
    return true;
  return ours && /(?:^|\/)\./.test(path) && names.some((name) => groupAt(name, 0) !== undefined && !showsDot(name));
}

function losesRest({ text, negated }: Part, ours: boolean): boolean {
  for (let i = 0; i < text.length; i = next(text, i)) {
    if (text[i] !== "*" || groupAt(text, i) !== undefined) continue;
    let k = i;
    while ((text[k] === "*" || text[k] === "?") && groupAt(text, k) === undefined) k++;
    // Optional groups after a star are skipped by bash, then it looks again.
    for (let group = groupAt(text, k); group && (text[k] === "*" || text[k] === "?"); group = groupAt(text, k)) {
      k = group.to;
      while ((text[k] === "*" || text[k] === "?") && groupAt(text, k) === undefined) k++;
    }
    if (groupAt(text, k) === undefined) continue;
    const empty = compileGlob(`x${text.slice(k)}`).test("x");
    if (empty ? ours || negated : text[k] === "!" && (!ours || negated)) return true;
  }
  return false;
}

/** Whether bash sees that a pattern may match a name that begins with a dot. */
function showsDot(text: string): boolean {
  if (text.startsWith(".") || text.startsWith("\\.")) return true;
  const group = groupAt(text, 0);
  if (group === undefined) return false;
  const wild = text[0] === "?" || text[0] === "*";
  return [...group.alternatives, wild ? text.slice(group.to) : ""].some((part) => /^\\?\./.test(part));
}

function partsOf(part: Part): Part[] {
  const parts = [part];
  for (let i = 0; i < part.text.length; ) {
    const group = groupAt(part.text, i);
    if (group === undefined) {
      i = next(part.text, i);
      continue;
    }
    const negated = part.negated || part.text[i] === "!";
    for (const text of group.alternatives) parts.push(...partsOf({ text, negated }));
    i = group.to;
  }
  return parts;
}

/** The group that begins at `i`, where one does; none of these patterns has a group within brackets. */
function groupAt(text: string, i: number): Group | undefined {
  if (!/^[?*+@!]\(/.test(text.slice(i, i + 2))) return undefined;
  const alternatives: string[] = [];
  let depth = 0;
  let from = i + 2;
  for (let k = from; k < text.length; k = next(text, k)) {
    const c = text[k];
    if (c === "(") depth++;
    else if (c === ")" && depth-- === 0) {
      alternatives.push(text.slice(from, k));
      return { from: i, to: k + 1, alternatives };
    } else if (c === "|" && depth === 0) {
      alternatives.push(text.slice(from, k));
      from = k + 1;
    }
  }
  return undefined;
}

function splitNames(pattern: string): string[] {
  const names: string[] = [];
  let from = 0;
  for (let i = 0; i < pattern.length; ) {
    const group = groupAt(pattern, i);
    if (pattern[i] === "/") {
      names.push(pattern.slice(from, i));
      from = i + 1;
    }
    i = group?.to ?? next(pattern, i);
  }
  names.push(pattern.slice(from));
  return names;
}

function next(text: string, i: number): number {
  return text[i] === "\\" ? i + 2 : i + 1;
}
