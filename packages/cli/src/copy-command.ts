import path from "node:path";
import process from "node:process";
import type { Entry } from "@transect/core";
import { safeText } from "@transect/report";
import type { CopyReport } from "@transect/structure";
import { type Command, InvalidArgumentError, Option } from "commander";
import { describeCopy, describeCopyProblems, renderCopyJson } from "./copy-text.js";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { interruptSignal } from "./interrupt.js";
import { writeOut } from "./output.js";
import { patternOption } from "./pattern-option.js";
import { createCopyLine, createProgressLine } from "./progress-line.js";
import { rootedPath } from "./rooted-path.js";
import { addViewFlags, toRunOptions, toViewOptions, type ViewFlags } from "./walk-flags.js";

interface CopyFlags extends ViewFlags {
  readonly pattern: readonly string[];
  readonly into: string;
  readonly as?: string;
  readonly date?: Date;
  readonly overwrite?: true;
  readonly inside?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  transect copy -p exp.json --into backup data            each match into a folder of its own name
  transect copy -p exp.json --into backup --dry-run data  what would go where, and what stands against it
  transect copy -p exp.json --into backup --as '{date}/{parent}/{name}' data
  transect copy -p exp.json --into backup --overwrite data

Only what the pattern names is copied. Where two would go to one place, or another file is there already, nothing is
copied at all. After a copy that was stopped, copy again: what is there already is left alone.
Exit status: 0 complete, 1 nothing done (conflicts too), 2 incomplete (errors, or stopped).`;

/** Adds the verb `copy`. */
export function addCopyCommand(program: Command, finish: (status: ExitStatus) => void): void {
  const command = program
    .command("copy")
    .description("Copy folders that are built as patterns say: of each the part that the pattern names.")
    .argument("[roots...]", "folders to search", ["."])
    .addOption(patternOption())
    .requiredOption("--into <folder>", "where to, made where it is not there")
    .option("--as <template>", "where in it: {name}, {parent}, {pattern}, {date} (default: {name})")
    .addOption(new Option("--date <day>", "the {date}, such as 2026-01-31 (default: today, in UTC)").argParser(day))
    .option("--overwrite", "replace files that differ")
    .option("--inside", "let the destination lie inside of what is copied")
    .option("-n, --dry-run", "say what would be done, and do nothing")
    .option("--json", "print the whole report as JSON")
    .addHelpText("after", EXAMPLES);
  addViewFlags(command).action(async (roots: readonly string[], flags: CopyFlags) => {
    finish(await runCopy(roots, flags));
  });
}

async function runCopy(roots: readonly string[], flags: CopyFlags): Promise<ExitStatus> {
  const { copyStructures, findStructures, readPatternFiles } = await import("@transect/structure");
  const patterns = await readPatternFiles(flags.pattern);
  const signal = interruptSignal();
  const wanted = flags.progress !== false;
  const finding = createProgressLine({ wanted });
  const copying = createCopyLine({ wanted });
  const isSearched = destinationFilter(roots, flags.into);
  if (isSearched) process.stderr.write(`transect: ${safeText(flags.into)} lies in what is searched: it is left out\n`);
  try {
    const matches = findStructures(roots, patterns, {
      ...toViewOptions(flags),
      ...toRunOptions(flags),
      order: "path",
      descend: isSearched,
      signal,
      onProgress: finding?.onProgress,
    });
    const report = await copyStructures(matches, flags.into, {
      ...toViewOptions(flags),
      as: flags.as,
      date: flags.date,
      overwrite: flags.overwrite,
      inside: flags.inside,
      dryRun: flags.dryRun,
      signal,
      onProgress(progress) {
        finding?.clear();
        copying?.onProgress(progress);
      },
    });
    finding?.clear();
    copying?.clear();
    for (const line of describeCopyProblems(report)) process.stderr.write(`transect: ${line}\n`);
    await writeOut(flags.json ? renderCopyJson(report) : describeCopy(report, flags.into));
    return statusOf(report);
  } finally {
    finding?.clear();
    copying?.clear();
  }
}

/** Keeps a search out of the destination, where that lies in what is searched; `undefined` where it does not. */
function destinationFilter(roots: readonly string[], into: string): ((directory: Entry) => boolean) | undefined {
  const destination = path.resolve(into);
  const isInside = roots.some((root) => {
    const way = path.relative(path.resolve(root), destination);
    return way !== "" && way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
  });
  if (!isInside) return undefined;
  const name = path.basename(destination);
  return (directory) => directory.name !== name || path.resolve(rootedPath(directory)) !== destination;
}

function statusOf({ state, errors, structures }: CopyReport): ExitStatus {
  if (state === "refused" || (structures === 0 && errors.length > 0)) return EXIT.nothing;
  return (state === "complete" || state === "planned") && errors.length === 0 ? EXIT.complete : EXIT.partial;
}

function day(text: string): Date {
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError("Expected a day such as 2026-01-31.");
  }
  return date;
}
