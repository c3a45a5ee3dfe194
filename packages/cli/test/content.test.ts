import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandResult, runCommand, unprivileged } from "./run-command.js";

const linux = process.platform === "linux";
const GOLDEN = "d9ad70f8fecefb513226b297bffa45a3985225319ce0b81bb9f4cf7e6f20cef1";
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "transect-cli-content-"));
  chmodSync(folder, 0o755);
  write("db/00_common/ext.sql", "CREATE EXTENSION pgcrypto;\n");
  write("db/10_tables/users.sql", "CREATE TABLE users (id INT);");
  write("same/a", "same");
  write("same/sub/b", "same");
});

afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), content);
}

function run(...args: string[]): Promise<CommandResult> {
  return runCommand(args, { cwd: folder });
}

/** Status, output and what was said beside it. */
async function said(...args: string[]): Promise<[number | null, string, string]> {
  const { status, stdout, stderr } = await run(...args);
  return [status, stdout.toString(), stderr];
}

describe("a bad command line", () => {
  it.each([
    [["hash", "-a", "md5"], "Allowed choices are sha256, blake3"],
    [["hash", "--sort", "size"], "Allowed choices are path, hex"],
    [["hash", "--expect", "abc"], "Expected 64 hexadecimal digits."],
    [["hash", "--expect", GOLDEN, "db", "same"], "--expect takes one root"],
    [["hash", "--files", "--include", "x"], "name roots instead"],
    [["hash", "-0", "--json"], "cannot be used with"],
    [["hash", "--type", "f"], "unknown option '--type'"],
    [["hash", "--include", "../x", "db"], 'include[0].path is "../x": expected a path below the root'],
    [["build", "--json"], "--json needs --output"],
    [["build", "--check"], "--check needs --output"],
    [["build", "--separator", "c"], "Allowed choices are block, line, hash, none"],
    [["build", "--separator", "line", "--template", "x"], "cannot be used with"],
    [["build", "--binary", "drop"], "Allowed choices are refuse, name, skip, copy"],
    [["build", "-m", "*.nothing", "db"], "nothing was built: no file was chosen below db"],
    [["build", "-o", "no/such/folder/out", "db"], "cannot write no/such/folder/out: ENOENT"],
    [["build", "-o", "same", "db"], "cannot write same: it is no regular file"],
    [["duplicates", "--follow"], "unknown option '--follow'"],
    [["duplicates", "--top", "-1"], "Expected a whole number from 0 on."],
    [["duplicates", "-o", "same/a"], "it exists already; add --force"],
    [["duplicates", ""], 'roots is [""]: expected a path'],
  ])("%j gives one line that says what to do, and status 1", async (args, message) => {
    const [status, stdout, stderr] = await said(...args);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^transect: [^\n]+\n$/);
    expect([status, stdout]).toEqual([1, ""]);
  });

  it.each(["hash", "build", "duplicates"])("%s --help has examples and says what its status means", async (verb) => {
    const [status, stdout] = await said(verb, "--help");
    expect(stdout).toMatch(new RegExp(`Examples:\\n {2}transect ${verb}[\\s\\S]*Exit status: 0`));
    expect(status).toBe(0);
  });
});

