import type { ErrorObject } from "ajv/dist/2020.js";
import { validatePatterns } from "./pattern-validator.js";
import { readPatterns } from "./read-pattern.js";

/** Something wrong with a structure pattern. */
export interface PatternFault {
  /**
   * Where, as a JSON pointer (RFC 6901): `/directories/0/files`, empty for the whole. What a string of JSON holds is
   * pointed at as if it stood there as an object.
   */
  readonly place: string;
  /** One line to follow the place. */
  readonly message: string;
}

/**
 * Lists everything that is wrong with a structure pattern, or with an array of them; nothing where all is well.
 *
 * @param input JSON text, or what it holds. A nested pattern may be a string of JSON, as pathvein writes them.
 */
export function validate(input: unknown): readonly PatternFault[] {
  const { value, faults } = readPatterns(input);
  return [...faults, ...faultsOf(value)];
}

/** What the schema finds wrong with patterns whose strings of JSON have been read. */
export function faultsOf(value: unknown): readonly PatternFault[] {
  if (validatePatterns(value)) return [];
  // That a branch of the schema failed says nothing that the branch's own errors do not say.
  return (validatePatterns.errors ?? []).filter(({ keyword }) => keyword !== "if").map(describe);
}

function describe({ keyword, instancePath, params, parentSchema, data }: ErrorObject): PatternFault {
  if (keyword === "additionalProperties") {
    const key = String(params["additionalProperty"]);
    const known = Object.keys(parentSchema?.["properties"] ?? {}).filter((name) => name !== "$schema");
    return { place: `${instancePath}/${escaped(key)}`, message: `is no key of a pattern: expected ${listed(known)}` };
  }
  return { place: instancePath, message: `is ${shown(data)}: expected ${parentSchema?.["description"]}` };
}

function escaped(key: string): string {
  return key.replace(/~/g, "~0").replace(/\//g, "~1");
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

const SHOWN = 60;

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  if (typeof value === "object" && value !== null) return "an object";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
