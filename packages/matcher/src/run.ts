import { INVALID_BYTE } from "./char-set.js";
import type { Dfa } from "./dfa.js";

/**
 * Runs a part of a path, or one name, from a state. Text goes to an automaton over bytes as UTF-8 (a lone surrogate
 * as the three bytes that would encode it); bytes go to an automaton over characters as the code points of valid
 * UTF-8, and each other byte as a symbol of its own.
 *
 * @returns the state after the last symbol, or the settled state at which the rest no longer matters.
 */
export function run(dfa: Dfa, state: number, text: string | Uint8Array, from: number, to: number): number {
  if (state < 0) return state;
  return typeof text === "string" ? runString(dfa, state, text, from, to) : runBytes(dfa, state, text, from, to);
}

function runString(dfa: Dfa, begin: number, text: string, from: number, to: number): number {
  let { table, columns } = dfa;
  let state = begin;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 128) {
      const column = columns[unit] as number;
      let next = table[state + column] as number;
      if (next <= 0) {
        if (next === 0) next = dfa.advance(state, column);
        if (next < 0) return next;
        ({ table, columns } = dfa);
      }
      state = next;
    } else {
      const code = text.codePointAt(i) as number;
      if (code > 0xffff) i++;
      state = stepCode(dfa, state, code);
      if (state < 0) return state;
      ({ table, columns } = dfa);
    }
  }
  return state;
}

function runBytes(dfa: Dfa, begin: number, bytes: Uint8Array, from: number, to: number): number {
  const decode = dfa.program.alphabet === "characters";
  let state = begin;
  for (let i = from; i < to && state > 0; i++) {
    const byte = bytes[i] as number;
    if (byte < 128 || !decode) {
      state = step(dfa, state, dfa.columns[byte] as number);
    } else {
      const length = sequenceLength(bytes, i, to);
      state = step(dfa, state, dfa.columnOf(length === 1 ? INVALID_BYTE + byte : codePoint(bytes, i, length)));
      i += length - 1;
    }
  }
  return state;
}

/** One step from a state, settled or not. */
export function step(dfa: Dfa, state: number, column: number): number {
  if (state < 0) return state;
  const next = dfa.table[state + column] as number;
  return next === 0 ? dfa.advance(state, column) : next;
}

/** One step of text that is not ASCII: one symbol, or the bytes of its UTF-8. */
export function stepCode(dfa: Dfa, state: number, code: number): number {
  return dfa.program.alphabet === "bytes" ? stepEncoded(dfa, state, code) : step(dfa, state, dfa.columnOf(code));
}

function stepEncoded(dfa: Dfa, begin: number, code: number): number {
  let state = begin;
  const take = (byte: number): void => {
    state = step(dfa, state, dfa.columns[byte] as number);
  };
  if (code < 0x800) take(0xc0 | (code >> 6));
  else if (code < 0x10000) {
    take(0xe0 | (code >> 12));
    take(0x80 | ((code >> 6) & 63));
  } else {
    take(0xf0 | (code >> 18));
    take(0x80 | ((code >> 12) & 63));
    take(0x80 | ((code >> 6) & 63));
  }
  take(0x80 | (code & 63));
  return state;
}

/** How many bytes the valid UTF-8 sequence at `i` takes; 1 when there is none. */
function sequenceLength(bytes: Uint8Array, i: number, to: number): number {
  const lead = bytes[i] as number;
  const length = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
  if (length === 1 || i + length > to) return 1;
  for (let k = 1; k < length; k++) {
    if (((bytes[i + k] as number) & 0xc0) !== 0x80) return 1;
  }
  const code = codePoint(bytes, i, length);
  if (length === 3 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) return 1;
  if (length === 4 && (code < 0x10000 || code > 0x10ffff)) return 1;
  return length;
}

function codePoint(bytes: Uint8Array, i: number, length: number): number {
  let code = (bytes[i] as number) & (0xff >> (length + 1));
  for (let k = 1; k < length; k++) code = (code << 6) | ((bytes[i + k] as number) & 63);
  return code;
}