describe("transect hash", () => {
  it("prints one hash for each root", async () => {
    const [status, stdout] = await said("hash", "db", "same");
    expect(stdout).toMatch(new RegExp(`^${GOLDEN} {2}db\\n[0-9a-f]{64} {2}same\\n$`));
    expect(status).toBe(0);
  });

  it("ends with status 3 where it is another one than was expected", async () => {
    expect(await said("hash", "--expect", GOLDEN.toUpperCase(), "db")).toEqual([0, `${GOLDEN}  db\n`, ""]);
    const [status, , stderr] = await said("hash", "--expect", GOLDEN, "same");
    expect(status).toBe(3);
    expect(stderr).toMatch(/^transect: the hash is [0-9a-f]{64}, and not d9ad\w+ as expected\n$/);
  });

  it("prints all that it knows as JSON, with the hash of each file when asked", async () => {
    const { trees } = JSON.parse((await run("hash", "--json", "--files", "db")).stdout.toString());
    expect(trees).toMatchObject([
      { root: "db", algorithm: "sha256", hash: GOLDEN, files: 2, bytes: 55, completeness: { state: "complete" } },
    ]);
    expect(trees[0].list.map(({ path: below }: { path: string }) => below)).toEqual([
      "00_common/ext.sql",
      "10_tables/users.sql",
    ]);
    const [status, stdout] = await said("hash", "-a", "blake3", "db");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^[0-9a-f]{64} {2}db\n$/);
    expect(stdout).not.toContain(GOLDEN);
  });

  it.skipIf(!linux)("prints the hash of each file as sha256sum does, and it checks them", async () => {
    for (const name of ["new\nline", "back\\slash", "carriage\rreturn", " ", "é"]) write(`odd/${name}`, name);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/odd/`), Buffer.from([0x61, 0xff])]), "x");
    const { stdout } = await run("hash", "--files", "odd");
    const theirs = execFileSync("sh", ["-c", "sha256sum odd/*"], { cwd: folder });
    const sorted = (lines: Buffer): string[] => lines.toString("latin1").split("\n").sort();
    expect(sorted(stdout)).toEqual(sorted(theirs));
    execFileSync("sha256sum", ["--check", "--strict", "--quiet"], { cwd: folder, input: stdout });
    const ended = (await run("hash", "--files", "-0", "odd")).stdout;
    const zero = execFileSync("sh", ["-c", "sha256sum --zero odd/*"], { cwd: folder });
    expect(ended.toString("latin1").split("\0").sort()).toEqual(zero.toString("latin1").split("\0").sort());
  });

  it.skipIf(!linux)("says what it could not read, and prints no hash of the rest", async ({ skip }) => {
    write("locked/open", "1");
    write("locked/secret", "1");
    chmodSync(path.join(folder, "locked/secret"), 0);
    const identity = unprivileged();
    if (identity === undefined) return skip("the checkout lies where no other user may read it");
    const tree = await runCommand(["hash", "locked"], { cwd: folder, ...identity });
    expect([tree.status, tree.stdout.toString()]).toEqual([2, ""]);
    expect(tree.stderr).toBe("transect: locked/secret: EACCES: permission denied\n");
    const files = await runCommand(["hash", "--files", "locked"], { cwd: folder, ...identity });
    expect([files.status, files.stdout.toString()]).toEqual([2, expect.stringMatching(/^\w{64} {2}locked\/open\n$/)]);
    const copies = await runCommand(["duplicates", "locked", "same"], { cwd: folder, ...identity });
    expect([copies.status, copies.stdout.toString()]).toEqual([2, expect.stringContaining("INCOMPLETE")]);
    const built = await runCommand(["build", "-o", "never", "locked"], { cwd: folder, ...identity });
    expect(built.status).toBe(1);
    expect(built.stderr).toBe("transect: locked/secret: EACCES: permission denied\ntransect: nothing was built\n");
    expect(existsSync(path.join(folder, "never"))).toBe(false);
    chmodSync(path.join(folder, "locked/secret"), 0o600);
  });

  it("of a root that is not there is an error and status 1", async () => {
    expect(await said("hash", "gone")).toEqual([1, "", "transect: gone: ENOENT: no such file or directory\n"]);
    const [status, stdout] = await said("hash", "gone", "db");
    expect([status, stdout]).toEqual([2, `${GOLDEN}  db\n`]);
  });
});

describe("transect hash that is stopped", () => {
  it.each([["hash"], ["hash", "--files"]])("%s %s shows what it was told to hash safely", async (...verb) => {
    const [status, stdout, stderr] = await said(...verb, "--max-duration", "0ms", "db\u001b[2J", "db");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^transect: db\\x1b\[2J.*: stopped before all was read$/m);
    expect(stderr).not.toContain("\u001b");
  });
});

describe("transect build", () => {
  const RULE = "=".repeat(42);
  const SQL = [
    `\n-- ${RULE}\n-- File: 00_common/ext.sql\n-- ${RULE}\n\nCREATE EXTENSION pgcrypto;\n`,
    `\n-- ${RULE}\n-- File: 10_tables/users.sql\n-- ${RULE}\n\nCREATE TABLE users (id INT);\n`,
  ].join("");

  it("prints what it builds", async () => {
    expect(await said("build", "--separator", "line", "--header", "-- top", "db")).toEqual([0, `-- top\n${SQL}`, ""]);
    expect((await said("build", "--template", "{rel}\\t\\\\n\\n", "-i", "10_tables", "-i", "00_common", "db"))[1]).toBe(
      "10_tables/users.sql\t\\n\nCREATE TABLE users (id INT);\n00_common/ext.sql\t\\n\nCREATE EXTENSION pgcrypto;\n",
    );
  });

  it("writes a file where it changes, replaces one only when told to, and tells when it is out of date", async () => {
    const args = ["build", "--separator", "line", "-m", "**/*.sql", "-o", "schema.sql", "db"];
    expect(await said(...args, "--check")).toEqual([
      3,
      expect.stringMatching(/^outdated {2}schema\.sql {2}2 files, /),
      "",
    ]);
    const first = `written  schema.sql  2 files, 285 B  sha256 ${GOLDEN}\n`;
    expect(await said(...args)).toEqual([0, first.replace("285", String(SQL.length)), ""]);
    expect(readFileSync(path.join(folder, "schema.sql"), "utf8")).toBe(SQL);
    expect((await said(...args))[1]).toMatch(/^unchanged /);
    expect((await said(...args, "--check"))[0]).toBe(0);
    write("db/20_views/v.sql", "SELECT 1");
    expect(await said(...args)).toEqual([
      1,
      "",
      "transect: schema.sql is there already, and differs; add --force to replace it\n",
    ]);
    const { stdout } = await run(...args, "--force", "--json");
    expect(JSON.parse(stdout.toString())).toMatchObject({ state: "written", files: 3, leftOut: [] });
    rmSync(path.join(folder, "db/20_views"), { recursive: true });
    expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  it("makes one text of a repository, without what git ignores, and names what is no text", async () => {
    write("repository/.gitignore", "out/\n");
    write("repository/out/made.js", "1");
    write("repository/src/main.ts", "let a;");
    write("repository/logo.png", Buffer.from([0x89, 0x50, 0, 0]));
    execFileSync("git", ["init", "-q"], { cwd: path.join(folder, "repository") });
    const args = ["build", "--ignore", "git", "-o", "repository/review.txt", "repository"];
    const [refused, , why] = await said(...args);
    expect([refused, why]).toEqual([1, expect.stringContaining("repository/logo.png: EILSEQ: it is no text in UTF-8")]);
    const [status, , stderr] = await said(...args, "--binary", "name");
    expect([status, stderr]).toEqual([0, "transect: left out for being no text: repository/logo.png\n"]);
    const text = readFileSync(path.join(folder, "repository/review.txt"), "utf8");
    expect(text.match(/File: .*/g)).toEqual([
      "File: .gitignore",
      "File: logo.png (binary, 4 bytes, left out)",
      "File: src/main.ts",
    ]);
    expect((await said(...args, "--binary", "name"))[1]).toMatch(/^unchanged /);
  });
});

describe("transect duplicates", () => {
  it("shows groups, what could be freed, and folders that overlap", async () => {
    const [status, stdout, stderr] = await said("duplicates", "same");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^1 copy in 1 group, of 2 files, 8 B\n4 B could be freed, on disk /);
    expect(stdout).toContain("\n2 × 4 B, frees 4 B\n  same/a\n  same/sub/b\n");
    write("two/x", "same");
    const both = (await said("duplicates", "two", "same/sub", "same"))[1];
    expect(both).toContain("\nFolders that overlap\n  4 B in 1 file\n");
    expect((await said("duplicates", "db"))[1]).toBe("no two files hold the same: 2 files, 55 B\n");
  });

  it("prints all of it as JSON, into a file when asked", async () => {
    const report = JSON.parse((await run("duplicates", "--json", "same")).stdout.toString());
    expect(report).toMatchObject({
      roots: ["same"],
      files: 2,
      bytes: 8,
      copies: 1,
      reclaimable: { apparentBytes: 4 },
      groups: [{ bytes: 4, files: [{ path: "a" }, { path: "sub/b" }] }],
      completeness: { state: "complete" },
    });
    await run("duplicates", "--json", "-o", "report.json", "same");
    expect(JSON.parse(readFileSync(path.join(folder, "report.json"), "utf8"))).toEqual(report);
  });

  it("of a root that is not there is an error and status 1", async () => {
    expect(await said("duplicates", "gone")).toEqual([1, "", "transect: gone: ENOENT: no such file or directory\n"]);
  });
});
