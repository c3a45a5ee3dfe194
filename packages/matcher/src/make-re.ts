import { type CharSet, INVALID_BYTE, SLASH } from "./char-set.js";
import type { Element, ParsedPattern } from "./element.js";
import { PatternError } from "./pattern-error.js";
import { PicomatchOptionError, type PicomatchOptions } from "./picomatch-options.js";
import { type ReadGlob, readGlob } from "./read-glob.js";

/** What {@link parse} gives. */
export interface ParseResult {
  readonly input: string;
  /** The source of the regular expression, without its anchors. */
  readonly output: string;
  readonly negated: boolean;
}

/**
 * A regular expression for a glob, where one exists: not for a negated group `!(…)`, which is a complement. Unlike the
 * automaton, a regular expression may take exponential time; use it where a tool can take nothing else.
 *
 * @throws PatternError when the glob has a negated group, or is over a limit.
 */
export function makeRe(glob: string, options: PicomatchOptions = {}): RegExp {
  const { output, negated } = parse(glob, options);
  const source = `^(?:${output})$`;
  return new RegExp(negated ? `^(?!${source})[^]*$` : source, "u");
}

/** The regular expression of {@link makeRe} as text, and whether the glob is negated. */
export function parse(glob: string, options: PicomatchOptions = {}): ParseResult {
  if (options.format !== undefined) throw new PicomatchOptionError("format");
  const negated = !options.nonegate && /^!(?!\()/.test(glob);
  const read = readGlob(negated ? glob.slice(1) : glob, {
    dot: options.dot ?? false,
    nocase: options.nocase ?? false,
    matchBase: options.matchBase ?? options.basename ?? false,
  });
  const output = read.alternatives.map((one) => patternSource(read, one)).join("|");
  return { input: glob, output: output === "" ? "(?!)" : output, negated };
}

function patternSource(read: ReadGlob, { elements, directoriesOnly }: ParsedPattern): string {
  return (
    elements.map((element, i) => source(read, element, beginsName(elements, i))).join("") +
    (directoriesOnly ? "\\/" : "\\/?")
  );
}

/** Whether only elements that may be empty stand between the start of a name and an element. */
function beginsName(elements: readonly Element[], index: number): boolean {
  const before = elements[index - 1];
  if (before === undefined) return true;
  if (before.kind === "folders") return true;
  if (before.kind === "set") return before.set.length === 2 && before.set[0] === SLASH && before.set[1] === SLASH;
  if (before.kind === "group") return (before.times === "?" || before.times === "*") && beginsName(elements, index - 1);
  return false;
}

function source(read: ReadGlob, element: Element, begins: boolean): string {
  const guard = begins && "wild" in element && element.wild ? "(?!\\.)" : "";
  switch (element.kind) {
    case "set":
      return guard + setSource(element.set);
    case "star":
      return `${begins ? "(?=[^\\/])" : ""}${guard}[^\\/]*`;
    case "folders":
      return `(?:${element.wild ? "(?!\\.)" : ""}[^\\/]+\\/)*`;
    case "tree": {
      const name = `${element.wild ? "(?!\\.)" : ""}[^\\/]+`;
      const names = `${name}(?:\\/${name})*`;
      return element.slash ? `(?:\\/${names})?` : names;
    }
    case "group": {
      if (element.times === "!") {
        throw new PatternError({
          problem: "no regular expression stands for a negated group",
          pattern: read.pattern,
          index: Math.max(0, read.pattern.indexOf("!(")),
        });
      }
      const inner = element.alternatives
        .map((one) => one.map((part, i) => source(read, part, begins && beginsName(one, i))).join(""))
        .join("|");
      return element.alternatives.length === 0 ? "(?!)" : `(?:${inner})${element.times === "@" ? "" : element.times}`;
    }
    default:
      throw new TypeError(`a glob has no element "${element.kind}"`);
  }
}

function setSource(set: CharSet): string {
  if (set.length === 2 && set[0] === set[1]) return symbolSource(set[0] as number);
  let inner = "";
  for (let i = 0; i < set.length; i += 2) {
    const low = set[i] as number;
    const high = Math.min(set[i + 1] as number, INVALID_BYTE - 1);
    if (low <= high) inner += low === high ? symbolSource(low) : `${symbolSource(low)}-${symbolSource(high)}`;
  }
  return `[${inner}]`;
}

function symbolSource(symbol: number): string {
  const text = String.fromCodePoint(symbol);
  if (/[A-Za-z0-9_]/.test(text)) return text;
  return `\\u{${symbol.toString(16)}}`;
}
