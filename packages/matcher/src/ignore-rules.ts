import { createDfa } from "./dfa.js";
import { type EmitContext, emitPattern } from "./emit.js";
import { type FolderState, folderStates, ruleAt } from "./folder-state.js";
import { DEFAULT_LIMITS, type MatcherLimits } from "./limits.js";
import { type IgnoreLine, parseIgnoreLine } from "./parse-ignore-line.js";
import { pathRunner } from "./path-run.js";
import type { Program } from "./program.js";
import { addPosition, followSet, newProgram } from "./program-builder.js";

/** An ignore file: its name is only for explanations; nothing is read from a disk. */
export interface IgnoreFile {
  /** How explanations name the file, for example `packages/a/.gitignore` or `.git/info/exclude`. */
  readonly path: string;
  /** What is in the file: text, or its bytes where names need not be UTF-8. */
  readonly content: string | Uint8Array;
  /** The folder its lines speak of, relative to the root, without a slash at the end; default: the root, "". */
  readonly folder?: string;
}

/** Options of {@link ignoreRules}. */
export interface IgnoreOptions {
  /** ASCII letters match either case, as git's `core.ignoreCase`. Default false. */
  readonly ignoreCase?: boolean;
  /** Limits other than the default ones; only `maxPositions` and `maxCacheBytes` bear on rules. */
  readonly limits?: Partial<MatcherLimits>;
}

/** Which line decides. */
export interface IgnoreExplanation {
  /** The file's `path`, as given. */
  readonly file: string;
  /** The line in the file, from 1. */
  readonly line: number;
  /** The rule as it stands there, without its line end; bytes that are not UTF-8 read as U+FFFD. */
  readonly rule: string;
  /** False when the rule is negated: the path is not ignored after all. */
  readonly ignored: boolean;
}

/** A stack of ignore files, ready to ask. */
export interface IgnoreRules {
  /** Whether a path, relative to the root, is ignored: by itself, or because a folder above it is. */
  readonly test: (path: string | Uint8Array, isDirectory?: boolean) => boolean;
  /** The line that decides a path, or undefined when none does. A negated line is an answer too. */
  readonly explain: (path: string | Uint8Array, isDirectory?: boolean) => IgnoreExplanation | undefined;
  /** The state of the root folder, with the files given at the start. */
  readonly root: () => FolderState;
  /** The state of the folder called `name` within a folder. The name has no slash. */
  readonly enter: (folder: FolderState, name: string | Uint8Array) => FolderState;
  /** The state of the same folder with its own ignore file added; its lines outrank all that came before. */
  readonly add: (folder: FolderState, file: IgnoreFile) => FolderState;
  /** Whether the entry called `name` in a folder is ignored. Costs its characters, and allocates nothing. */
  readonly ignores: (folder: FolderState, name: string | Uint8Array, isDirectory: boolean) => boolean;
  /** As `ignores`, with the line that decides. */
  readonly explainEntry: (
    folder: FolderState,
    name: string | Uint8Array,
    isDirectory: boolean,
  ) => IgnoreExplanation | undefined;
  /** Whether everything below a folder is ignored: it, or one above it, is ignored itself. */
  readonly ignoresAllBelow: (folder: FolderState) => boolean;
  /** The line behind a number of `program.rules`. */
  readonly lineOf: (rule: number) => IgnoreExplanation | undefined;
  /** The automaton, as plain numbers; it grows by `add`. */
  readonly program: Program;
  /** About how many bytes the states built so far take; stays below the limit `maxCacheBytes`. */
  readonly cacheBytes: () => number;
}

const EMPTY_OPTIONS: IgnoreOptions = {};

/**
 * Compiles ignore files into one automaton that answers as `git check-ignore --no-index` does: gitignore(5). The
 * last line that matches wins; of files at different depths the deeper one wins, of files of the same folder the later
 * one; nothing below an ignored directory comes back. So the order for git is: `core.excludesFile`, `.git/info/exclude`,
 * then `.gitignore` from the root down.
 *
 * It reads no file, knows no index (a tracked file may be ignored) and does not leave out `.git` by itself.
 *
 * @throws PatternError when a line is over the limit `maxPositions`; over the default one none can be.
 */
