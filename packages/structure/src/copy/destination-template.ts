import path from "node:path";
import { OptionError } from "@transect/core";
import { matchPath, type StructureMatch } from "../structure-match.js";
import { patternLabel } from "../structure-pattern.js";
import type { CopyDefaults, CopyOptions } from "./copy-options.js";

/** What a match is called and what holds it, for a template. */
export interface MatchNames {
  readonly name: string | Uint8Array;
  readonly parent: string | Uint8Array;
}

/** Says where in the destination a match goes: names of folders, one below the other. */
export type DestinationOf = (match: StructureMatch, names: MatchNames) => readonly (string | Uint8Array)[];

type Placeholder = "name" | "parent" | "pattern" | "date";

/** A part of a name: text, or what stands for it. */
type Piece = { readonly text: string } | { readonly placeholder: Placeholder };

const PLACEHOLDERS: readonly string[] = ["name", "parent", "pattern", "date"] satisfies Placeholder[];

/**
 * Understands the option `as`. Throws an `OptionError` for a template that it cannot take; what it returns throws one
 * for a match whose path would not stay in the destination.
 */
export function destinationOf({ as, date = new Date() }: CopyDefaults & Pick<CopyOptions, "date">): DestinationOf {
  if (typeof as === "function") return (match) => checkNames(as, match, splitPath(as(match)));
  const parts = splitPath(as).map((part) => parsePart(part, as));
  const day = date.toISOString().slice(0, "2026-01-31".length);
  return (match, names) => {
    const values = { ...names, pattern: patternLabel(match.pattern), date: day };
    return checkNames(
      as,
      match,
      parts.map((pieces) => joined(pieces.map((piece) => ("text" in piece ? piece.text : values[piece.placeholder])))),
    );
  };
}

function splitPath(text: unknown): readonly string[] {
  return typeof text === "string" ? text.split(path.sep === "/" ? "/" : /[\\/]/) : [];
}

function parsePart(part: string, as: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const [token, placeholder] of part.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]/g)) {
    if (token === "{{" || token === "}}") pieces.push({ text: token.slice(1) });
    else if (isPlaceholder(placeholder)) pieces.push({ placeholder });
    else if (/[{}]/.test(token)) {
      const known = PLACEHOLDERS.map((name) => `{${name}}`).join(", ");
      throw new OptionError({ option: "as", value: as, expected: `a template of ${known}, with {{ and }} for braces` });
    } else pieces.push({ text: token });
  }
  return pieces;
}

function isPlaceholder(name: string | undefined): name is Placeholder {
  return name !== undefined && PLACEHOLDERS.includes(name);
}

function joined(parts: readonly (string | Uint8Array)[]): string | Uint8Array {
  if (parts.every((part) => typeof part === "string")) return parts.join("");
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

function checkNames(
  as: NonNullable<CopyOptions["as"]>,
  match: StructureMatch,
  names: readonly (string | Uint8Array)[],
): readonly (string | Uint8Array)[] {
  const texts = names.map((name) => Buffer.from(name).toString());
  if (names.length > 0 && texts.every(isName)) return names;
  const option = typeof as === "string" ? `as "${as}"` : "what as returns";
  const expected = `a relative path that stays in the destination, for ${matchPath(match)}`;
  throw new OptionError({ option, value: texts.join("/"), expected });
}

function isName(text: string): boolean {
  // On Windows a colon names a drive or a stream.
  return (
    text !== "" && text !== "." && text !== ".." && !/[\0/]/.test(text) && (path.sep === "/" || !/[\\:]/.test(text))
  );
}
