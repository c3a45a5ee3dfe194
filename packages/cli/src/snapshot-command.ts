import { stat } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import type { ListedSnapshot, SnapshotSummary } from "@transect/change";
import { stringifyExact } from "@transect/core";
import { counted, exactBytes, grouped, humanBytes, moment, safeText } from "@transect/report";
import { type Command, Option } from "commander";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { interruptSignal } from "./interrupt.js";
import { type OutputFlags, writeOut } from "./output.js";
import { createProgressLine } from "./progress-line.js";
import { SHA256_DIGEST } from "./sha256-of-file.js";
import { snapshotFolder } from "./snapshot-folder.js";
import { findSnapshot } from "./tree-operand.js";
import { UsageError } from "./usage-error.js";
import { addWalkFlags, toWalkOptions, type WalkFlags } from "./walk-flags.js";

interface SaveFlags extends WalkFlags, OutputFlags {
  readonly name?: string;
  readonly hash?: true;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  transect snapshot save                    how this folder is now, under a name made of its own and the time
  transect snapshot save ~/data -n monday   under a name of yours
  transect snapshot list                    what there is
  transect diff monday                      what has changed since

Snapshots lie in the user's cache folder, in transect/snapshots. A snapshot holds names, types, sizes, times and inodes.`;

const SAVE_EXAMPLES = `
Examples:
  transect snapshot save                     this folder
  transect snapshot save src -n before       under a name; an older one of that name stays, unless with --force
  transect snapshot save --ignore git .      without what git ignores; transect diff leaves it out as well
  transect snapshot save --hash .            with a SHA-256 of every file, so that what moved is found by content
  transect snapshot save -o base.snapshot .  to a file of your own

Nothing is kept of a walk that was stopped.
Exit status: 0 complete, 1 nothing done, 2 saved, but incomplete (errors).`;

/** Adds the verb `snapshot`, with verbs of its own. */
export function addSnapshotCommand(program: Command, finish: (status: ExitStatus) => void): void {
  const snapshot = program
    .command("snapshot")
    .description("Keep how a tree is, to see later what changed: save, list, show.")
    .addHelpText("after", EXAMPLES);
  const save = snapshot
    .command("save")
    .description("Save how a tree is now.")
    .argument("[root]", "a folder", ".")
    .option("-n, --name <name>", "what to call it (default: made of the folder's name and the time)")
    .addOption(new Option("-o, --output <file>", "write to this file instead of the cache folder").conflicts("name"))
    .option("--force", "replace a snapshot that is there")
    .option("--hash", "read every file, and keep its SHA-256")
    .option("--json", "print what was saved as JSON")
    .addHelpText("after", SAVE_EXAMPLES);
  addWalkFlags(save).action(async (root: string, flags: SaveFlags) => finish(await runSave(root, flags)));
  snapshot
    .command("list")
    .description("List the snapshots in the cache folder.")
    .option("--json", "print them as JSON")
    .addHelpText("after", "\nExamples:\n  transect snapshot list\n  transect snapshot list --json | jq -r '.[].file'")
    .action(async (flags: { json?: true }) => finish(await runList(flags)));
  snapshot
    .command("show")
    .description("Say what a snapshot is of.")
    .argument("<snapshot>", "its name, or its file")
    .option("--json", "print it as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  transect snapshot show monday\n  transect snapshot show ./base.snapshot --json",
    )
    .action(async (name: string, flags: { json?: true }) => finish(await runShow(name, flags)));
}

async function runSave(root: string, flags: SaveFlags): Promise<ExitStatus> {
  const { saveSnapshot, snapshotFile, SNAPSHOT_NAME_SYNTAX } = await import("@transect/change");
  const name = flags.name ?? defaultName(root, new Date());
  const named = snapshotFile(await snapshotFolder(), name);
  if (named === undefined) throw new UsageError(`--name is ${JSON.stringify(name)}: expected ${SNAPSHOT_NAME_SYNTAX}`);
  const file = flags.output ?? named;
  // Before the walk, not after it.
  if (!flags.force && (await stat(file).catch(() => undefined)) !== undefined) {
    throw new UsageError(`${file} exists already; add --force to replace it`);
  }
  const progress = createProgressLine({ wanted: flags.progress !== false });
  const summary = await saveSnapshot(root, {
    ...toWalkOptions(flags),
    file,
    overwrite: flags.force ?? false,
    digest: flags.hash ? SHA256_DIGEST : undefined,
    signal: interruptSignal(),
    onProgress: progress?.onProgress,
  }).finally(() => progress?.clear());
  if (summary.errors.count > 0) {
    const { describeErrors } = await import("./describe-errors.js");
    process.stderr.write(describeErrors(summary.errors));
  }
  const { size: bytes } = await stat(file);
  const saved = { name: flags.output === undefined ? name : file, file, bytes, summary };
  await writeOut(flags.json ? `${stringifyExact(saved, 2)}\n` : describeSaved(saved));
  return summary.errors.count > 0 ? EXIT.partial : EXIT.complete;
}

/** `src-20261121T163956Z`: characters that no name may have are left out. */
function defaultName(root: string, now: Date): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const base = path
    .basename(path.resolve(root))
    .replace(/[^A-Za-z0-9_.@+=-]/g, "")
    .replace(/^[^A-Za-z0-9_]+/, "");
  return `${base.slice(0, 100) || "root"}-${time}`;
}

