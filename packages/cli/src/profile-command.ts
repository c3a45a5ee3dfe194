import { randomBytes } from "node:crypto";
import process from "node:process";
import type { Report } from "@transect/core";
import {
  CSV_TABLES,
  type CsvTable,
  fullPath,
  grouped,
  renderCsv,
  renderJson,
  renderMarkdown,
  renderNdjson,
  renderText,
  safeText,
} from "@transect/report";
import type { IgnoreSource } from "@transect/walker-parallel";
import { type Command, Option } from "commander";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { interruptSignal } from "./interrupt.js";
import { checkOutput, type OutputFlags, writeResult } from "./output.js";
import { createProgressLine } from "./progress-line.js";
import { describeTerminal } from "./terminal.js";
import { addWalkFlags, parseCount, parseIgnoreSource, toWalkOptions, type WalkFlags } from "./walk-flags.js";
import { describeTrace } from "./worker-trace.js";

interface ProfileFlags extends WalkFlags, OutputFlags {
  readonly json?: true;
  readonly csv?: CsvTable;
  readonly ndjson?: true;
  readonly markdown?: true;
  readonly html?: string;
  readonly hardLinks?: "once" | "each";
  readonly countLinks?: true;
  readonly top?: number;
  readonly limit?: number;
  readonly treeDepth?: number;
  readonly wouldIgnore?: IgnoreSource;
  readonly color?: boolean;
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
    .argument("[roots...]", "files or folders", ["."])
    .option("--json", "print the whole report as JSON")
    .addOption(new Option("--csv <table>", "print one table as CSV").choices(CSV_TABLES).conflicts("json"))
    .addOption(new Option("--ndjson", "print the whole report as lines of JSON").conflicts(["json", "csv"]))
    .addOption(new Option("--markdown", "print tables for an issue or a page").conflicts(["json", "csv", "ndjson"]))
    .addOption(
      new Option("--html <file>", "write a page with a map to a file that is not there yet; - prints it").conflicts([
        "json",
        "csv",
        "ndjson",
        "markdown",
        "output",
      ]),
    )
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
  const output = outputOf(flags);
  await checkOutput(output);
  const { profile } = await import("@transect/walker-parallel");
  const progress = createProgressLine({ wanted: flags.progress !== false });
  const lists = flags.html === undefined ? undefined : PAGE_LISTS;
  const report = await profile(roots, {
    ...toWalkOptions(flags),
    hardLinks: flags.countLinks ? "each" : flags.hardLinks,
    top: flags.top ?? lists?.top,
    listLimit: flags.limit ?? lists?.listLimit,
    treeDepth: flags.treeDepth ?? lists?.treeDepth,
    wouldIgnore: flags.wouldIgnore,
    sizes: flags.sizes ? undefined : false,
    trace: flags.trace,
    signal: interruptSignal(),
    onProgress: progress?.onProgress,
  }).finally(() => progress?.clear());
  const status = statusOf(report);
  const asText = !flags.json && !flags.ndjson && !flags.markdown && flags.csv === undefined && flags.html === undefined;
  if (status !== EXIT.complete && (status === EXIT.nothing || !asText || output.output !== undefined)) {
    for (const line of describeGaps(report)) process.stderr.write(`transect: ${line}\n`);
  }
  if (status !== EXIT.nothing || !asText) await writeResult(await render(report, flags), output);
  if (flags.trace) process.stderr.write(describeTrace(report.run));
  return status;
}

/** Where `--html` writes: as `--output` does, unless it is told to print. */
function outputOf({ html, output = html === "-" ? undefined : html, force }: ProfileFlags): OutputFlags {
  return { ...(output === undefined ? {} : { output }), ...(force === undefined ? {} : { force }) };
}

/** A map wants more than a text: what has most of the bytes in most trees, and is still a page of a megabyte or two. */
const PAGE_LISTS = { top: 3000, listLimit: 3000, treeDepth: Number.POSITIVE_INFINITY };
const NONCE_BYTES = 18;

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

async function render(report: Report, flags: ProfileFlags): Promise<string> {
  if (flags.html !== undefined) {
    // Half of the package, and only for this.
    const { renderHtml } = await import("@transect/report/html");
    return renderHtml(report, { nonce: randomBytes(NONCE_BYTES).toString("base64url") });
  }
  if (flags.ndjson) return renderNdjson(report);
  if (flags.markdown) return renderMarkdown(report, { rows: flags.top });
  if (flags.json) return renderJson(report, { indent: 2 });
  if (flags.csv !== undefined) return renderCsv(report, { table: flags.csv });
  const terminal = describeTerminal({ color: flags.color });
  return renderText(report, { ...terminal, color: terminal.color && flags.output === undefined, rows: flags.top });
}

function statusOf(report: Report): ExitStatus {
  if (report.roots.every((root) => root.type === "missing") && report.completeness.errors.count > 0)
    return EXIT.nothing;
  return report.completeness.state === "complete" ? EXIT.complete : EXIT.partial;
}
