import process from "node:process";
import { reportedPlace, type WalkError } from "@transect/core";
import { safeText } from "@transect/report";
import type { StructureMatch, StructurePattern } from "@transect/structure";
import { type Command, Option } from "commander";
import { describeWalkError } from "./describe-walk-error.js";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { interruptSignal } from "./interrupt.js";
import { writeOut } from "./output.js";
import { patternOption } from "./pattern-option.js";
import { createProgressLine } from "./progress-line.js";
import { rootedBytes, rootedPath } from "./rooted-path.js";
import { addViewFlags, toRunOptions, toViewOptions, type ViewFlags } from "./walk-flags.js";

interface FindFlags extends ViewFlags {
  readonly pattern: readonly string[];
  readonly json?: true;
  readonly null?: true;
  readonly sort?: true;
}

const EXAMPLES = `
Examples:
  transect find -p exp.json                   folders below this one that are built as exp.json says
  transect find -p exp.json -p run.json data  by several patterns: each line begins with the pattern's name
  transect find -p exp.json --sort data       in the order of the paths, at the end
  transect find -p exp.json -0 | xargs -0 du  safe for every name
  transect find -p exp.json --json | jq .path

A pattern: {"directory_name": "exp_*", "files": ["a.csv"], "directories": [{"directory_name": "raw", "files": ["*.csv"]}],
"optional_files": ["notes.txt"]}. Names match as Python's fnmatch does; what is optional never decides.
Exit status: 0 complete, 1 nothing done, 2 incomplete (errors, or stopped).`;

/** Adds the verb `find`. */
export function addFindCommand(program: Command, finish: (status: ExitStatus) => void): void {
  const command = program
    .command("find")
    .description("Find folders by how they are built.")
    .argument("[roots...]", "folders", ["."])
    .addOption(patternOption())
    .option("--json", "print an object for each match on a line of its own (NDJSON)")
    .addOption(new Option("-0, --null", "end each line with NUL instead of a newline").conflicts("json"))
    .option("--sort", "print in the order of roots, paths and patterns, at the end")
    .addHelpText("after", EXAMPLES);
  addViewFlags(command).action(async (roots: readonly string[], flags: FindFlags) => {
    finish(await runFind(roots, flags));
  });
}

async function runFind(roots: readonly string[], flags: FindFlags): Promise<ExitStatus> {
  const { findStructures, readPatternFiles } = await import("@transect/structure");
  const patterns = await readPatternFiles(flags.pattern);
  const progress = createProgressLine({ wanted: flags.progress !== false && process.stdout.isTTY !== true });
  const render = await createRenderer(flags, patterns);
  const errors: WalkError[] = [];
  try {
    const matches = findStructures(roots, patterns, {
      ...toViewOptions(flags),
      ...toRunOptions(flags),
      order: flags.sort ? "path" : "found",
      signal: interruptSignal(),
      onProgress: progress?.onProgress,
    });
    for await (const item of matches) {
      if (item.type === "match") await writeOut(render(item));
      else {
        errors.push(item);
        process.stderr.write(`transect: ${describeWalkError(item)}\n`);
      }
    }
  } finally {
    progress?.clear();
  }
  return statusOf(errors, roots);
}

/** Nothing was done where no root is there. */
function statusOf(errors: readonly WalkError[], roots: readonly string[]): ExitStatus {
  if (errors.length === 0) return EXIT.complete;
  const missing = errors.filter(({ entry, operation }) => entry.parent === undefined && operation !== "walk");
  return missing.length >= roots.length ? EXIT.nothing : EXIT.partial;
}

async function createRenderer(
  flags: FindFlags,
  patterns: readonly StructurePattern[],
): Promise<(match: StructureMatch) => string | Uint8Array> {
  const { patternLabel } = await import("@transect/structure");
  if (flags.json) {
    return ({ directory, pattern, patternIndex }) => {
      const place = reportedPlace(directory.root.name, directory);
      return `${JSON.stringify({ ...place, pattern: patternLabel(pattern), patternIndex })}\n`;
    };
  }
  const end = flags.null ? "\0" : "\n";
  const isSeen = process.stdout.isTTY === true && !flags.null;
  return ({ directory, pattern }) => {
    const label = patterns.length > 1 ? `${safeText(patternLabel(pattern))}\t` : "";
    const bytes = isSeen ? undefined : rootedBytes(directory, end);
    if (bytes !== undefined) return Buffer.concat([Buffer.from(label), bytes]);
    const path = rootedPath(directory);
    return `${label}${isSeen ? safeText(path) : path}${end}`;
  };
}
