import { REPORT_VERSION } from "./report.js";

type Schema = { readonly [keyword: string]: unknown };

const count: Schema = { type: "integer", minimum: 0 };
const text: Schema = { type: "string" };
const totals: Schema = {
  files: count,
  directories: count,
  symlinks: count,
  others: count,
  apparentBytes: count,
  allocatedBytes: count,
};
const place: Schema = { root: text, path: text };
const placeOptional: Schema = { pathBase64: { type: "string", contentEncoding: "base64" } };

/** An object with exactly these members; those in `optional` may be missing. */
function object(required: Schema, optional: Schema = {}): Schema {
  return {
    type: "object",
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

function array(items: Schema): Schema {
  return { type: "array", items };
}

function capped(items: Schema): Schema {
  return object({ count, leftOut: count, list: array(items) });
}

function nullable(schema: Schema): Schema {
  return { anyOf: [schema, { type: "null" }] };
}

const file: Schema = object(
  { ...place, apparentBytes: count, allocatedBytes: count, mtimeMs: { type: "integer" } },
  placeOptional,
);
const directory: Schema = object({ ...place, depth: count, totals: object(totals) }, placeOptional);

/** The JSON Schema (draft 2020-12) of what `serializeReport` writes. */
export const REPORT_SCHEMA: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Transect report",
  ...object({
    format: { const: "transect-report" },
    version: { const: REPORT_VERSION },
    options: { type: "object" },
    completeness: object({
      state: { enum: ["complete", "partial", "timedOut", "cancelled"] },
      errors: capped(object({ ...place, operation: text, code: text, message: text }, placeOptional)),
    }),
    roots: array(
      object(
        {
          root: text,
          type: { enum: ["file", "directory", "symlink", "other", "missing"] },
          totals: object(totals),
        },
        { inside: text },
      ),
    ),
    totals: object(totals),
    meanFilesPerDirectory: { type: "number", minimum: 0 },
    deepestDirectory: nullable(object({ ...place, depth: count }, placeOptional)),
    hardLinks: object({ objects: count, names: count, savedApparentBytes: count, savedAllocatedBytes: count }),
    ignored: nullable(object(totals)),
    extensions: capped(object({ extension: text, files: count, apparentBytes: count, allocatedBytes: count })),
    depths: array(object({ depth: count, directories: count, files: count, symlinks: count, others: count })),
    sizes: object({
      classes: array(object({ from: count, to: count, files: count, apparentBytes: count })),
      percentiles: nullable(
        object({
          min: count,
          p10: count,
          p25: count,
          p50: count,
          p75: count,
          p90: count,
          p95: count,
          p99: count,
          max: count,
        }),
      ),
    }),
    ages: object({
      newest: nullable(file),
      oldest: nullable(file),
      months: array(
        object({ month: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}$" }, files: count, apparentBytes: count }),
      ),
    }),
    emptyDirectories: capped(object(place, placeOptional)),
    directoriesWithoutFiles: count,
    largestFiles: capped(file),
    largestDirectories: capped(directory),
    busiestDirectories: capped(object({ ...place, files: count }, placeOptional)),
    directoryNames: capped(object({ name: text, directories: count })),
    tree: capped(directory),
    run: object(
      {
        backend: text,
        reason: text,
        workers: count,
        startedAtMs: { type: "number" },
        elapsedMs: { type: "number", minimum: 0 },
        entriesPerSecond: { type: "number", minimum: 0 },
      },
      {
        trace: array(
          object({
            worker: count,
            steals: count,
            shares: count,
            idleMs: { type: "number", minimum: 0 },
            directories: count,
            entries: count,
          }),
        ),
      },
    ),
  }),
};
