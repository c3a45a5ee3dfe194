import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "./run-command.js";

let folder = "";
let script = "";

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "transect-completion-"));
  mkdirSync(path.join(folder, "tree/sub"), { recursive: true });
  writeFileSync(path.join(folder, "tree/two words"), "");
  script = (await runCommand(["completion", "bash"])).stdout.toString();
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!existsSync("/bin/bash"))("in a real bash", () => {
  it.each([
    [["ba"], ["backends"]],
    [["--csv", "largest-f"], ["largest-files"]],
    [["--hard-links", "=", "ea"], ["each"]],
    [
      ["--hard-links", "="],
      ["once", "each"],
    ],
    [["list", "--nu"], ["--null"]],
    [["list", "-t", "sy"], ["symlink"]],
    [["list", "--ignore", ""], ["git"]],
    [["list", "--min-size", ""], []],
    [["list", "tree/s"], ["tree/sub"]],
    [["tree/t"], ["tree/two words"]],
    [["-o", "tr"], ["tree"]],
    [["--html", "tr"], ["tree"]],
    [["--html", "=", "tr"], ["tree"]],
    [["--nd"], ["--ndjson"]],
    [["--mar"], ["--markdown"]],
    [["completion", "z"], ["zsh"]],
    [["help", "igno"], ["ignored"]],
  ])("%j is completed with %j", (words, expected) => {
    expect(complete(words)).toEqual(expected);
  });
});

describe("a script", () => {
  it.for([
    ["bash", "/bin/bash", "-n"],
    ["zsh", "/usr/bin/zsh", "-n"],
    ["fish", "/usr/bin/fish", "--no-execute"],
  ] as const)("for %s has no bad syntax", async ([shell, program, flag], { skip }) => {
    const { status, stdout } = await runCommand(["completion", shell]);
    expect(status).toBe(0);
    expect(stdout.toString()).toContain("hard-links");
    if (!existsSync(program)) return skip(`there is no ${shell} here to read it`);
    const file = path.join(folder, `script.${shell}`);
    writeFileSync(file, stdout);
    execFileSync(program, [flag, file], { stdio: ["ignore", "ignore", "pipe"] });
  });
});

/** What bash offers behind `transect` and these words, the last one still being written. */
function complete(words: readonly string[]): string[] {
  const quoted = words.map((word) => `"${word}"`).join(" ");
  const ask = `${script}
compopt() { :; }
COMP_WORDS=(transect ${quoted}); COMP_CWORD=${words.length}; _transect; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const lines = execFileSync("/bin/bash", ["-c", ask], { cwd: folder, encoding: "utf8" });
  return lines.split("\n").filter((line) => line !== "");
}
