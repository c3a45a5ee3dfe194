import process from "node:process";
import { safeText } from "@transect/report";
import type { IgnoredEntry, IgnoreSource } from "@transect/walker-parallel";
import { type Command, Option } from "commander";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { writeOut } from "./output.js";
import { rootedPath } from "./rooted-path.js";
import { parseIgnoreSource } from "./walk-flags.js";

interface IgnoredFlags {
  readonly explain?: true;
  readonly ignore: IgnoreSource;
}

type Explanation = IgnoredEntry["explanation"];

const EXAMPLES = `
Examples:
  transect ignored                         what git ignores below this folder, outermost first found
  transect ignored --explain               with the file, the line and the rule that decide
  transect ignored --explain dist/main.js  why this one is, or is not
  transect ignored --ignore .dockerignore  by other files

With paths, those that are ignored are printed; with --explain all of them are, :: standing for no rule.`;

/** Adds the verb `ignored`. */
export function addIgnoredCommand(program: Command, finish: (status: ExitStatus) => void): void {
  program
    .command("ignored")
    .description("Print what ignore rules leave out, and why.")
    .argument("[paths...]", "paths to ask about; without any, this folder is searched")
    .option("--explain", "name the file, the line and the rule")
    .addOption(
      new Option("--ignore <rules>", "whose rules: git, or ignore files of these names")
        .argParser(parseIgnoreSource)
        .default("git" as IgnoreSource, "git"),
    )
    .addHelpText("after", EXAMPLES)
    .action(async (paths: readonly string[], flags: IgnoredFlags) => {
      finish(paths.length > 0 ? await explainPaths(paths, flags) : await search(flags));
    });
}

async function explainPaths(paths: readonly string[], flags: IgnoredFlags): Promise<ExitStatus> {
  const { explainIgnored } = await import("@transect/walker-parallel");
  for (const path of paths) {
    const explanation = explainIgnored(path, { ignore: flags.ignore });
    if (flags.explain) await writeOut(`${describe(explanation)}\t${shown(path)}\n`);
    else if (explanation?.ignored) await writeOut(`${shown(path)}\n`);
  }
  return EXIT.complete;
}

async function search(flags: IgnoredFlags): Promise<ExitStatus> {
  const { ignoredEntries } = await import("@transect/walker-parallel");
  let status: ExitStatus = EXIT.complete;
  for await (const item of ignoredEntries(".", { ignore: flags.ignore })) {
    const path = rootedPath(item.entry);
    if (item.type === "error") {
      process.stderr.write(`transect: ${safeText(path)}: ${item.message}\n`);
      status = EXIT.partial;
    } else {
      const slash = item.entry.type === "directory" ? "/" : "";
      await writeOut(`${flags.explain ? `${describe(item.explanation)}\t` : ""}${shown(path)}${slash}\n`);
    }
  }
  return status;
}

/** A path as it is for another program, and safely for a terminal. */
function shown(path: string): string {
  return process.stdout.isTTY === true ? safeText(path) : path;
}

/** As `git check-ignore -v` writes it. */
function describe(explanation: Explanation): string {
  return explanation === undefined
    ? "::"
    : `${safeText(explanation.file)}:${explanation.line}:${safeText(explanation.rule)}`;
}
