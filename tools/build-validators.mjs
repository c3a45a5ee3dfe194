// Makes the validators of structure patterns and of transect.config.json out of their published schemas: loading a
// compiler of schemas, and compiling, takes longer than most walks. The packages' `prepare` runs this at every
// installation, and the set-up before every build. Nothing but the modules below is written, and of these only those in
// the folder that it is run in.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";

const root = path.dirname(import.meta.dirname);

/**
 * @typedef {object} Validator
 * @property {string} schema its file
 * @property {string} module where the validator is written
 * @property {string} name of its function
 */

/** @type {readonly Validator[]} */
export const VALIDATORS = [
  {
    schema: "packages/structure/schema/structure-pattern.schema.json",
    module: "packages/structure/src/pattern-validator.ts",
    name: "validatePatterns",
  },
  {
    schema: "packages/change/schema/transect.config.schema.json",
    module: "packages/change/src/check/config-validator.ts",
    name: "validateShape",
  },
];

/**
 * The module that holds a validator.
 *
 * @param {Validator} validator
 */
export async function validatorModule({ schema, name }) {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    code: { source: true, esm: true },
  });
  const validate = ajv.compile(JSON.parse(await readFile(path.join(root, schema), "utf8")));
  const { outputFiles, metafile } = await build({
    stdin: { contents: standalone.default(ajv, validate), resolveDir: root },
    absWorkingDir: root,
    alias: { "ajv/dist/runtime/ucs2length": path.join(import.meta.dirname, "code-point-length.mjs") },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: "neutral",
    format: "iife",
    globalName: "made",
    target: "es2022",
    charset: "ascii",
    logLevel: "warning",
  });
  const foreign = Object.keys(metafile.inputs).filter((file) => file.includes("node_modules"));
  if (foreign.length > 0)
    throw new Error(`${schema} needs ${foreign.join(", ")}, whose licence would have to be shown`);
  return `// Made by tools/build-validators.mjs out of ${schema}: do not edit.
// @ts-nocheck
/* biome-ignore-all lint: made by a program */
import type { ValidateFunction } from "ajv/dist/2020.js";

${outputFiles.map(({ text }) => text).join("")}
/** Holds a value to the schema. What is wrong is in \`errors\`, each with its part of the schema. */
export const ${name}: ValidateFunction = made.validate;
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const validator of VALIDATORS) {
    const file = path.join(root, validator.module);
    if (file.startsWith(process.cwd() + path.sep)) await writeFile(file, await validatorModule(validator));
  }
}
