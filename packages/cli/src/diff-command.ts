import { randomBytes } from "node:crypto";
import { type ChangeReport, stringifyExact } from "@transect/core";
import { renderChangesMarkdown, renderChangesText } from "@transect/report";
import { type Command, Option } from "commander";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { interruptSignal } from "./interrupt.js";
import { checkOutput, type OutputFlags, writeResult } from "./output.js";
import { createProgressLine } from "./progress-line.js";
import { SHA256_DIGEST } from "./sha256-of-file.js";
import { describeTerminal } from "./terminal.js";
import { NOW, readSince, readTree } from "./tree-operand.js";
import { addRunFlags, parseCount, type RunFlags, toRunOptions } from "./walk-flags.js";

interface DiffFlags extends RunFlags, OutputFlags {
  readonly json?: true;
  readonly markdown?: true;
  readonly html?: string;
  readonly top?: number;
  readonly limit?: number;
  readonly hash?: true;
  readonly exitCode?: true;
  readonly color?: boolean;
}

const EXAMPLES = `
Examples:
  transect diff monday                    what has changed in its folder since
  transect diff monday friday             between two snapshots
  transect diff ./base.snapshot --json    all of it, for other programs
  transect diff old-folder new-folder     two folders as they are now
  transect diff main now --markdown       for a comment on a pull request
  transect diff monday --html what.html   a page with folders to go down into
  transect diff monday --exit-code        status 3 if anything changed

An entry moved if the same inode is there under another path; or the same content, where both sides have hashes.
Exit status: 0 complete, 1 nothing done, 2 incomplete (errors), 3 with --exit-code, if anything changed.`;

/** Adds the verb `diff`. */
export function addDiffCommand(program: Command, finish: (status: ExitStatus) => void): void {
  const command = program
    .command("diff")
    .description("Say what changed between two snapshots, or since one: what came, went, moved, grew and shrank.")
    .argument("<before>", "a snapshot by its name or file, or a folder")
    .argument("[after]", "the same; or now, for the snapshot's own folder as it is", NOW)
    .option("--json", "print the whole report as JSON")
    .addOption(new Option("--markdown", "print Markdown, for a comment on a pull request").conflicts("json"))
    .addOption(
      new Option("--html <file>", "write a page to a file that is not there yet; - prints it").conflicts([
        "json",
        "markdown",
        "output",
      ]),
    )
    .addOption(new Option("--top <count>", "rows of each list (default: 10)").argParser(parseCount))
    .addOption(
      new Option("--limit <count>", "rows of each list in JSON (default: 1000; --html: 3000)").argParser(parseCount),
    )
    .option("--hash", "read every file of what is walked now, and compare contents where a snapshot has hashes")
    .option("--exit-code", "end with status 3 if anything changed")
    .option("-o, --output <file>", "write to a file that is not there yet")
    .option("--force", "let --output or --html replace a file")
    .option("--color", "colour the text even where it is no terminal")
    .option("--no-color", "do not colour the text")
    .addHelpText("after", EXAMPLES);
  addRunFlags(command).action(async (before: string, after: string, flags: DiffFlags) => {
    finish(await runDiff(before, after, flags));
  });
}

async function runDiff(from: string, to: string, flags: DiffFlags): Promise<ExitStatus> {
  const { output, limit, render } = await chooseFormat(flags);
  await checkOutput(output);
  const { compareSnapshots } = await import("@transect/change");
  const progress = createProgressLine({ wanted: flags.progress !== false });
  const options = {
    ...toRunOptions(flags),
    digest: flags.hash ? SHA256_DIGEST : undefined,
    signal: interruptSignal(),
    onProgress: progress?.onProgress,
  };
  let report: ChangeReport;
  try {
    const [before, after] =
      to === NOW ? await readSince(from, options) : [await readTree(from, options), await readTree(to, options)];
    const names = { before: before.name, after: after.name };
    report = compareSnapshots(before.snapshot, after.snapshot, { limit: flags.limit ?? limit, names });
  } finally {
    progress?.clear();
  }
  await writeResult(render(report), output);
  if (!report.before.complete || !report.after.complete) return EXIT.partial;
  return flags.exitCode && report.changes.count > 0 ? EXIT.failed : EXIT.complete;
}

/** How a comparison is written. */
interface DiffFormat {
  readonly output: OutputFlags;
  /** The rows of each list, where that differs from what is usual. */
  readonly limit: number | undefined;
  readonly render: (report: ChangeReport) => string;
}

async function chooseFormat(flags: DiffFlags): Promise<DiffFormat> {
  const { json, markdown, html, top: rows } = flags;
  const usual = { output: flags, limit: undefined };
  if (html !== undefined) {
    const { CHANGES_PAGE_LIMIT, renderChangesHtml } = await import("@transect/report/html");
    const output = html === "-" ? {} : { output: html };
    const render = (report: ChangeReport): string =>
      renderChangesHtml(report, { nonce: randomBytes(18).toString("base64url") });
    return { output: { ...flags, ...output }, limit: CHANGES_PAGE_LIMIT, render };
  }
  if (json) return { ...usual, render: (report) => `${stringifyExact(report, 2)}\n` };
  if (markdown) return { ...usual, render: (report) => renderChangesMarkdown(report, { rows }) };
  const terminal = describeTerminal({ color: flags.color });
  const color = terminal.color && flags.output === undefined;
  return { ...usual, render: (report) => renderChangesText(report, { ...terminal, color, rows }) };
}
