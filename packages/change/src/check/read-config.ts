import { readFile } from "node:fs/promises";
import type { ErrorObject } from "ajv/dist/2020.js";
import type { TransectConfig } from "./check-config.js";
import { ConfigError, type ConfigFault, describeCause } from "./config-error.js";
import { CONFIG_SCHEMA } from "./config-schema.js";
import { validateShape } from "./config-validator.js";

/** Reads a configuration. Rejects with a {@link ConfigError} where it is not there, is no JSON, or has faults. */
export async function readConfig(file: string): Promise<TransectConfig> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    const message = cause instanceof SyntaxError ? `is no JSON: ${cause.message}` : describeCause(cause);
    throw new ConfigError(file, [{ place: "", message }]);
  }
  const faults = validateConfig(value);
  if (faults.length > 0) throw new ConfigError(file, faults);
  return value as TransectConfig;
}

/** Lists all that is wrong with a configuration; nothing where it is a `TransectConfig`. */
export function validateConfig(value: unknown): readonly ConfigFault[] {
  if (validateShape(value)) return [];
  const faults = (validateShape.errors ?? []).filter(({ keyword }) => !BRANCHES.has(keyword)).map(describe);
  // A value that fits none of several forms fails in each of them, and once is enough.
  const places = new Set<string>();
  return faults.filter(({ place }) => !places.has(place) && places.add(place));
}

/** These say only that a part of the schema failed, which says so itself. */
const BRANCHES: ReadonlySet<string> = new Set(["if", "propertyNames"]);

function describe(error: ErrorObject): ConfigFault {
  const { keyword, instancePath: place, params, parentSchema, data, propertyName } = error;
  if (keyword === "additionalProperties") {
    const known = Object.keys(parentSchema?.["properties"] ?? {});
    return {
      place: `${place}/${escaped(String(params["additionalProperty"]))}`,
      message: `is not known: expected ${known.join(", ")}`,
    };
  }
  const at = propertyName === undefined ? place : `${place}/${escaped(propertyName)}`;
  const expected = parentSchema?.["description"] ?? descriptionAt(place);
  return { place: at, message: `is ${shown(propertyName ?? data)}: expected ${expected}` };
}

/** The description of what belongs in a place, for the forms that a value may have there and that have none. */
function descriptionAt(place: string): unknown {
  let schema: unknown = CONFIG_SCHEMA;
  let description: unknown;
  for (const key of place.split("/").slice(1)) {
    schema = stepInto(schema, key.replace(/~1/g, "/").replace(/~0/g, "~"));
    if (isObject(schema)) description = schema["description"] ?? description;
  }
  return description;
}

function stepInto(schema: unknown, key: string): unknown {
  if (!isObject(schema)) return undefined;
  const form = isObject(schema["then"]) ? schema["then"] : schema;
  const { properties, items, additionalProperties } = form;
  if (isObject(properties) && key in properties) return properties[key];
  return items ?? additionalProperties;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}

function escaped(key: string): string {
  return key.replace(/~/g, "~0").replace(/\//g, "~1");
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  if (isObject(value)) return Object.keys(value).length === 0 ? "an empty object" : "an object";
  return JSON.stringify(value) ?? "nothing";
}
