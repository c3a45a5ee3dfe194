import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { parseReport, type Report } from "@transect/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand, unprivileged } from "./run-command.js";

const linux = process.platform === "linux";
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "transect-cli-"));
  chmodSync(folder, 0o755);
  mkdirSync(path.join(folder, "tree/sub"), { recursive: true });
  writeFileSync(path.join(folder, "tree/a.txt"), "hello");
  writeFileSync(path.join(folder, "tree/.hidden"), "x");
  writeFileSync(path.join(folder, "tree/sub/b.ts"), "let b;");
  writeFileSync(path.join(folder, "taken"), "mine");
});

afterAll(() => rmSync(folder, { recursive: true }));

const VERSIONS =
  /^transect \d\S+\n(@transect\/[\w-]+ \d\S*\n)*@transect\/native \d\S*\n(@transect\/[\w-]+ \d\S*\n)*node \d[\s\S]*\nplatform [\s\S]*\nbackends (\w+, )*sequential\n$/;

describe("a bad command line", () => {
  it.each([
    [["--nope"], "unknown option '--nope'"],
    [["--folow"], "(Did you mean --follow?)"],
    [["--max-depth", "-1"], "Expected a whole number from 0 on."],
    [["--max-depth", "deep"], "Expected a whole number from 0 on."],
    [["--max-depth"], "argument missing"],
    [["--min-size", "5X"], "Expected a size such as"],
    [["--type", "door"], "Expected one or more of file, directory"],
    [["--newer-than", "yesterday"], "Expected a date such as"],
    [["--max-duration", "5"], "Expected a duration such as"],
    [["--csv", "nope"], "Allowed choices are roots, tree"],
    [["--backend", "warp"], "Allowed choices are auto, native, threads, sequential"],
    [["--json", "--csv", "tree"], "cannot be used with"],
    [["--ndjson", "--json", "tree"], "cannot be used with"],
    [["--markdown", "--ndjson", "tree"], "cannot be used with"],
    [["--html", "x.html", "--json", "tree"], "cannot be used with"],
    [["--html", "x.html", "-o", "y.html", "tree"], "cannot be used with"],
    [["--html"], "argument missing"],
    [["--html", "taken", "tree"], "cannot write taken: it exists already; add --force"],
    [["--html", "no/such/folder/report.html", "tree"], "there is no such folder"],
    [["completion", "tcsh"], "Allowed choices are bash, zsh, fish"],
    [["list", "-0", "--json"], "cannot be used with"],
    [["--ignore", "a/b"], "Expected git, or names of ignore files"],
    [["list", "no/such/root"], "no/such/root: ENOENT"],
    [["no/such/root"], "no/such/root: ENOENT"],
    [[""], 'roots is [""]: expected a path'],
    [["-o", "taken", "tree"], "it exists already; add --force"],
    [["-o", "no/such/folder/report", "tree"], "cannot write no/such/folder/report: there is no such folder"],
    [["-o", "tree", "--force", "tree"], "cannot write tree: it is a folder"],
    [["-o", "taken", "no/such/root"], "cannot write taken: it exists already"],
    [["--verbose", "tree"], "--verbose goes with --version"],
    [["--tree-depth", "1.5"], "Expected a whole number from 0 on."],
    [["--hard-links", "twice"], "Allowed choices are once, each"],
    [["-l", "--hard-links", "each"], "cannot be used with"],
  ])("%j gives one line that says what to do, and status 1", async (args, message) => {
    const { status, stdout, stderr } = await runCommand(args, { cwd: folder });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^transect: [^\n]+\n$/);
    expect([status, stdout.toString()]).toEqual([1, ""]);
    expect(readFileSync(path.join(folder, "taken"), "utf8")).toBe("mine");
  });

  it("an unknown backend in the environment is named with its variable", async () => {
    const { status, stderr } = await runCommand(["tree"], { cwd: folder, env: { TRANSECT_BACKEND: "warp" } });
    expect(stderr).toContain('TRANSECT_BACKEND is "warp": expected "auto"');
    expect(status).toBe(1);
  });
});

