type Schema = { readonly [keyword: string]: unknown };

/** The longest pattern of a name, in characters: names of files have 255 bytes at most. */
const LONGEST_NAME = 1024;

/** What follows the word "expected" in a message is the description of what was expected. */
const name: Schema = {
  description: `the pattern of a name, of 1 to ${LONGEST_NAME} characters without a slash or NUL`,
  type: "string",
  pattern: "^[^/\\u0000]+$",
  maxLength: LONGEST_NAME,
};

const names: Schema = { description: "an array of patterns of names", type: "array", items: { $ref: "#/$defs/name" } };

const patterns: Schema = {
  description: "an array of structure patterns",
  type: "array",
  items: { $ref: "#/$defs/pattern" },
};

/**
 * The JSON Schema (draft 2020-12) of a file of structure patterns: one of them, or an array. It is published beside
 * this package as `structure-pattern.schema.json`, for editors.
 *
 * Where a pattern is written as a string that holds JSON, `contentSchema` says what it must hold; few editors look.
 */
export const PATTERN_SCHEMA: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Transect structure patterns",
  description: "How directories are built: one structure pattern, or an array of them.",
  if: { type: "array" },
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: { description: "one structure pattern or more", minItems: 1, items: { $ref: "#/$defs/pattern" } },
  else: { $ref: "#/$defs/pattern" },
  $defs: {
    pattern: {
      if: { type: "string" },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: { contentMediaType: "application/json", contentSchema: { $ref: "#/$defs/pattern" } },
      else: { $ref: "#/$defs/object" },
    },
    object: {
      description: "a structure pattern: an object, or a string that holds one as JSON",
      type: "object",
      properties: {
        $schema: { description: "the address of this schema, for editors", type: "string" },
        name: {
          description: `what to call the pattern, in 1 to ${LONGEST_NAME} characters without a slash or NUL, not . or ..`,
          type: "string",
          pattern: "^(?!\\.{1,2}$)[^/\\u0000]+$",
          maxLength: LONGEST_NAME,
        },
        directory_name: { $ref: "#/$defs/name" },
        files: { $ref: "#/$defs/names" },
        directories: { $ref: "#/$defs/patterns" },
        optional_files: { $ref: "#/$defs/names" },
        optional_directories: { $ref: "#/$defs/patterns" },
      },
      additionalProperties: false,
    },
    patterns,
    names,
    name,
  },
};
