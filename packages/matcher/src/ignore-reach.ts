import type { FolderState } from "./folder-state.js";
import type { IgnoreExplanation, IgnoreRules } from "./ignore-rules.js";
import { DEFAULT_LIMITS } from "./limits.js";
import { programReach } from "./rule-reach.js";

/** What a rule can do, over every path there could be: see {@link ruleReach}. */
export interface RuleReach {
  /** The file's `path`, as given. */
  readonly file: string;
  /** The line in the file, from 1. */
  readonly line: number;
  /** The rule as it stands there. */
  readonly rule: string;
  /** False when the rule is negated. */
  readonly ignored: boolean;
  /** `decides`: some path is decided by it. `overridden`: it matches, and other lines always decide. `never`: it matches nothing. */
  readonly state: "decides" | "overridden" | "never";
  /** A path as short as can be that it decides, or matches; relative to the folder. Undefined when it matches nothing. */
  readonly example: string | Uint8Array | undefined;
  /** Whether the example is a directory. */
  readonly exampleIsDirectory: boolean;
  /** The line that decides the example in its place, where it is overridden. */
  readonly instead: IgnoreExplanation | undefined;
}

/** How far {@link ruleReach} looks. */
export interface ReachOptions {
  /** The most states of the automaton to look at. Default 20,000, which takes some tens of milliseconds. */
  readonly maxStates?: number | undefined;
}

/** The defaults of {@link ReachOptions}. */
export const REACH_DEFAULTS: { readonly maxStates: number } = { maxStates: 20_000 };

/**
 * What each rule can still do below a folder, in the order of the rules: exactly, over every path there could be, and
 * without looking at any disk. Undefined when finding out takes more than `maxStates`, or when the folder is ignored
 * itself.
 */
export function ruleReach(
  rules: IgnoreRules,
  folder: FolderState,
  { maxStates = REACH_DEFAULTS.maxStates }: ReachOptions = {},
): readonly RuleReach[] | undefined {
  if (rules.ignoresAllBelow(folder)) return undefined;
  const { program } = rules;
  const found = programReach(program, folder.kernel, { maxStates, maxCacheBytes: DEFAULT_LIMITS.maxCacheBytes });
  if (found === undefined) return undefined;
  return program.rules.flatMap((_, id): RuleReach[] => {
    const line = rules.lineOf(id);
    if (line === undefined) return [];
    const decides = found.decides.get(id);
    const matches = found.matches.get(id);
    const witness = decides ?? matches;
    return [
      {
        ...line,
        state: decides !== undefined ? "decides" : matches !== undefined ? "overridden" : "never",
        example: witness && readable(witness.path),
        exampleIsDirectory: witness?.isDirectory ?? false,
        instead: matches && explainBelow(rules, folder, matches),
      },
    ];
  });
}

function explainBelow(
  rules: IgnoreRules,
  folder: FolderState,
  { path, isDirectory }: { readonly path: Uint8Array; readonly isDirectory: boolean },
): IgnoreExplanation | undefined {
  let here = folder;
  let from = 0;
  for (let slash = path.indexOf(47); slash >= 0; slash = path.indexOf(47, from)) {
    here = rules.enter(here, path.subarray(from, slash));
    from = slash + 1;
  }
  return rules.explainEntry(here, path.subarray(from), isDirectory);
}

/** Bytes as text where they are UTF-8. */
function readable(bytes: Uint8Array): string | Uint8Array {
  const text = new TextDecoder().decode(bytes);
  return text.includes("\ufffd") ? bytes : text;
}