describe("transect", () => {
  it("profiles this folder when told nothing", async () => {
    const { status, stdout } = await runCommand([], { cwd: path.join(folder, "tree") });
    expect(stdout.toString()).toMatch(/^\. {2}complete\n\n {2}3 files · 2 folders\n +12 B in files +12 bytes\n/);
    expect(status).toBe(0);
  });

  it("prints a report that is read back exactly", async () => {
    const { status, stdout } = await runCommand(["--json", "--no-hidden", "tree"], { cwd: folder });
    const report = parseReport(stdout.toString());
    expect([status, report.totals.files, report.totals.apparentBytes]).toEqual([0, 2, 11]);
    expect(report.options).toEqual({ hidden: false });
  });

  it("prints one table as CSV", async () => {
    const { stdout } = await runCommand(["--csv", "extensions", "tree"], { cwd: folder });
    const lines = stdout.toString().split("\n");
    expect(lines[0]).toBe("extension,files,apparent_bytes,allocated_bytes");
    expect(lines.slice(1, 4).map((line) => line.split(",").slice(0, 3).join())).toEqual([
      ",1,1",
      ".ts,1,6",
      ".txt,1,5",
    ]);
  });

  it("prints each row of each table as a line of JSON, with the numbers of --json", async () => {
    const lines = (await runCommand(["--ndjson", "tree"], { cwd: folder })).stdout.toString().trimEnd().split("\n");
    const rows: { table: string; extension?: string; files: number; totals: unknown }[] = lines.map((line) =>
      JSON.parse(line),
    );
    const report = parseReport((await runCommand(["--json", "tree"], { cwd: folder })).stdout.toString());
    expect(rows[0]).toMatchObject({ table: "report", totals: report.totals });
    const extensions = rows.filter((row) => row.table === "extensions");
    expect(extensions.map((row) => row.extension)).toEqual(["", ".ts", ".txt"]);
    expect(extensions.reduce((sum, row) => sum + row.files, 0)).toBe(report.totals.files);
  });

  it("prints Markdown with as many rows as are asked for", async () => {
    const { status, stdout } = await runCommand(["--markdown", "--top", "2", "tree"], { cwd: folder });
    expect(stdout.toString()).toMatch(/^# `tree`\n\n- State: complete\n- 3 files, 2 folders/);
    expect(stdout.toString()).toContain("and 1 more extension");
    expect(status).toBe(0);
  });

  it("writes a page that holds the report, and over a file only when forced", async () => {
    const output = path.join(folder, "report.html");
    const written = await runCommand(["--html", output, "tree"], { cwd: folder });
    expect([written.status, written.stdout.toString(), written.stderr]).toEqual([0, "", ""]);
    const first = readFileSync(output, "utf8");
    const report = reportIn(first);
    expect([report.totals.files, report.totals.apparentBytes]).toEqual([3, 12]);
    expect((await runCommand(["--html", output, "tree"], { cwd: folder })).status).toBe(1);
    expect(readFileSync(output, "utf8")).toBe(first);
    await runCommand(["--html", output, "--force", "-e", "ts", "tree"], { cwd: folder });
    expect(reportIn(readFileSync(output, "utf8")).totals.files).toBe(1);
  });

  it("prints a page, each time with another nonce, when told to write it to -", async () => {
    const nonces = new Set<string | undefined>();
    for (let time = 0; time < 2; time += 1) {
      const { status, stdout } = await runCommand(["--html", "-", "gone", "tree"], { cwd: folder });
      expect(status).toBe(2);
      expect(reportIn(stdout.toString()).completeness.state).toBe("partial");
      nonces.add(/script-src 'nonce-([\w-]{24})'/.exec(stdout.toString())?.[1]);
    }
    expect(nonces.size).toBe(2);
    expect(nonces).not.toContain(undefined);
  });

  it("writes to a file, and over one only when forced", async () => {
    const output = path.join(folder, "report.json");
    await runCommand(["--json", "-o", output, "tree"], { cwd: folder });
    const forced = await runCommand(["--json", "-e", "ts", "-o", output, "--force", "tree"], { cwd: folder });
    expect(forced).toMatchObject({ status: 0, stderr: "" });
    expect(parseReport(readFileSync(output, "utf8")).totals.files).toBe(1);
  });

  it("goes on without a root that is missing, and says so", async () => {
    const { status, stdout, stderr } = await runCommand(["--csv", "roots", "gone", "tree"], { cwd: folder });
    expect(stdout.toString()).toMatch(/\ngone,missing,0,.*\ntree,directory,3,/);
    expect([status, stderr]).toEqual([2, "transect: gone: ENOENT: no such file or directory\n"]);
  });

  it.each([
    [["--version"], /^\d+\.\d+\.\d+\n$/],
    [["-V"], /^\d+\.\d+\.\d+\n$/],
    [["--version", "--verbose"], VERSIONS],
    [["--verbose", "--version"], VERSIONS],
    [["--no-progress", "--progress", "tree"], /^tree {2}complete\n/],
    [["backends"], /^([* ] \w+ .*\n)*[* ] sequential .*\n\n\* is taken: the fastest there is here/],
    [["backends", "--json"], /^\[\n[\s\S]*"name": "sequential",\n {4}"available": true,/],
    [
      ["bench", "--rounds", "1", "tree"],
      /^tree: 5 entries, 1 rounds?\n\n.*median.*\n([a-z].*ns +\d+\.\d\d\n)*transect, sequential .*ns/,
    ],
    [["bench", "--help"], /Examples:\n {2}transect bench/],
    [["--help"], /Usage: transect[\s\S]*Examples:\n {2}transect /],
    [["backends", "--help"], /Examples:\n {2}transect backends/],
    [["completion", "--help"], /Examples:\n {2}source/],
    [["profile", "--help"], /Examples:\n {2}transect /],
    [["list", "--help"], /Examples:\n {2}transect list/],
    [["duplicates", "--help"], /Examples:\n {2}transect duplicates/],
    [["hash", "--help"], /Examples:\n {2}transect hash/],
    [["help", "list"], /Examples:\n {2}transect list/],
  ])("%j prints and ends well", async (args, expected) => {
    const { status, stdout, stderr } = await runCommand(args, { cwd: folder });
    expect(stdout.toString()).toMatch(expected);
    expect([status, stderr]).toEqual([0, ""]);
  });

  it("colours only when asked or told by the environment", async () => {
    const escapes = async (args: string[], env: NodeJS.ProcessEnv = {}): Promise<boolean> =>
      (await runCommand([...args, "tree"], { cwd: folder, env })).stdout.includes("\u001b[");
    expect(await escapes([])).toBe(false);
    expect(await escapes(["--color"])).toBe(true);
    expect(await escapes([], { FORCE_COLOR: "1" })).toBe(true);
    expect(await escapes([], { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
    expect(await escapes(["--no-color"], { FORCE_COLOR: "1" })).toBe(false);
  });

  it("keeps to ASCII where the locale does", async () => {
    const { stdout } = await runCommand(["tree"], { cwd: folder, env: { LC_ALL: "C" } });
    expect(stdout.every((byte) => byte < 0x80)).toBe(true);
  });

  it("stops in time and says so", async () => {
    const { status, stdout, stderr } = await runCommand(["--json", "--max-duration", "1ms", os.homedir()], {});
    const { state } = parseReport(stdout.toString()).completeness;
    if (state === "complete") return; // A home that is walked within a millisecond has nothing to show.
    expect([state, status]).toEqual(["timedOut", 2]);
    expect(stderr).toContain("the time was up before all was seen");
  });
});

describe("transect list", () => {
  it("prints paths as find does", async () => {
    const listed = (await runCommand(["list", "tree"], { cwd: folder })).stdout.toString().split("\n").sort();
    const found = execFileSync("find", ["tree"], { cwd: folder, encoding: "utf8" }).split("\n").sort();
    expect(listed).toEqual(found);
  });

  it("prints the metadata of each entry on a line", async () => {
    const { stdout } = await runCommand(["list", "--json", "-e", "ts", "tree"], { cwd: folder });
    expect(JSON.parse(stdout.toString())).toMatchObject({
      root: "tree",
      path: "sub/b.ts",
      type: "file",
      depth: 2,
      size: 6,
      links: 1,
    });
  });

  it.skipIf(!linux)("gives back the bytes of every name, newlines and broken UTF-8 included", async () => {
    const odd = path.join(folder, "odd");
    mkdirSync(odd);
    for (const name of [Buffer.from("new\nline"), Buffer.from([0x61, 0xff, 0x62]), Buffer.from("\u001b[2Jx")]) {
      writeFileSync(Buffer.concat([Buffer.from(`${odd}/`), name]), "");
    }
    const ours = (await runCommand(["list", "-0", "odd"], { cwd: folder })).stdout;
    const theirs = execFileSync("find", ["odd", "-print0"], { cwd: folder });
    const sorted = (output: Buffer): string[] => output.toString("latin1").split("\0").sort();
    expect(sorted(ours)).toEqual(sorted(theirs));
  });

  it("says on standard error what it could not read, one line each", async () => {
    const { status, stdout, stderr } = await runCommand(["list", "tree/a.txt", "gone\u001b[2J"], { cwd: folder });
    expect([status, stdout.toString()]).toEqual([2, "tree/a.txt\n"]);
    expect(stderr).toBe("transect: gone\\x1b[2J: ENOENT: no such file or directory\n");
  });

  it.skipIf(!linux)("reports a folder it may not read, and lists the rest", async ({ skip }) => {
    const secret = path.join(folder, "locked/secret");
    mkdirSync(secret, { recursive: true });
    writeFileSync(path.join(folder, "locked/open"), "");
    chmodSync(path.join(folder, "locked"), 0o755);
    chmodSync(secret, 0);
    const identity = unprivileged();
    if (identity === undefined) return skip("the checkout lies where no other user may read it");
    const { status, stdout, stderr } = await runCommand(["list", path.join(folder, "locked")], identity);
    expect(stdout.toString().split("\n").length).toBe(4);
    expect(stderr).toMatch(/^transect: [^\n]*locked\/secret: EACCES: permission denied\n$/);
    expect(status).toBe(2);
    const root = await runCommand([secret, "--csv", "roots"], identity);
    expect(root.stderr).toBe(`transect: ${secret}: EACCES: permission denied\n`);
    expect([root.status, root.stdout.toString().split("\n")[1]]).toEqual([
      2,
      expect.stringContaining(",directory,0,1,"),
    ]);
    const below = await runCommand([path.join(secret, "in")], identity);
    expect(below).toMatchObject({ status: 1, stderr: `transect: ${secret}/in: EACCES: permission denied\n` });
    const output = await runCommand(["-o", path.join(secret, "report"), folder], identity);
    expect(output.stderr).toBe(`transect: cannot write ${secret}/report: permission denied (EACCES)\n`);
    expect(output.status).toBe(1);
  });
});

describe("patterns and ignore rules", () => {
  it("choose what is listed, and what is profiled", async () => {
    const listed = await runCommand(["list", "-m", "**/*.ts", "--match", "*.txt", "tree"], { cwd: folder });
    expect(listed.stdout.toString().split("\n").sort()).toEqual(["", "tree/a.txt", "tree/sub/b.ts"]);
    const profiled = await runCommand(["--json", "-X", "sub", "tree"], { cwd: folder });
    expect(parseReport(profiled.stdout.toString()).totals).toMatchObject({ files: 2, directories: 1 });
  });

  it("a pattern that is too large is refused with its place marked", async () => {
    const { status, stderr } = await runCommand(["list", "--match", "{a,b}".repeat(20), "tree"], { cwd: folder });
    expect(stderr).toMatch(/^transect: the braces expand to more patterns than \d+ .*\n.*\n +\^\n$/);
    expect(status).toBe(1);
  });

  it("say what is ignored, and which line decides", async () => {
    const top = path.join(folder, "repository");
    mkdirSync(path.join(top, "out"), { recursive: true });
    writeFileSync(path.join(top, ".gitignore"), "# made\nout/\n");
    writeFileSync(path.join(top, "out/made.js"), "1");
    writeFileSync(path.join(top, "kept"), "1");
    execFileSync("git", ["init", "-q"], { cwd: top });
    const run = async (...args: string[]): Promise<string> => (await runCommand(args, { cwd: top })).stdout.toString();
    expect(await run("ignored")).toBe("./out/\n");
    expect(await run("ignored", "--explain")).toBe(".gitignore:2:out/\t./out/\n");
    expect(await run("ignored", "--explain", "out/made.js", "kept")).toBe(".gitignore:2:out/\tout/made.js\n::\tkept\n");
    expect(await run("ignored", "out/made.js", "kept")).toBe("out/made.js\n");
    const listed = await run("list", "--ignore", "git", "-t", "f");
    expect(listed.split("\n").sort()).toEqual(["", "./.gitignore", "./kept"]);
    const report = parseReport(await run("--json", "--would-ignore", "git"));
    expect(report.ignored?.files).toBe(report.totals.files - 2);
    expect(await run("--would-ignore", "git")).toContain("would be left out");
  });
});

function reportIn(html: string): Report {
  return parseReport(/<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(html)?.[1] ?? "");
}
