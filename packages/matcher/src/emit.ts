import { anySymbol, notSlash, SLASH } from "./char-set.js";
import type { Element, ParsedPattern } from "./element.js";
import type { MatcherLimits } from "./limits.js";
import { emitNegation } from "./negation.js";
import { PatternError } from "./pattern-error.js";
import { MARK_ANY, MARK_BELOW, MARK_DIRECTORY, WILD } from "./program.js";
import { addEdge, addMark, addPosition, follow, followSet, setId, type Workshop } from "./program-builder.js";

/** What emitting needs to know beside the elements. */
export interface EmitContext {
  readonly shop: Workshop;
  readonly limits: MatcherLimits;
  /** The pattern as it was given, for messages. */
  readonly pattern: string;
  /** How many positions the program had before this pattern. */
  readonly from: number;
}

/** Adds a pattern to a program, as a rule that decides what the pattern matches, from a position on. */
export function emitPattern(context: EmitContext, begin: number, parsed: ParsedPattern, rule: number): void {
  const { program } = context.shop;
  const last = parsed.elements[parsed.elements.length - 1];
  if (last?.kind !== "tree") {
    const end = emitElements(context, begin, parsed.elements);
    addMark(program, end, rule, parsed.directoriesOnly ? MARK_DIRECTORY : MARK_ANY);
    return;
  }
  const before = emitElements(context, begin, parsed.elements.slice(0, -1));
  let folder = before;
  if (last.slash) {
    addMark(program, before, rule, MARK_DIRECTORY);
    folder = followSet(context.shop, before, [SLASH, SLASH], 0);
  }
  const { base, name } = emitFolders(context.shop, folder, last.wild);
  addMark(program, name, rule, parsed.directoriesOnly ? MARK_DIRECTORY : MARK_ANY);
  if (!last.wild && !parsed.directoriesOnly) addMark(program, base, rule, MARK_BELOW);
}

/** Adds elements from a position on. @returns the position after them. */
export function emitElements(context: EmitContext, begin: number, elements: readonly Element[]): number {
  const { program } = context.shop;
  let at = begin;
  for (const element of elements) {
    at = emitElement(context, at, element);
    if (program.firstEdge.length - context.from > context.limits.maxPositions) {
      throw new PatternError({
        problem: `the automaton of this pattern has more than ${context.limits.maxPositions} positions (limit maxPositions)`,
        pattern: context.pattern,
        index: 0,
        limit: "maxPositions",
      });
    }
  }
  return at;
}

function emitElement(context: EmitContext, at: number, element: Element): number {
  const { shop } = context;
  const { program } = shop;
  const { alphabet } = program;
  switch (element.kind) {
    case "set":
      return followSet(shop, at, element.set, element.wild ? WILD : 0);
    case "star":
      return follow(shop, at, element.wild ? "*" : "*.", () => {
        const flags = element.wild ? WILD : 0;
        const loop = addPosition(program);
        addEdge(program, at, loop, -1, flags);
        addEdge(program, loop, loop, setId(shop, notSlash(alphabet)), flags);
        return loop;
      });
    case "anything":
      return follow(shop, at, "**", () => {
        const loop = addPosition(program);
        addEdge(program, at, loop, -1, 0);
        addEdge(program, loop, loop, setId(shop, anySymbol(alphabet)), 0);
        return loop;
      });
    case "anyPrefix":
      return follow(shop, at, "**/", () => {
        const loop = addPosition(program);
        const end = addPosition(program);
        addEdge(program, at, end, -1, 0);
        addEdge(program, at, loop, -1, 0);
        addEdge(program, loop, loop, setId(shop, anySymbol(alphabet)), 0);
        addEdge(program, loop, end, setId(shop, [SLASH, SLASH]), 0);
        return end;
      });
    case "folders":
      return emitFolders(shop, at, element.wild).base;
    case "tree":
      throw new TypeError("a tree stands at the end of a pattern only");
    case "group":
      return emitGroup(context, at, element);
  }
}

/** Any number of names, each with its slash: `base` is before and after each, `name` within or at the end of one. */
function emitFolders(shop: Workshop, at: number, wild: boolean): { base: number; name: number } {
  const { program } = shop;
  const base = follow(shop, at, wild ? "f" : "f.", () => {
    const flags = wild ? WILD : 0;
    const names = setId(shop, notSlash(program.alphabet));
    const start = addPosition(program);
    const name = addPosition(program);
    addEdge(program, at, start, -1, 0);
    addEdge(program, start, name, names, flags);
    addEdge(program, name, name, names, 0);
    addEdge(program, name, start, setId(shop, [SLASH, SLASH]), 0);
    return start;
  });
  return { base, name: base + 1 };
}

function emitGroup(context: EmitContext, at: number, group: Extract<Element, { kind: "group" }>): number {
  const { program } = context.shop;
  if (group.times === "!") return emitNegation(context, at, group);
  const enter = addPosition(program);
  addEdge(program, at, enter, -1, 0);
  const leave = group.times === "*" ? enter : addPosition(program);
  for (const alternative of group.alternatives) {
    const begin = addPosition(program);
    addEdge(program, enter, begin, -1, 0);
    addEdge(program, emitElements(context, begin, alternative), leave, -1, 0);
  }
  if (group.times === "?") addEdge(program, enter, leave, -1, 0);
  if (group.times === "+") addEdge(program, leave, enter, -1, 0);
  if (group.times !== "*") return leave;
  const end = addPosition(program);
  addEdge(program, leave, end, -1, 0);
  return end;
}
