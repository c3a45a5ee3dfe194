import { DOT, SLASH } from "./char-set.js";
import type { Element, ParsedPattern } from "./element.js";

/** A quick answer to whether text matches. */
type PlainTest = (path: string, isDirectory: boolean) => boolean;

/** What can be said of a pattern without its automaton. */
export interface PlainGlob {
  /** Answers exactly; undefined when only the automaton can. */
  readonly test: PlainTest | undefined;
  /** What every path that matches begins and ends with. */
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * Recognises the plain cases: a literal; one star between literals; a double
 * star, or a double star and a star, between literals; a double star at the end. Anything else still has its literal ends.
 * Case must matter: with `nocase` this is not asked.
 */
export function plainGlob({ elements, directoriesOnly }: ParsedPattern): PlainGlob {
  let from = 0;
  let prefix = "";
  for (; from < elements.length && isLiteral(elements[from]); from++) prefix += textOf(elements[from]);
  let to = elements.length;
  let suffix = "";
  for (; to > from && isLiteral(elements[to - 1]); to--) suffix = textOf(elements[to - 1]) + suffix;
  if (from === elements.length) suffix = prefix;
  const test = directoriesOnly ? undefined : exact(prefix, elements.slice(from, to), suffix);
  return { test, prefix, suffix };
}

function exact(prefix: string, middle: readonly Element[], suffix: string): PlainTest | undefined {
  const [first, second] = middle;
  if (first === undefined) return (path) => path === prefix;
  const begin = prefix.length;
  const least = begin + suffix.length;
  const ends = literalEnds(prefix, suffix);
  const between = (path: string): boolean => path.length >= least && ends(path);
  if (first.kind === "star" && second === undefined) {
    const hides = first.wild && (begin === 0 || prefix.charCodeAt(begin - 1) === SLASH);
    return (path) => {
      if (!between(path) || (hides && path.charCodeAt(begin) === DOT)) return false;
      const slash = path.indexOf("/", begin);
      return slash < 0 || slash >= path.length - suffix.length;
    };
  }
  if (first.kind === "tree" && second === undefined && suffix === "") {
    const folder = first.slash ? `${prefix}/` : prefix;
    const { wild, slash } = first;
    return (path, isDirectory) =>
      path.length > folder.length && path.startsWith(folder)
        ? !wild || !hasHidden(path, folder.length, path.length)
        : slash && isDirectory && path === prefix;
  }
  if (first.kind !== "folders") return undefined;
  if (suffix === "") return prefix === "" ? named(first.wild, middle.slice(1)) : undefined;
  const { wild } = first;
  if (second === undefined) {
    return (path) => {
      if (!between(path)) return false;
      const end = path.length - suffix.length;
      if (end !== begin && path.charCodeAt(end - 1) !== SLASH) return false;
      return !wild || !hasHidden(path, begin, end);
    };
  }
  if (middle.length > 2 || second.kind !== "star" || second.wild !== wild || suffix.includes("/")) return undefined;
  return (path) => between(path) && (!wild || !hasHidden(path, begin, path.length));
}

/** Whether a path begins and ends so; one symbol at either end turns most paths down before a comparison is called. */
export function literalEnds(prefix: string, suffix: string): (path: string) => boolean {
  const first = prefix.charCodeAt(0);
  const last = suffix.charCodeAt(suffix.length - 1);
  return (path) =>
    (prefix === "" || (path.charCodeAt(0) === first && path.startsWith(prefix))) &&
    (suffix === "" || (path.charCodeAt(path.length - 1) === last && path.endsWith(suffix)));
}

/** A double star, one literal name that does not begin with a dot, and a double star. */
function named(wild: boolean, elements: readonly Element[]): PlainTest | undefined {
  const last = elements[elements.length - 1];
  const literals = elements.slice(0, -1);
  if (last?.kind !== "tree" || !last.slash || last.wild !== wild || !literals.every(isLiteral)) return undefined;
  const name = literals.map(textOf).join("");
  if (name === "" || name.startsWith(".") || name.includes("/")) return undefined;
  const first = `${name}/`;
  const inner = `/${name}/`;
  const end = `/${name}`;
  const begins = literalEnds(first, "");
  return (path, isDirectory) =>
    (begins(path) || path.includes(inner) || (isDirectory && (path === name || path.endsWith(end)))) &&
    (!wild || !hasHidden(path, 0, path.length));
}

/** Whether a name that begins in the part of the path begins with a dot; the part begins where a name does. */
function hasHidden(path: string, from: number, to: number): boolean {
  if (from < to && path.charCodeAt(from) === DOT) return true;
  const at = path.indexOf("/.", from);
  return at >= 0 && at + 1 < to;
}

function isLiteral(element: Element | undefined): boolean {
  return element?.kind === "set" && !element.wild && element.set.length === 2 && element.set[0] === element.set[1];
}

function textOf(element: Element | undefined): string {
  return element?.kind === "set" ? String.fromCodePoint(element.set[0] as number) : "";
}
