import process from "node:process";
import { Entry } from "@transect/core";
import { renderEntry, safeText } from "@transect/report";
import { type Command, Option } from "commander";
import { describeWalkError } from "./describe-walk-error.js";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { interruptSignal } from "./interrupt.js";
import { runListParquet } from "./list-parquet.js";
import { writeOut } from "./output.js";
import { createProgressLine } from "./progress-line.js";
import { rootedBytes, rootedPath } from "./rooted-path.js";
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
  const { walkBatches } = await import("@transect/walker-parallel");
  // What is being printed on a terminal is its own progress.
  const progress = createProgressLine({ wanted: flags.progress !== false && process.stdout.isTTY !== true });
  const render = createRenderer(flags);
  let entries = 0;
  let errors = 0;
  try {
    const options = { ...toWalkOptions(flags), stat: flags.json, signal: interruptSignal() };
    for await (const batch of walkBatches(roots, { ...options, onProgress: progress?.onProgress })) {
      const lines: (string | Uint8Array)[] = [];
      for (const item of batch) {
        if (item instanceof Entry) lines.push(render(item));
        else process.stderr.write(`transect: ${describeWalkError(item)}\n`);
      }
      entries += lines.length;
      errors += batch.length - lines.length;
      await writeOut(joined(lines));
    }
  } finally {
    progress?.clear();
  }
  if (errors === 0) return EXIT.complete;
  return entries === 0 ? EXIT.nothing : EXIT.partial;
}

function createRenderer(flags: ListFlags): (entry: Entry) => string | Uint8Array {
  if (flags.json) return (entry) => `${renderEntry(entry)}\n`;
  if (flags.null) return (entry) => rootedBytes(entry, "\0") ?? `${rootedPath(entry)}\0`;
  if (process.stdout.isTTY === true) return (entry) => `${safeText(rootedPath(entry))}\n`;
  return (entry) => rootedBytes(entry, "\n") ?? `${rootedPath(entry)}\n`;
}

function joined(lines: readonly (string | Uint8Array)[]): string | Uint8Array {
  if (lines.every((line) => typeof line === "string")) return lines.join("");
  return Buffer.concat(lines.map((line) => Buffer.from(line)));
}
