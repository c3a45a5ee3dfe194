import process from "node:process";
import { Entry } from "@transect/core";
import { renderEntry, safeText } from "@transect/report";
import type { PathWalkOptions } from "@transect/walker-parallel";
import { type Command, Option } from "commander";
import { describeWalkError } from "./describe-walk-error.js";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { interruptSignal } from "./interrupt.js";
import { runListParquet } from "./list-parquet.js";
import { writeOut } from "./output.js";
import { createProgressLine } from "./progress-line.js";
import { UsageError } from "./usage-error.js";
import { addWalkFlags, toWalkOptions, type WalkFlags } from "./walk-flags.js";

interface ListFlags extends WalkFlags {
  readonly json?: true;
  readonly null?: true;
  readonly parquet?: string;
  readonly force?: true;
}

const EXAMPLES = `
Examples:
  transect list                        every path below this folder
  transect list -t file src            only files
  transect list --match '**/*.ts' src  by a glob; folders that cannot match are not opened
  transect list --ignore git           what git would see
  transect list -0 . | xargs -0 wc -c  safe for every name
  transect list --json . | jq .size    one JSON object a line
  transect list --parquet all.parquet  a file for DuckDB, Spark, pandas: path, size, allocated, mtime, extension, ...

Names are printed as they are; on a terminal, control characters in them are shown as escapes.
Exit status: 0 complete, 1 nothing done, 2 incomplete (errors, or stopped).`;

/** Adds the verb `list`. */
export function addListCommand(program: Command, finish: (status: ExitStatus) => void): void {
  const command = program
    .command("list")
    .description("Print the paths of all entries, as find does, or all that is known of them.")
    .argument("[roots...]", "files or folders", ["."])
    .option("--json", "print an object with the metadata of each entry on a line of its own (NDJSON)")
    .addOption(new Option("-0, --null", "end each path with NUL instead of a newline").conflicts("json"))
    .addOption(
      new Option("--parquet <file>", "write all that is known of each entry to an Apache Parquet file").conflicts([
        "json",
        "null",
      ]),
    )
    .option("--force", "let --parquet replace a file")
    .addHelpText("after", EXAMPLES);
  addWalkFlags(command).action(async (roots: readonly string[], flags: ListFlags) => {
    const { parquet, ...rest } = flags;
    if (flags.force && parquet === undefined) throw new UsageError("--force goes with --parquet");
    finish(await (parquet === undefined ? runList(roots, rest) : runListParquet(roots, { ...rest, parquet })));
  });
}

async function runList(roots: readonly string[], flags: ListFlags): Promise<ExitStatus> {
  // What is being printed on a terminal is its own progress.
  const progress = createProgressLine({ wanted: flags.progress !== false && process.stdout.isTTY !== true });
  let errors = 0;
  const lines = chooseLines(flags)(roots, {
    ...toWalkOptions(flags),
    signal: interruptSignal(),
    onProgress: progress?.onProgress,
    onError(error) {
      errors += 1;
      process.stderr.write(`transect: ${describeWalkError(error)}\n`);
    },
  });
  let isEmpty = true;
  try {
    for await (const some of lines) {
      isEmpty = false;
      await writeOut(some);
    }
  } finally {
    progress?.clear();
  }
  if (errors === 0) return EXIT.complete;
  return isEmpty ? EXIT.nothing : EXIT.partial;
}

/** What is printed, some lines at a time. */
type Lines = (roots: readonly string[], options: PathWalkOptions) => AsyncIterable<string | Uint8Array>;

function chooseLines({ json, null: isNull }: ListFlags): Lines {
  if (json) return jsonLines;
  if (isNull) return exactLines("\0");
  return process.stdout.isTTY === true ? safeLines : exactLines("\n");
}

function exactLines(terminator: "\0" | "\n"): Lines {
  return async function* lines(roots, options) {
    const { walkPathBytes } = await import("@transect/walker-parallel");
    yield* walkPathBytes(roots, { ...options, terminator });
  };
}

async function* jsonLines(roots: readonly string[], { onError, ...options }: PathWalkOptions): AsyncGenerator<string> {
  const { walkBatches } = await import("@transect/walker-parallel");
  for await (const batch of walkBatches(roots, { ...options, stat: true })) {
    const lines: string[] = [];
    for (const item of batch) {
      if (item instanceof Entry) lines.push(`${renderEntry(item)}\n`);
      else onError?.(item);
    }
    if (lines.length > 0) yield lines.join("");
  }
}

/** Lines for a terminal, which control characters in names do nothing to. */
async function* safeLines(roots: readonly string[], options: PathWalkOptions): AsyncGenerator<string> {
  const { walkPaths } = await import("@transect/walker-parallel");
  for await (const paths of walkPaths(roots, options)) yield paths.map((one) => `${safeText(one)}\n`).join("");
}
