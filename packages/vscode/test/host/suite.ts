import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ProfileResult } from "@transect/language-server/protocol";
import * as vscode from "vscode";

/** What the runner of the tests told us by the workspace's settings. */
interface Told {
  /** The command line, to compare with. */
  readonly cli: string;
  /** The Node that it runs on. */
  readonly node: string;
  /** Where measures go, a line each. */
  readonly measures: string;
  /** A folder with many files. */
  readonly large: string;
}

const ID = "transect.transect-vscode";
const told = JSON.parse(process.env["TRANSECT_TEST"] ?? "{}") as Told;
const folders = (): string[] => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
const first = (): string => folders()[0] ?? "";
const run = (command: string, ...args: unknown[]): Thenable<ProfileResult> =>
  vscode.commands.executeCommand(`transect.${command}`, ...args);

/** What the command line says of the same folders. */
function askCommandLine(roots: readonly string[]): {
  totals: Record<string, number>;
  roots: unknown[];
  ignored: unknown;
} {
  const args = [told.cli, "--json", "--would-ignore", "git", ...roots];
  return JSON.parse(execFileSync(told.node, args, { encoding: "utf8", maxBuffer: 1 << 28 }));
}

function measure(name: string, value: number, unit: string): void {
  appendFileSync(told.measures, `${name}: ${Math.round(value * 10) / 10} ${unit}\n`);
}

