import process from "node:process";
import type { Report } from "@transect/core";
import { fullPath, grouped, safeText } from "@transect/report";
import type { IgnoreSource } from "@transect/walker-parallel";
import { type Command, Option } from "commander";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { interruptSignal } from "./interrupt.js";
import { checkOutput, writeResult } from "./output.js";
import { createProgressLine } from "./progress-line.js";
import { addFormatFlags, chooseFormat, type FormatFlags } from "./report-format.js";
import { addWalkFlags, parseCount, parseIgnoreSource, toWalkOptions, type WalkFlags } from "./walk-flags.js";
import { describeTrace } from "./worker-trace.js";

interface ProfileFlags extends WalkFlags, FormatFlags {
  readonly hardLinks?: "once" | "each";
  readonly countLinks?: true;
  readonly limit?: number;
  readonly treeDepth?: number;
  readonly wouldIgnore?: IgnoreSource;
  readonly sizes: boolean;
  readonly trace?: true;
}

const EXAMPLES = `
Examples:
  transect                          profile this folder
  transect ~/data --no-hidden       without dot files
  transect a b                      two folders, each and together
  transect --json . > report.json   all of it, for other programs
  transect --csv extensions src     one table, for a spreadsheet
  transect --ndjson . | jq .table   each row of each table on a line
  transect --markdown . >> notes.md for an issue or a pull request
  transect --html report.html .     a page with a map to zoom into
  transect -e ts,js --top 20 .       only TypeScript and JavaScript
  transect --ignore git .           without what git ignores
  transect --would-ignore git .     all of it, and what git would ignore
  transect --newer-than 7d /var     what changed in a week
  transect --no-sizes -j 4 .        only counts, on four workers at most

Exit status: 0 complete, 1 nothing done, 2 incomplete (errors, or stopped).`;

/** Adds the verb `profile`, which is also what the command does without a verb. */
export function addProfileCommand(program: Command, finish: (status: ExitStatus) => void): void {
  const command = program
    .command("profile", { isDefault: true })
    .description("Say how big trees of files are, what is in them and how they are built.")
    .argument("[roots...]", "files or folders", ["."]);
  addFormatFlags(command)
    .addOption(new Option("--hard-links <how>", "count a file with several names").choices(["once", "each"]))
    .addOption(new Option("-l, --count-links", "count every name, as du -l").conflicts("hardLinks"))
    .addOption(new Option("--top <count>", "rows of each ranking (default: 10; --html: 3000)").argParser(parseCount))
    .addOption(new Option("--limit <count>", "rows of each list (default: 1000; --html: 3000)").argParser(parseCount))
    .addOption(
      new Option("--tree-depth <depth>", "levels of the folder tree (default: 3; --html: all)").argParser(parseCount),
    )
    .addOption(
      new Option(
        "--would-ignore <rules>",
        "count all, and say what --ignore with these rules would leave out",
      ).argParser(parseIgnoreSource),
    )
    .option("--no-sizes", "count names only, which is faster: no sizes, times or hard links")
    .option("--trace", "say on standard error what each worker did")
    .option("-o, --output <file>", "write to a file that is not there yet")
    .option("--force", "let --output or --html replace a file")
    .option("--color", "colour the text even where it is no terminal")
    .option("--no-color", "do not colour the text")
    .addHelpText("after", EXAMPLES);
  addWalkFlags(command).action(async (roots: readonly string[], flags: ProfileFlags) => {
    finish(await runProfile(roots, flags));
  });
}

async function runProfile(roots: readonly string[], flags: ProfileFlags): Promise<ExitStatus> {
  const { isText, output, limits, render } = await chooseFormat(flags);
  await checkOutput(output);
  const { profile } = await import("@transect/walker-parallel");
  const progress = createProgressLine({ wanted: flags.progress !== false });
  const report = await profile(roots, {
    ...toWalkOptions(flags),
    hardLinks: flags.countLinks ? "each" : flags.hardLinks,
    top: flags.top ?? limits?.top,
    listLimit: flags.limit ?? limits?.listLimit,
    treeDepth: flags.treeDepth ?? limits?.treeDepth,
    wouldIgnore: flags.wouldIgnore,
    sizes: flags.sizes ? undefined : false,
    trace: flags.trace,
    signal: interruptSignal(),
    onProgress: progress?.onProgress,
  }).finally(() => progress?.clear());
  const status = statusOf(report);
  if (status !== EXIT.complete && (status === EXIT.nothing || !isText || output.output !== undefined)) {
    for (const line of describeGaps(report)) process.stderr.write(`transect: ${line}\n`);
  }
  if (status !== EXIT.nothing || !isText) await writeResult(render(report), output);
  if (flags.trace) process.stderr.write(describeTrace(report.run));
  return status;
}

const SHOWN_GAPS = 5;

/** What a report lacks, a line each, for where the report itself is not read by a person. */
function describeGaps(report: Report): string[] {
  const { state, errors } = report.completeness;
  const lines = errors.list.slice(0, SHOWN_GAPS).map((error) => `${safeText(fullPath(error))}: ${error.message}`);
  if (errors.count > lines.length)
    lines.push(`and ${grouped(errors.count - lines.length)} more that could not be read`);
  if (state === "timedOut") lines.push("the time was up before all was seen");
  if (state === "cancelled") lines.push("stopped before all was seen");
  return lines;
}

function statusOf(report: Report): ExitStatus {
  if (report.roots.every((root) => root.type === "missing") && report.completeness.errors.count > 0)
    return EXIT.nothing;
  return report.completeness.state === "complete" ? EXIT.complete : EXIT.partial;
}
