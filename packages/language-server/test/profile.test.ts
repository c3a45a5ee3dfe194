import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { canonicalReport, parseReport, type Report } from "@transect/core";
import type {
  ChildrenResult,
  ProfileParams,
  ProfilePartial,
  ProfileResult,
  RenderResult,
  SnapshotResult,
} from "@transect/language-server";
import { profile } from "@transect/walker-parallel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CancellationTokenSource, ProgressType, WorkDoneProgress } from "vscode-languageserver/node";
import { type Client, startClient } from "./client.js";

let client: Client;
let base = "";
let tree = "";
const uri = (file: string): string => pathToFileURL(file).href;

beforeAll(async () => {
  base = mkdtempSync(path.join(os.tmpdir(), "transect-lsp-"));
  tree = path.join(base, "tree");
  for (let folder = 0; folder < 40; folder++) {
    const own = path.join(tree, `d${folder % 7}`, `e${folder}`);
    mkdirSync(own, { recursive: true });
    for (let file = 0; file < 25; file++)
      writeFileSync(path.join(own, `f${file}.t${file % 3}`), "x".repeat(file * folder));
  }
  mkdirSync(path.join(tree, "empty"));
  client = await startClient();
});

afterAll(async () => {
  rmSync(base, { recursive: true, force: true });
  await client?.end();
});

const ask = <Result>(method: string, params: object): Promise<Result> => client.connection.sendRequest(method, params);
const run = async (params: Partial<ProfileParams> = {}): Promise<ProfileResult> =>
  ask("transect/profile", { roots: [uri(tree)], ...params });

describe("transect/profile", () => {
  it("gives the report that the walker gives, whatever is cut off it", async () => {
    for (const settings of [
      {},
      { treeDepth: 1 },
      { listLimit: 3 },
      { listLimit: 12, treeDepth: 2, top: 2 },
      { treeDepth: null },
    ]) {
      const { report } = await run({ settings });
      const { treeDepth, ...rest } = settings as { treeDepth?: number | null };
      const options = treeDepth === undefined ? rest : { ...rest, treeDepth: treeDepth ?? Number.POSITIVE_INFINITY };
      const expected = await profile(tree, options);
      expect(canonicalReport(parseReport(report)), JSON.stringify(settings)).toBe(canonicalReport(expected));
    }
  });

  it("counts what find counts, and says so in the summary too", async () => {
    const { report, summary } = await run();
    const { totals } = parseReport(report);
    expect(summary).toMatchObject({
      state: "complete",
      errors: 0,
      totals: { files: totals.files, apparentBytes: String(totals.apparentBytes) },
      roots: [{ root: tree, type: "directory" }],
    });
    const found = spawnSync("find", [tree, "-printf", "%y %s\n"], { encoding: "utf8" }).stdout.trim().split("\n");
    const files = found.filter((line) => line.startsWith("f"));
    expect(totals.files).toBe(files.length);
    expect(totals.directories).toBe(found.length - files.length);
    expect(totals.apparentBytes).toBe(files.reduce((sum, line) => sum + Number(line.slice(2)), 0));
  });

  it.each([
    [{ settings: { depth: 3 } }, /depth is 3: expected one of maxDepth, /],
    [{ settings: { maxDepth: -1 } }, /maxDepth is -1: expected a whole number/],
    [{ settings: { backend: "fast" } }, /backend is "fast": expected "auto" or "native"/],
    [{ roots: [] }, /roots is \[\]: expected an array of URIs/],
    [
      { roots: ["vscode-vfs://github/a"] },
      /roots\[0\] is "vscode-vfs:\/\/github\/a": expected a URI of the scheme file/,
    ],
  ])("refuses %j by name", async (params, message) => {
    await expect(run(params as Partial<ProfileParams>)).rejects.toMatchObject({
      code: -32602,
      message: expect.stringMatching(message),
    });
  });

  it("reports an unreadable folder and goes on", async ({ skip }) => {
    if (process.getuid?.() === 0) skip("root reads everything");
    const locked = path.join(tree, "locked");
    mkdirSync(locked);
    chmodSync(locked, 0);
    try {
      const { completeness } = parseReport((await run()).report);
      expect(completeness.state).toBe("partial");
      expect(completeness.errors.list).toMatchObject([{ path: "locked", code: "EACCES" }]);
    } finally {
      chmodSync(locked, 0o755);
      rmSync(locked, { recursive: true });
    }
  });

  it("tells how far it is, and begins and ends its progress", async () => {
    const kinds: string[] = [];
    const partials: ProfilePartial[] = [];
    const done = client.connection.onProgress(WorkDoneProgress.type, "w1", ({ kind }) => void kinds.push(kind));
    const part = client.connection.onProgress(
      new ProgressType<ProfilePartial>(),
      "p1",
      (now) => void partials.push(now),
    );
    const large = process.platform === "win32" ? tree : "/usr";
    const { report } = await run({
      roots: [uri(large)],
      settings: { backend: "sequential" },
      workDoneToken: "w1",
      partialResultToken: "p1",
    });
    done.dispose();
    part.dispose();
    expect([kinds.at(0), kinds.at(-1)]).toEqual(["begin", "end"]);
    expect(partials.length).toBeGreaterThan(0);
    expect(kinds.filter((kind) => kind === "report")).toHaveLength(partials.length);
    const entries = partials.map((partial) => partial.entries);
    expect(entries).toEqual([...entries].sort((a, b) => a - b));
    const { totals } = parseReport(report);
    expect(entries.at(-1)).toBeLessThanOrEqual(totals.files + totals.directories + totals.symlinks + totals.others);
  });

  it.each(["by its request", "by its progress"])(
    "stops when it is cancelled %s, with what it found, marked so",
    async (how) => {
      const source = new CancellationTokenSource();
      const token = `w-${how}`;
      const part = client.connection.onProgress(WorkDoneProgress.type, token, ({ kind }) => {
        if (kind !== "report") return;
        if (how === "by its request") source.cancel();
        else void client.connection.sendNotification("window/workDoneProgress/cancel", { token });
      });
      const roots = [uri(process.platform === "win32" ? "C:\\" : "/")];
      const { report } = await client.connection.sendRequest<ProfileResult>(
        "transect/profile",
        { roots, workDoneToken: token, settings: { backend: "sequential" } },
        source.token,
      );
      part.dispose();
      const { completeness, totals } = parseReport(report);
      expect(completeness.state).toBe("cancelled");
      expect(totals.files).toBeGreaterThan(0);
    },
  );

  it("answers other requests meanwhile", async () => {
    const source = new CancellationTokenSource();
    let ended = false;
    const long = client.connection
      .sendRequest<ProfileResult>(
        "transect/profile",
        { roots: [uri("/")], settings: { backend: "sequential" } },
        source.token,
      )
      .finally(() => {
        ended = true;
      });
    await run();
    expect(ended).toBe(false);
    source.cancel();
    await long;
  });
});

