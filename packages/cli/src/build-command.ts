import process from "node:process";
import type { BinaryFiles, BuildError, BuildResult, Separator } from "@transect/content";
import { type Place, stringifyExact } from "@transect/core";
import { counted, exactBytes, fullPath, grouped, safeText } from "@transect/report";
import { type Command, Option } from "commander";
import { addContentFlags, type ContentFlags, tellErrors, toOrderedOptions, withProgress } from "./content-flags.js";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { type OutputFlags, writeOut } from "./output.js";
import { UsageError } from "./usage-error.js";
import { addWalkFlags } from "./walk-flags.js";

interface BuildFlags extends ContentFlags, OutputFlags {
  readonly check?: true;
  readonly header?: string;
  readonly separator?: Extract<Separator, string>;
  readonly template?: string;
  readonly binary?: BinaryFiles;
  readonly json?: true;
}

/** Ways by name. Not taken from the package: it is loaded only once there is something to build. */
const SEPARATORS: readonly Extract<Separator, string>[] = ["block", "line", "hash", "none"];
const BINARY: readonly BinaryFiles[] = ["refuse", "name", "skip", "copy"];

const EXAMPLES = `
Examples:
  transect build db -m '**/*.sql' -o schema.sql    all SQL below db, by path
  transect build db -i common -i tables -o all.sql  two folders, in this order
  transect build db --sort hex -o all.sql --force   by numbers such as 012A31_ and 0x0A_
  transect build . --ignore git --binary name -o review.txt   a repository as one text
  transect build src --template '// {rel}\\n' | less    with a separator of one's own
  transect build db -o schema.sql --check           status 3 if schema.sql is out of date

The output is touched only where it changes, and is replaced at once. Nothing is written where a file cannot be read.
Exit status: 0 built or up to date, 1 nothing built, 2 standard output got a part of it, 3 out of date.`;

/** Adds the verb `build`. */
export function addBuildCommand(program: Command, finish: (status: ExitStatus) => void): void {
  const command = program
    .command("build")
    .description("Put many files into one, in order, with a separator before each.")
    .argument("[root]", "a folder", ".")
    .option("-o, --output <file>", "write to a file (default: standard output)")
    .option("--force", "let --output replace a file that differs")
    .addOption(new Option("--check", "write nothing; end with status 3 if the output is out of date"))
    .option("--header <text>", "what to begin with")
    .addOption(new Option("--separator <style>", "the comment before each file (default: block)").choices(SEPARATORS))
    .addOption(
      new Option(
        "--template <text>",
        "the text before each file: {rel} is its path, \\n a newline, \\t a tab, \\\\ a backslash",
      ).conflicts("separator"),
    )
    .addOption(new Option("--binary <how>", "what to do with files that are no text (default: refuse)").choices(BINARY))
    .option("--json", "print what was done as JSON")
    .addHelpText("after", EXAMPLES);
  addWalkFlags(addContentFlags(command), ["type"]).action(async (root: string, flags: BuildFlags) => {
    const needsOutput = flags.json ? "--json" : flags.check ? "--check" : undefined;
    if (flags.output === undefined && needsOutput !== undefined) {
      throw new UsageError(`${needsOutput} needs --output`);
    }
    finish(await runBuild(root, flags));
  });
}

async function runBuild(root: string, flags: BuildFlags): Promise<ExitStatus> {
  const { buildFile } = await import("@transect/content");
  const { output, header, binary } = flags;
  const template = flags.template?.replace(/\\([nt\\])/g, (_, letter: string) => ESCAPES.get(letter) ?? letter);
  let written = 0;
  try {
    const result = await withProgress(flags, (options) =>
      buildFile({
        ...toOrderedOptions(flags),
        ...options,
        root,
        output,
        write: output === undefined ? write : undefined,
        overwrite: flags.force ?? false,
        dryRun: flags.check ?? false,
        header,
        separator: template === undefined ? flags.separator : { template },
        binary,
      }),
    );
    if (flags.json) await writeOut(`${stringifyExact(result, 2)}\n`);
    else if (output !== undefined) await writeOut(describe(output, result));
    tellLeftOut(result.leftOut);
    return result.state === "outdated" ? EXIT.failed : EXIT.complete;
  } catch (cause) {
    if (!isBuildError(cause)) throw cause;
    return await explain(cause, { output, written });
  }

  async function write(bytes: Uint8Array): Promise<void> {
    written += bytes.length;
    await writeOut(bytes);
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
]);

function describe(output: string, { state, files, bytes, algorithm, hash }: BuildResult): string {
  return `${state}  ${safeText(output)}  ${counted(files, "file")}, ${exactBytes(bytes)}  ${algorithm} ${hash}\n`;
}

function tellLeftOut(leftOut: readonly Place[]): void {
  if (leftOut.length === 0) return;
  const [first] = leftOut;
  const others = leftOut.length > 1 ? `, and ${grouped(leftOut.length - 1)} more` : "";
  process.stderr.write(
    `transect: left out for being no text: ${safeText(first === undefined ? "" : fullPath(first))}${others}\n`,
  );
}

function isBuildError(cause: unknown): cause is BuildError {
  return cause instanceof Error && cause.name === "BuildError";
}

async function explain(
  error: BuildError,
  { output, written }: { output: string | undefined; written: number },
): Promise<ExitStatus> {
  if (error.completeness !== undefined) await tellErrors(error.completeness.errors);
  const message = error.reason === "exists" ? `${output} is there already, and differs; add --force to replace it` : "";
  const said = error.reason === "unreadable" ? "nothing was built" : message || error.message;
  process.stderr.write(`transect: ${safeText(written > 0 ? "only a part was built" : said)}\n`);
  return written > 0 ? EXIT.partial : EXIT.nothing;
}
