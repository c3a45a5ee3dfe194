import { notSlash } from "./char-set.js";
import { symbolsOf } from "./class-map.js";
import { createDfa, DEAD, FIRST_COLUMN } from "./dfa.js";
import type { Element } from "./element.js";
import { type EmitContext, emitElements } from "./emit.js";
import { PatternError } from "./pattern-error.js";
import { MARK_ANY, WILD } from "./program.js";
import { addEdge, addMark, addPosition, newProgram, setId } from "./program-builder.js";

/**
 * Adds `!(…)`: every run without a slash that no alternative matches. The alternatives are made deterministic on
 * their own, and every state that does *not* accept leads on: a complement, so nothing is tried and taken back
 * (bash manual, "Pattern Matching": "matches anything except one of the given patterns").
 *
 * @throws PatternError when that takes more than `maxNegationStates` states.
 */
export function emitNegation(context: EmitContext, at: number, group: Extract<Element, { kind: "group" }>): number {
  const { program } = context.shop;
  const { alphabet } = program;
  const inner = newProgram({ alphabet, settles: false, fallback: false });
  const end = addPosition(inner.program);
  const innerContext: EmitContext = { ...context, shop: inner, from: 0 };
  for (const alternative of group.alternatives) {
    addEdge(inner.program, emitElements(innerContext, inner.program.start, alternative), end, -1, 0);
  }
  addMark(inner.program, end, 0, MARK_ANY);

  const dfa = createDfa(inner.program, Number.POSITIVE_INFINITY);
  const leave = addPosition(program);
  const found = new Map<number, number>();
  const order: number[] = [];
  const positionOf = (state: number): number => {
    let position = found.get(state);
    if (position === undefined) {
      position = addPosition(program);
      found.set(state, position);
      order.push(state);
    }
    return position;
  };
  const first = positionOf(dfa.intern(Int32Array.of(inner.program.start), false));
  addEdge(program, at, first, -1, group.wild ? WILD : 0);
  const map = dfa.classes();
  for (let i = 0; i < order.length; i++) {
    if (order.length > context.limits.maxNegationStates) throw tooLarge(context, group.index);
    const state = order[i] as number;
    const from = found.get(state) as number;
    if (state === DEAD) {
      addEdge(program, from, from, setId(context.shop, notSlash(alphabet)), 0);
      addEdge(program, from, leave, -1, 0);
      continue;
    }
    if ((dfa.table[state] as number) < 0) addEdge(program, from, leave, -1, 0);
    const targets = new Map<number, Set<number>>();
    for (let id = 0; id < map.count; id++) {
      if (id + FIRST_COLUMN === dfa.slash) continue;
      const next = dfa.advance(state, id + FIRST_COLUMN);
      const ids = targets.get(next);
      if (ids === undefined) targets.set(next, new Set([id]));
      else ids.add(id);
    }
    for (const [next, ids] of targets) {
      const set = setId(
        context.shop,
        symbolsOf(map, (id) => ids.has(id)),
      );
      addEdge(program, from, positionOf(next), set, 0);
    }
  }
  return leave;
}

function tooLarge({ limits, pattern }: EmitContext, index: number): PatternError {
  return new PatternError({
    problem: `this negated group needs more than ${limits.maxNegationStates} states (limit maxNegationStates)`,
    pattern,
    index,
    limit: "maxNegationStates",
  });
}