describe("what follows a profile", () => {
  it("lists a folder, largest first, as du says", async () => {
    const { id } = await run({ settings: { listLimit: 1, treeDepth: 0 } });
    for (const at of [".", "d3", "d3/e3", "empty"]) {
      const { children, errors } = await ask<ChildrenResult>("transect/children", { id, root: tree, path: at });
      expect(errors).toEqual([]);
      const listed = spawnSync("find", [path.join(tree, at), "-mindepth", "1", "-maxdepth", "1", "-printf", "%f\n"], {
        encoding: "utf8",
      });
      expect(children.map(({ name }) => name).sort()).toEqual(listed.stdout.split("\n").filter(Boolean).sort());
      const sizes = children.map(({ apparentBytes }) => Number(apparentBytes));
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      for (const child of children) {
        const place = path.join(tree, child.path);
        const du = spawnSync("du", ["-s", "-B1", place], { encoding: "utf8" });
        expect(child.allocatedBytes, place).toBe(du.stdout.split("\t")[0]);
        const below = spawnSync("find", [place, "-mindepth", "1", "-printf", "%y\n"], { encoding: "utf8" }).stdout;
        expect([child.files, child.directories]).toEqual([below.split("f").length - 1, below.split("d").length - 1]);
      }
    }
  });

  it("keeps a snapshot, exactly, and nowhere in what was profiled", async () => {
    const { id } = await run();
    const file = path.join(base, "kept/one.json");
    const { bytes } = await ask<SnapshotResult>("transect/snapshot", { id, file: uri(file) });
    const text = readFileSync(file, "utf8");
    expect(Buffer.byteLength(text)).toBe(bytes);
    const whole = await profile(tree, { treeDepth: Number.POSITIVE_INFINITY, listLimit: 1_000_000 });
    expect(canonicalReport(parseReport(text))).toBe(canonicalReport(whole));
    const inside = path.join(tree, "new/deep.json");
    await expect(ask("transect/snapshot", { id, file: uri(inside) })).rejects.toThrow(/expected a place outside of/);
    expect(existsSync(path.dirname(inside))).toBe(false);
  });

  it("says what changed since", async () => {
    const before = uri(path.join(base, "kept/before.json"));
    await ask("transect/snapshot", { id: (await run()).id, file: before });
    writeFileSync(path.join(tree, "d1/new.bin"), "y".repeat(5000));
    rmSync(path.join(tree, "empty"), { recursive: true });
    const { id } = await run();
    const { text } = await ask<RenderResult>("transect/compare", { before, id });
    const rows = text.split("\n").map((line) => line.replace(/ +/g, " "));
    expect(rows).toContain("| files | 1,000 | 1,001 | +1 |");
    expect(rows).toContain("| `d1` | +1 | +4.9 KiB | |");
    expect(rows).toContain("| `empty` | 0 | 0 B | removed |");
    expect(rows).toContain("| `.bin` | +1 | +4.9 KiB | added |");
    rmSync(path.join(tree, "d1/new.bin"));
    mkdirSync(path.join(tree, "empty"));
  });

  it("renders the report", async () => {
    const { id, report } = await run();
    const { text } = await ask<RenderResult>("transect/render", { id, format: "json" });
    expect(parseReport(text)).toEqual(parseReport(report) satisfies Report);
    expect(text).toMatch(/\}\n$/);
    expect((await ask<RenderResult>("transect/render", { id, format: "csv", table: "extensions" })).text).toContain(
      ".t0,",
    );
    await expect(ask("transect/render", { id, format: "pdf" })).rejects.toThrow(/format is "pdf": expected html/);
    await expect(ask("transect/render", { id: 999, format: "json" })).rejects.toThrow(/id is 999: expected/);
  });
});
