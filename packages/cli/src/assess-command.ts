import process from "node:process";
import { safeText } from "@transect/report";
import type { Assessment } from "@transect/structure";
import { type Command, Option } from "commander";
import { describeWalkError } from "./describe-walk-error.js";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { interruptSignal } from "./interrupt.js";
import { writeOut } from "./output.js";
import { patternOption } from "./pattern-option.js";
import { addViewFlags, toViewOptions, type ViewFlags } from "./walk-flags.js";

interface AssessFlags extends ViewFlags {
  readonly pattern: readonly string[];
  readonly json?: true;
  readonly null?: true;
  readonly rest?: true;
}

const EXAMPLES = `
Examples:
  transect assess -p exp.json exp_1/raw/1.csv      the folder that this file is a part of
  git diff --name-only | transect assess -p exp.json -
  transect assess -p exp.json --rest data/*        the paths that belong to none

A path belongs to a folder that matches when the pattern names what lies at the path. Each line has the folder and the
path, with a tab between them.
Exit status: 0 complete, 1 nothing done, 2 incomplete (something could not be read).`;

/** Adds the verb `assess`. */
export function addAssessCommand(program: Command, finish: (status: ExitStatus) => void): void {
  const command = program
    .command("assess")
    .description("Say which folders, built as patterns say, files belong to.")
    .argument("<paths...>", "files or folders; - reads them from standard input, one a line")
    .addOption(patternOption())
    .option("--rest", "print the paths that belong to none instead")
    .option("--json", "print it as JSON")
    .addOption(new Option("-0, --null", "lines, read and printed, end with NUL instead of a newline").conflicts("json"))
    .addHelpText("after", EXAMPLES);
  addViewFlags(command).action(async (paths: readonly string[], flags: AssessFlags) => {
    finish(await runAssess(paths, flags));
  });
}

async function runAssess(paths: readonly string[], flags: AssessFlags): Promise<ExitStatus> {
  const { assess, patternLabel, readPatternFiles } = await import("@transect/structure");
  const patterns = await readPatternFiles(flags.pattern);
  const all = (await Promise.all(paths.map((path) => (path === "-" ? readInput(flags) : [path])))).flat();
  const result = await assess(all, patterns, { ...toViewOptions(flags), signal: interruptSignal() });
  for (const error of result.errors) process.stderr.write(`transect: ${describeWalkError(error)}\n`);
  const end = flags.null ? "\0" : "\n";
  const lines = flags.rest ? result.rest : linesOf(result);
  const shown = process.stdout.isTTY === true ? lines.map((line) => line.split("\t").map(safeText).join("\t")) : lines;
  await writeOut(flags.json ? renderJson(result, patternLabel) : shown.map((line) => line + end).join(""));
  return result.errors.length === 0 ? EXIT.complete : EXIT.partial;
}

function linesOf({ structures }: Assessment): readonly string[] {
  return structures.flatMap(({ path, paths }) => paths.map((part) => `${path}\t${part}`));
}

function renderJson(
  { structures, rest, errors }: Assessment,
  labelOf: typeof import("@transect/structure").patternLabel,
): string {
  const rows = structures.map(({ path, pattern, patternIndex, paths }) => {
    return { path, pattern: labelOf(pattern), patternIndex, paths };
  });
  const failed = errors.map(({ path, operation, code, message }) => ({ path, operation, code, message }));
  return `${JSON.stringify({ structures: rows, rest, errors: failed }, undefined, 2)}\n`;
}

async function readInput(flags: AssessFlags): Promise<readonly string[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  const lines = Buffer.concat(chunks)
    .toString()
    .split(flags.null ? "\0" : /\r?\n/);
  return lines.filter((line) => line !== "");
}
