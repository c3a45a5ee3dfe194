import { PATTERN_SCHEMA } from "@transect/structure";
import type { Schema } from "./budget-rule.js";
import { BUDGET_RULES } from "./budget-rules.js";

const text: Schema = { description: "some text", type: "string", minLength: 1 };

const globs: Schema = {
  description: "a glob, or an array of globs",
  anyOf: [text, { type: "array", items: text, minItems: 1 }],
};

/** What is not a budget: which tree they are for. */
const TREE: Schema = {
  name: { ...text, title: "What the tree is called in reports. Default: its root." },
  root: { ...text, title: "A file or folder, from the folder of this file on. Default: that folder." },
  match: { ...globs, title: "Only what one of these matches." },
  exclude: { ...globs, title: "Without what one of these matches, and all below it." },
  ignore: {
    title: "Without what git ignores, or what files of these names ignore.",
    description: 'git, or an array of names of ignore files, such as ["git"]',
    anyOf: [{ const: "git" }, { type: "array", items: { type: "string", pattern: "^[^/]+$" }, minItems: 1 }],
  },
  hidden: {
    title: "Whether names that begin with a dot take part. Default: true.",
    description: "true or false",
    type: "boolean",
  },
};

/** The JSON Schema (draft 2020-12) of `transect.config.json`: published beside this package, for editors. */
export const CONFIG_SCHEMA: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Transect configuration",
  description: "an object with budgets",
  type: "object",
  properties: {
    $schema: { description: "where this schema lies", type: "string" },
    budgets: {
      title: "Trees, each with what it is held to.",
      description: "an array of budgets, at least one",
      type: "array",
      minItems: 1,
      items: {
        description: "an object with a root and at least one budget",
        type: "object",
        properties: { ...TREE, ...Object.fromEntries(BUDGET_RULES.map(({ key, schema }) => [key, schema])) },
        additionalProperties: false,
        anyOf: BUDGET_RULES.map(({ key }) => ({ required: [key] })),
        dependentSchemas: Object.fromEntries(
          BUDGET_RULES.flatMap(({ key, beside }) => (beside ? [[key, beside]] : [])),
        ),
      },
    },
  },
  required: ["budgets"],
  additionalProperties: false,
  $defs: patternDefinitions(),
};

/**
 * The parts of the schema of structure patterns. Nested patterns are objects here: in a string of JSON no editor could
 * point at what is wrong.
 */
function patternDefinitions(): Schema {
  const { pattern: _, object, ...others } = PATTERN_SCHEMA["$defs"] as { readonly [name: string]: Schema };
  return {
    ...others,
    pattern: { $ref: "#/$defs/object" },
    object: { ...object, description: "a structure pattern, which is an object" },
  };
}
