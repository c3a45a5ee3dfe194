import { type Bytes, parseSize, SIZE_SYNTAX } from "@transect/core";
import type { Schema } from "./budget-rule.js";

/** A size as a configuration has it: bytes, or text such as `1.5M`. */
export type SizeLimit = number | string;

/** A share as a configuration has it: from 0 to 1, or text such as `20%`. */
export type ShareLimit = number | string;

/** A size alone, in bytes. */
export const SIZE: Schema = {
  description: SIZE_SYNTAX,
  anyOf: [
    { type: "integer", minimum: 0 },
    { type: "string", pattern: "^(\\d+|\\d+(\\.\\d+)?([KkMmGgTtPp][Bb]?|[Bb]))$" },
  ],
};

/** A count alone. */
export const COUNT: Schema = { description: "a whole number from 0 on", type: "integer", minimum: 0 };

const share: Schema = {
  description: "a share from 0 to 1, or in percent such as 20%",
  anyOf: [
    { type: "number", minimum: 0, maximum: 1 },
    { type: "string", pattern: "^(100(\\.0+)?|\\d{1,2}(\\.\\d+)?)%$" },
  ],
};

/** A limit, or both of them. */
function limits(limit: Schema): Schema {
  return {
    description: `${String(limit["description"])}; or an object with max, min or both`,
    if: { type: "object" },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { type: "object", properties: { max: limit, min: limit }, minProperties: 1, additionalProperties: false },
    else: limit,
  };
}

/** What budgets of each kind may be. */
export const LIMITS: { readonly size: Schema; readonly count: Schema; readonly share: Schema } = {
  size: limits(SIZE),
  count: limits(COUNT),
  share: limits(share),
};

/** Reads a size that has passed its schema. */
export function readSize(limit: SizeLimit): Bytes {
  if (typeof limit === "number") return limit;
  const bytes = parseSize(limit);
  if (bytes === undefined) throw new TypeError(`${limit} is no size, though its schema let it pass`);
  return bytes;
}

/** Reads a share that has passed its schema. */
export function readShare(limit: ShareLimit): number {
  return typeof limit === "number" ? limit : Number(limit.slice(0, -1)) / 100;
}
