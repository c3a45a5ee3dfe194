import process from "node:process";
import type { DuplicatesReport } from "@transect/content";
import { stringifyExact } from "@transect/core";
import { type Command, Option } from "commander";
import { statusOf, tellErrors, toFileOptions, withProgress } from "./content-flags.js";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { checkOutput, type OutputFlags, writeResult } from "./output.js";
import { addWalkFlags, parseCount, type WalkFlags } from "./walk-flags.js";

interface DuplicatesFlags extends WalkFlags, OutputFlags {
  readonly json?: true;
  readonly top?: number;
  readonly limit?: number;
  readonly folderLimit?: number;
}

const EXAMPLES = `
Examples:
  transect duplicates                        files below this folder that hold the same
  transect duplicates --min-size 1M photos backup
  transect duplicates --ignore git --top 20  without what git ignores; the 20 groups that would free the most
  transect duplicates --json . | jq '.groups[].files[1:][].path'

Names of one file on the disk (hard links) are no copies: to remove one frees nothing. Links are not followed. Empty
files are left out unless --min-size is 0. Nothing is removed.
Exit status: 0 complete, 1 nothing done, 2 incomplete (errors, or stopped).`;

/** Adds the verb `duplicates`. */
export function addDuplicatesCommand(program: Command, finish: (status: ExitStatus) => void): void {
  const command = program
    .command("duplicates")
    .description("Find files that hold the same, folders that overlap, and what could be freed.")
    .argument("[roots...]", "files or folders", ["."])
    .option("--json", "print all of it as JSON")
    .addOption(
      new Option("--top <count>", "rows of each list in the text (default: all groups, 10 pairs)").argParser(
        parseCount,
      ),
    )
    .addOption(
      new Option("--limit <count>", "pairs of folders, and errors, in JSON (default: 1000)").argParser(parseCount),
    )
    .addOption(
      new Option(
        "--folder-limit <count>",
        "leave out of the pairs what lies in more folders than this (default: 32)",
      ).argParser(parseCount),
    )
    .option("-o, --output <file>", "write to a file that is not there yet")
    .option("--force", "let --output replace a file")
    .addHelpText("after", EXAMPLES);
  addWalkFlags(command, ["type", "follow"]).action(async (roots: readonly string[], flags: DuplicatesFlags) => {
    finish(await runDuplicates(roots, flags));
  });
}

async function runDuplicates(roots: readonly string[], flags: DuplicatesFlags): Promise<ExitStatus> {
  const [{ duplicates }] = await Promise.all([import("@transect/content"), checkOutput(flags)]);
  const { follow: _follow, ...files } = toFileOptions(flags);
  const report: DuplicatesReport = await withProgress(flags, (options) =>
    duplicates(roots, { ...files, ...options, folderLimit: flags.folderLimit, listLimit: flags.limit }),
  );
  const { state, errors } = report.completeness;
  const status = statusOf(state === "complete", report.files);
  const text = flags.json ? `${stringifyExact(report, 2)}\n` : await describe(report, flags);
  if (status !== EXIT.nothing) await writeResult(text, flags);
  await tellErrors(errors);
  if (state === "cancelled" || state === "timedOut") {
    process.stderr.write("transect: stopped before all was compared\n");
  }
  return status;
}

async function describe(report: DuplicatesReport, { top }: DuplicatesFlags): Promise<string> {
  const { describeDuplicates } = await import("./describe-duplicates.js");
  return describeDuplicates(report, { top });
}