interface Saved {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly summary: SnapshotSummary;
}

function describeSaved({ name, file, bytes, summary }: Saved): string {
  const { totals, entries } = summary;
  const what = `${counted(entries, "entry", "entries")}, ${humanBytes(totals.apparentBytes)} in files`;
  return `saved ${safeText(name)}: ${what}\n  ${safeText(file)}  ${grouped(bytes)} bytes\n`;
}

async function runList(flags: { json?: true }): Promise<ExitStatus> {
  const { listSnapshots } = await import("@transect/change");
  const folder = await snapshotFolder();
  const listed = await listSnapshots(folder);
  if (flags.json) {
    const plain = listed.map((one) => ("error" in one ? { ...one, error: one.error.message } : one));
    await writeOut(`${stringifyExact(plain, 2)}\n`);
  } else if (listed.length === 0) await writeOut(`no snapshots in ${safeText(folder)}\n`);
  else await writeOut(describeList(listed));
  return listed.some((one) => "error" in one) ? EXIT.partial : EXIT.complete;
}

function describeList(listed: readonly ListedSnapshot[]): string {
  const width = Math.max(...listed.map(({ name }) => name.length));
  const lines = listed.map((one) => {
    if ("error" in one) return `${one.name.padEnd(width)}  ${one.error.code}: it cannot be read`;
    const { takenAtMs, entries, totals, root } = one.summary;
    const facts = [
      moment(takenAtMs),
      counted(entries, "entry", "entries").padStart(18),
      humanBytes(totals.apparentBytes).padStart(10),
    ];
    return `${one.name.padEnd(width)}  ${facts.join("  ")}  ${safeText(root)}`;
  });
  return `${lines.join("\n")}\n`;
}

async function runShow(name: string, flags: { json?: true }): Promise<ExitStatus> {
  const { readSnapshotSummary } = await import("@transect/change");
  const file = await findSnapshot(name);
  const [summary, { size: bytes }] = [await readSnapshotSummary(file), await stat(file)];
  if (flags.json) {
    await writeOut(`${stringifyExact({ name, file, bytes, summary }, 2)}\n`);
    return EXIT.complete;
  }
  const { totals, entries, errors, rules, digest } = summary;
  const facts: readonly (readonly [string, string])[] = [
    ["root", safeText(summary.root)],
    ["taken", `${moment(summary.takenAtMs)} UTC`],
    ["entries", grouped(entries)],
    ["files", grouped(totals.files)],
    ["folders", grouped(totals.directories)],
    ["in files", exactBytes(totals.apparentBytes)],
    ["on disk", exactBytes(totals.allocatedBytes)],
    ["hashes", digest ?? "none"],
    ["unread", grouped(errors.count)],
    ["rules", safeText(JSON.stringify(rules))],
    ["file", `${safeText(file)}  ${grouped(bytes)} bytes`],
  ];
  await writeOut(`${facts.map(([title, value]) => `${title.padEnd(9)} ${value}`).join("\n")}\n`);
  return EXIT.complete;
}
