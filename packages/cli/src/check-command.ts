import path from "node:path";
import process from "node:process";
import { type CheckReport, stringifyExact } from "@transect/core";
import { renderCheckMarkdown, renderCheckText, safeText } from "@transect/report";
import { type Command, Option } from "commander";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { interruptSignal } from "./interrupt.js";
import { checkOutput, type OutputFlags, writeResult } from "./output.js";
import { createCheckLine } from "./progress-line.js";
import { describeTerminal } from "./terminal.js";
import { addRunFlags, type RunFlags, toRunOptions } from "./walk-flags.js";

interface CheckFlags extends RunFlags, OutputFlags {
  readonly config: string;
  readonly json?: true;
  readonly markdown?: true;
  readonly color?: boolean;
}

const EXAMPLES = `
Examples:
  transect check                                  by transect.config.json in this folder
  transect check --config ci/budgets.json
  transect check --markdown -o comment.md --force   for a comment on a pull request
  transect check --json | jq '.results[] | select(.passed | not)'

transect.config.json:
  {
    "$schema": "./node_modules/@transect/change/schema/transect.config.schema.json",
    "budgets": [
      { "root": "dist", "totalSize": "5M", "largestFile": "1M", "extensions": { ".map": { "share": "20%" } } },
      { "root": ".", "ignore": "git", "fileCount": { "max": 2000 }, "emptyFolders": 0 },
      {
        "root": "packages",
        "duplicates": { "reclaimable": "1M", "groups": 20 },
        "structure": {
          "required": [{ "pattern": { "files": ["package.json", "README.md"] }, "min": 3 }, "patterns.json"],
          "forbidden": [{ "directory_name": "__pycache__" }]
        }
      }
    ]
  }

Sizes and counts take one walk of a tree, structure another one; files are read for duplicates alone.

Exit status: 0 all kept, 1 nothing done, 2 incomplete (errors, or stopped), 3 a budget failed.`;

/** Adds the verb `check`. */
export function addCheckCommand(program: Command, finish: (status: ExitStatus) => void): void {
  const command = program
    .command("check")
    .description(
      "Hold trees to budgets: total size, largest file, file count, extensions, empty folders, duplicates, structure.",
    )
    .option("-c, --config <file>", "where the budgets are", "transect.config.json")
    .option("--json", "print the whole report as JSON")
    .addOption(new Option("--markdown", "print Markdown, for a comment on a pull request").conflicts("json"))
    .option("-o, --output <file>", "write to a file that is not there yet")
    .option("--force", "let --output replace a file")
    .option("--color", "colour the text even where it is no terminal")
    .option("--no-color", "do not colour the text")
    .addHelpText("after", EXAMPLES);
  addRunFlags(command).action(async (flags: CheckFlags) => finish(await runCheck(flags)));
}

async function runCheck(flags: CheckFlags): Promise<ExitStatus> {
  await checkOutput(flags);
  const { checkBudgets, readConfig } = await import("@transect/change");
  const config = await readConfig(flags.config);
  const progress = createCheckLine({ wanted: flags.progress !== false });
  const report = await checkBudgets(config, {
    ...toRunOptions(flags),
    base: path.dirname(flags.config),
    signal: interruptSignal(),
    onProgress: progress?.onProgress,
  }).finally(() => progress?.clear());
  for (const error of report.errors) process.stderr.write(`transect: ${safeText(error)}\n`);
  await writeResult(render(report, flags), flags);
  if (!report.passed) return EXIT.failed;
  return report.complete ? EXIT.complete : EXIT.partial;
}

function render(report: CheckReport, flags: CheckFlags): string {
  if (flags.json) return `${stringifyExact(report, 2)}\n`;
  if (flags.markdown) return renderCheckMarkdown(report);
  const terminal = describeTerminal({ color: flags.color });
  return renderCheckText(report, { ...terminal, color: terminal.color && flags.output === undefined });
}