/** Bytes of the heap, and beside it, that are in use after a collection. */
function heapHeld(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Until nothing has kept the extension host busy for a while: other extensions start with the editor. */
async function atRest(): Promise<void> {
  const until = performance.now() + 15_000;
  for (let quiet = 0; quiet < 25 && performance.now() < until; ) {
    const started = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    quiet = performance.now() - started < 30 ? quiet + 1 : 0;
  }
}

/** All that is in the workspace, with times: a write would show. */
function stateOf(folder: string): string {
  return execFileSync("find", [folder, "-printf", "%p %y %s %T@ %C@\n"], { encoding: "utf8", maxBuffer: 1 << 28 });
}

const CASES: Readonly<Record<string, () => Promise<void>>> = {
  async "runs nothing before the first command, and registers its commands quickly then"() {
    const extension = vscode.extensions.getExtension(ID);
    assert.ok(extension, "the extension is not there");
    assert.equal(extension.isActive, false);
    await atRest();
    const started = performance.now();
    await extension.activate();
    measure("activation", performance.now() - started, "ms");
  },
  async "profiles the workspace: the numbers are those of the command line"() {
    const before = folders().map(stateOf).join("");
    await atRest();
    const held = heapHeld();
    const memory = process.memoryUsage().rss;
    const started = performance.now();
    const { summary } = await run("profileWorkspace");
    measure("first profile, with the server's start", performance.now() - started, "ms");
    measure("memory of the extension host, grown by", (process.memoryUsage().rss - memory) / 2 ** 20, "MiB");
    measure("of it held, once what is not needed was collected", (heapHeld() - held) / 2 ** 20, "MiB");
    const expected = askCommandLine(folders());
    assert.deepEqual(
      [summary.totals.files, summary.totals.directories, summary.totals.apparentBytes, summary.totals.allocatedBytes],
      [
        expected.totals["files"],
        expected.totals["directories"],
        String(expected.totals["apparentBytes"]),
        String(expected.totals["allocatedBytes"]),
      ],
    );
    assert.equal(summary.roots.length, folders().length);
    assert.equal(summary.state, "complete");
    const again = performance.now();
    await run("profileWorkspace");
    measure("second profile", performance.now() - again, "ms");
    assert.equal(folders().map(stateOf).join(""), before, "the workspace was written to");
  },
  async "cancels, and keeps what was found"() {
    const profiling = run("profileFolder", vscode.Uri.file("/"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const asked = performance.now();
    await run("cancel");
    const { summary } = await profiling;
    measure("from cancel to the partial report", performance.now() - asked, "ms");
    assert.equal(summary.state, "cancelled");
    assert.ok(summary.totals.files > 0);
  },
  async "shows an unreadable folder as an error, and the rest"() {
    const locked = path.join(first(), "locked");
    mkdirSync(locked);
    writeFileSync(path.join(locked, "hidden.txt"), "secret");
    chmodSync(locked, 0);
    try {
      const { summary } = await run("profileFolder", vscode.Uri.file(first()));
      assert.equal(summary.state, "partial");
      assert.equal(summary.errors, 1);
      assert.ok(summary.totals.files > 0);
    } finally {
      chmodSync(locked, 0o755);
      rmSync(locked, { recursive: true });
    }
  },
  async "says in an ignore file what its rules leave out"() {
    const document = await vscode.workspace.openTextDocument(path.join(first(), ".gitignore"));
    await vscode.window.showTextDocument(document);
    await run("explainIgnoreFile");
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      "vscode.executeInlayHintProvider",
      document.uri,
      whole,
    );
    assert.deepEqual(
      hints.map(({ label }) => String(label)),
      ["2 files, 300 B", "overridden", "1 file, 7 B"],
    );
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      new vscode.Position(0, 1),
    );
    const text = hovers
      .flatMap(({ contents }) => contents.map((part) => (typeof part === "string" ? part : part.value)))
      .join("");
    assert.match(text, /Leaves out \*\*2 files\*\*.*\(300 bytes\)/s);
    for (let tries = 0; tries < 50 && vscode.languages.getDiagnostics(document.uri).length === 0; tries++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(
      vscode.languages.getDiagnostics(document.uri).map(({ code }) => code),
      ["overridden"],
    );
  },
  async "compares with the profile before"() {
    const file = path.join(first(), "grown.bin");
    await run("profileFolder", vscode.Uri.file(first()));
    writeFileSync(file, "x".repeat(4096));
    try {
      await run("profileFolder", vscode.Uri.file(first()));
      await run("compareWithPrevious");
      const text = vscode.window.activeTextEditor?.document.getText() ?? "";
      assert.match(text, /\| `\.bin` +\| +\+1 \| \+4\.0 KiB \| added \|/);
    } finally {
      rmSync(file);
    }
  },
  async "refuses a bad setting by name, and goes on with a good one"() {
    const settings = vscode.workspace.getConfiguration("transect");
    await settings.update("exclude", ["["], vscode.ConfigurationTarget.Global);
    await settings.update("maxDepth", -1, vscode.ConfigurationTarget.Global);
    assert.equal(await run("profileWorkspace"), undefined);
    await settings.update("maxDepth", 1, vscode.ConfigurationTarget.Global);
    await settings.update("exclude", ["**/*.ts"], vscode.ConfigurationTarget.Global);
    const { summary } = await run("profileWorkspace");
    const flags = ["--max-depth", "1", "--exclude", "**/*.ts"];
    assert.equal(summary.totals.files, askCommandLine([...flags, ...folders()]).totals["files"]);
    for (const name of ["exclude", "maxDepth"])
      await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
  },
  async "reads a virtual workspace through the editor"() {
    const files = new Map<string, number | "folder" | "locked">([
      ["/", "folder"],
      ["/a.txt", 10],
      ["/docs", "folder"],
      ["/docs/b.md", 20],
      ["/docs/empty", "folder"],
      ["/locked", "locked"],
    ]);
    const provider = vscode.workspace.registerFileSystemProvider("transect-test", memoryProvider(files), {
      isReadonly: true,
    });
    try {
      const root = vscode.Uri.parse("transect-test:/");
      const { summary, id } = await run("profileFolder", root);
      assert.equal(id, 1);
      assert.deepEqual(
        [summary.state, summary.errors, summary.totals.files, summary.totals.directories, summary.totals.apparentBytes],
        ["partial", 1, 2, 4, "30"],
      );
    } finally {
      provider.dispose();
    }
  },
  async "profiles a folder of many files"() {
    const started = performance.now();
    const { summary } = await run("profileFolder", vscode.Uri.file(told.large));
    measure(`profile of ${summary.totals.files} files`, performance.now() - started, "ms");
    assert.equal(summary.totals.files, askCommandLine([told.large]).totals["files"]);
  },
};

/** A file system in memory: sizes by path. */
function memoryProvider(files: ReadonlyMap<string, number | "folder" | "locked">): vscode.FileSystemProvider {
  const lookUp = (uri: vscode.Uri): number | "folder" | "locked" => {
    const found = files.get(uri.path);
    if (found === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return found;
  };
  const type = (found: number | "folder" | "locked"): vscode.FileType =>
    typeof found === "number" ? vscode.FileType.File : vscode.FileType.Directory;
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions("read only");
  };
  return {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => {}),
    stat(uri) {
      const found = lookUp(uri);
      return { type: type(found), size: typeof found === "number" ? found : 0, ctime: 0, mtime: 1_700_000_000_000 };
    },
    readDirectory(uri) {
      if (lookUp(uri) === "locked") throw vscode.FileSystemError.NoPermissions(uri);
      return [...files.keys()]
        .filter((file) => file !== "/" && path.posix.dirname(file) === uri.path)
        .map((file): [string, vscode.FileType] => [path.posix.basename(file), type(files.get(file) ?? 0)]);
    },
    readFile: (uri) => {
      lookUp(uri);
      return new Uint8Array();
    },
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}

/** Runs all cases, in their order, and fails with what failed. The editor calls it. */
async function runAll(): Promise<void> {
  const failures: string[] = [];
  const multiRoot = folders().length > 1;
  for (const [name, check] of Object.entries(CASES)) {
    if (multiRoot && !/^runs nothing|^profiles the workspace/.test(name)) continue;
    try {
      await check();
      console.log(`passed: ${name}`);
    } catch (cause) {
      failures.push(name);
      console.log(`FAILED: ${name}\n${cause instanceof Error ? cause.stack : cause}`);
    }
  }
  if (failures.length > 0) throw new Error(`${failures.length} failed: ${failures.join("; ")}`);
}

export { runAll as run };