export function ignoreRules(files: readonly IgnoreFile[], options: IgnoreOptions = EMPTY_OPTIONS): IgnoreRules {
  const limits: MatcherLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const ignoreCase = options.ignoreCase ?? false;
  const shop = newProgram({ alphabet: "bytes", settles: true, fallback: false });
  const { program } = shop;
  /** Where each rule comes from: the file, the line's number, and the line. */
  const origins: { file: IgnoreFile; line: number; rule: Uint8Array }[] = [];
  const depth = (file: IgnoreFile): number => (file.folder ? file.folder.split("/").length : 0);
  for (const file of [...files].sort((a, b) => depth(a) - depth(b))) {
    let begin = program.start;
    for (const byte of file.folder ? encode(`${file.folder}/`) : []) begin = followSet(shop, begin, [byte, byte], 0);
    addLines(file, begin);
  }
  const dfa = createDfa(program, limits.maxCacheBytes);
  const folders = folderStates(dfa);
  const runPath = pathRunner(dfa);
  const explainRule = (rule: number): IgnoreExplanation | undefined => {
    const origin = origins[rule];
    return origin === undefined
      ? undefined
      : { file: origin.file.path, line: origin.line, rule: decode(origin.rule), ignored: program.rules[rule] === 1 };
  };
  const isIgnored = (rule: number): boolean => rule >= 0 && program.rules[rule] === 1;
  const decide = (path: string | Uint8Array, isDirectory: boolean): number => {
    let end = path.length;
    const slash = end > 0 && (typeof path === "string" ? path.charCodeAt(end - 1) : path[end - 1]) === 47;
    if (slash) end--;
    return ruleAt(dfa, runPath(path, end), isDirectory || slash);
  };

  return {
    test: (path, isDirectory = false) => isIgnored(decide(path, isDirectory)),
    explain: (path, isDirectory = false) => explainRule(decide(path, isDirectory)),
    root: () => folders.of(dfa.start()),
    enter: folders.enter,
    add: (folder, file) => {
      const state = folders.resolve(folder);
      if (state < -1) return folder;
      const begin = addPosition(program);
      addLines(file, begin);
      const kernel = state < 0 ? [begin] : [...dfa.kernelOf(state), begin];
      return folders.of(dfa.intern(Int32Array.from(kernel), true));
    },
    ignores: (folder, name, isDirectory) => isIgnored(folders.decide(folder, name, isDirectory)),
    explainEntry: (folder, name, isDirectory) => explainRule(folders.decide(folder, name, isDirectory)),
    ignoresAllBelow: (folder) => folders.resolve(folder) < -1,
    lineOf: explainRule,
    program,
    cacheBytes: dfa.size,
  };

  function addLines(file: IgnoreFile, begin: number): void {
    const bytes = typeof file.content === "string" ? encode(file.content) : file.content;
    let from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    for (let number = 1; from < bytes.length; number++) {
      let end = bytes.indexOf(10, from);
      if (end < 0) end = bytes.length;
      const raw = bytes.subarray(from, end > from && bytes[end - 1] === 13 ? end - 1 : end);
      const zero = raw.indexOf(0);
      const line = zero < 0 ? raw : raw.subarray(0, zero);
      from = end + 1;
      const parsed = parseIgnoreLine(line, ignoreCase);
      if (parsed !== undefined) addRule(file, number, line, parsed, begin);
    }
  }

  function addRule(file: IgnoreFile, line: number, rule: Uint8Array, parsed: IgnoreLine, begin: number): void {
    const id = program.rules.push(parsed.negated ? 0 : 1) - 1;
    origins.push({ file, line, rule });
    if (parsed.elements === undefined) return;
    const context: EmitContext = { shop, limits, pattern: decode(rule), from: program.firstEdge.length };
    emitPattern(context, begin, { elements: parsed.elements, directoriesOnly: parsed.directoriesOnly }, id);
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
