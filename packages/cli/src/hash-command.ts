import process from "node:process";
import { stringifyExact } from "@transect/core";
import { type Command, InvalidArgumentError, Option } from "commander";
import { checksumLine } from "./checksum-line.js";
import {
  addContentFlags,
  type ContentFlags,
  exactPath,
  statusOf,
  tellErrors,
  toFileOptions,
  toOrderedOptions,
  withProgress,
} from "./content-flags.js";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { writeOut } from "./output.js";
import { UsageError } from "./usage-error.js";
import { addWalkFlags } from "./walk-flags.js";

interface HashFlags extends ContentFlags {
  readonly files?: true;
  readonly null?: true;
  readonly json?: true;
  readonly expect?: string;
}

const EXAMPLES = `
Examples:
  transect hash                            one hash of all files below this folder, by path and content
  transect hash --ignore git src           of what git would see
  transect hash --files src > sums.txt     the hash of each file; sha256sum -c sums.txt checks them
  transect hash --expect 3f1b… src         status 3 if it is another one by now
  transect hash -a blake3 --json a b       by BLAKE3, as JSON

The hash is over, for each file in order: its path from the root, NUL, its bytes, NUL.
Exit status: 0 complete, 1 nothing done, 2 incomplete (errors, or stopped), 3 not the hash that was expected.`;

/** Adds the verb `hash`. */
export function addHashCommand(program: Command, finish: (status: ExitStatus) => void): void {
  const command = program
    .command("hash")
    .description("Hash trees of files: one value that differs as soon as a path or a byte does.")
    .argument("[roots...]", "files or folders", ["."])
    .option("--files", "print the hash of each file, as sha256sum or b3sum does")
    .addOption(new Option("-0, --null", "end each line with NUL, and escape nothing").conflicts("json"))
    .option("--json", "print all that is known as JSON, with --files that of each file too")
    .addOption(
      new Option("--expect <hash>", "end with status 3 unless this is the hash")
        .argParser(parseHash)
        .conflicts("files"),
    )
    .addHelpText("after", EXAMPLES);
  addWalkFlags(addContentFlags(command), ["type"]).action(async (roots: readonly string[], flags: HashFlags) => {
    if (flags.expect !== undefined && roots.length > 1) throw new UsageError("--expect takes one root");
    finish(flags.files && !flags.json ? await hashEach(roots, flags) : await hashTrees(roots, flags));
  });
}

async function hashTrees(roots: readonly string[], flags: HashFlags): Promise<ExitStatus> {
  const { hashTree } = await import("@transect/content");
  const trees = await withProgress(flags, async (options) => {
    const trees = [];
    for (const root of roots) {
      trees.push(await hashTree(root, { ...toOrderedOptions(flags), ...options, each: flags.files ?? false }));
    }
    return trees;
  });
  for (const { hash, root } of flags.json ? [] : trees) {
    if (hash !== undefined) await writeOut(Buffer.from(checksumLine(hash, root, flags.null ?? false), "latin1"));
  }
  if (flags.json) await writeOut(`${stringifyExact({ trees }, 2)}\n`);
  for (const { root, completeness } of trees) await tellWhatIsMissing(root, completeness.errors, completeness.state);
  const complete = trees.every(({ hash }) => hash !== undefined);
  const files = trees.reduce((sum, tree) => sum + tree.files, 0);
  if (!complete || flags.expect === undefined) return statusOf(complete, files);
  const [tree] = trees;
  if (tree?.hash === flags.expect) return EXIT.complete;
  process.stderr.write(`transect: the hash is ${tree?.hash}, and not ${flags.expect} as expected\n`);
  return EXIT.failed;
}

async function hashEach(roots: readonly string[], flags: HashFlags): Promise<ExitStatus> {
  const { hashFiles } = await import("@transect/content");
  const { algorithm } = flags;
  if (flags.include !== undefined || flags.sort !== undefined || !flags.recursive) {
    throw new UsageError("--files goes with --include, --sort and --no-recursive only in --json; name roots instead");
  }
  const { list, completeness } = await withProgress(flags, (options) =>
    hashFiles(roots, { ...toFileOptions(flags), ...options, algorithm }),
  );
  for (let from = 0; from < list.length; from += LINES_AT_ONCE) {
    const lines = list.slice(from, from + LINES_AT_ONCE);
    const text = lines.map((file) => checksumLine(file.hash, exactPath(file), flags.null ?? false)).join("");
    await writeOut(Buffer.from(text, "latin1"));
  }
  await tellWhatIsMissing(roots.join(" "), completeness.errors, completeness.state);
  return statusOf(completeness.state === "complete", list.length);
}

const LINES_AT_ONCE = 1000;

async function tellWhatIsMissing(root: string, errors: Parameters<typeof tellErrors>[0], state: string): Promise<void> {
  await tellErrors(errors);
  if (state === "cancelled" || state === "timedOut") {
    const { describeStop } = await import("./describe-errors.js");
    process.stderr.write(describeStop(root));
  }
}

function parseHash(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError("Expected 64 hexadecimal digits.");
}
