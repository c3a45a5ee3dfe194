import { spawnSync } from "node:child_process";
import process from "node:process";
import { parseReport } from "@transect/core";
import { describe, expect, it } from "vitest";
import { COMMAND, runCommand } from "./run-command.js";

// A tree that every machine has, and that takes a while.
const LARGE = "/";

describe.skipIf(process.platform !== "linux")("an output that fails", () => {
  it.each([[["--help"]], [["--version"]], [["backends"]], [["list", import.meta.dirname]], [[import.meta.dirname]]])(
    "is one line when it is full: %j",
    (args) => {
      expect(inShell('exec "$@" > /dev/full', args)).toEqual({
        status: 1,
        stderr: "transect: cannot write the output: no space is left (ENOSPC)\n",
      });
    },
  );

  it("ends the walk in silence, and soon, when nobody reads on", async () => {
    const before = Date.now();
    const { status, stdout, stderr } = await runCommand(["list", LARGE], {
      onStart: (child) => child.stdout?.once("data", () => child.stdout?.destroy()),
    });
    expect(stdout.length).toBeGreaterThan(0);
    expect(stderr.split("\n").every((line) => line === "" || line.includes(": E"))).toBe(true);
    expect([status, Date.now() - before < 10_000]).toEqual([0, true]);
  });

  it("for messages alone changes nothing else", async () => {
    const { status, stdout } = await runCommand(["list", "no/such/root", import.meta.dirname], {
      onStart: (child) => child.stderr?.destroy(),
    });
    expect(stdout.toString()).toContain("streams.test.ts");
    expect(status).toBe(2);
  });
});

describe.skipIf(process.platform !== "linux")("an interrupt", () => {
  it("prints the profile of what was found, and marks it", async () => {
    // How long a start takes, and how long the walk goes on after it, depends on the machine.
    for (const delay of [700, 400, 1000, 1500, 2500, 4000]) {
      const { status, stdout, stderr } = await runCommand(["--json", LARGE], {
        onStart: (child) => setTimeout(() => child.kill("SIGINT"), delay),
      });
      const tooEarly = status === null;
      if (tooEarly || parseReport(stdout.toString()).completeness.state !== "cancelled") continue;
      expect(stderr).toContain("stopped before all was seen");
      expect(status).toBe(2);
      return;
    }
    throw new Error("no interrupt came in mid-walk");
  });

  it("ends a list with a line that says so, after what it has", async () => {
    const { status, stdout, stderr } = await runCommand(["list", "/usr"], {
      onStart: (child) => child.stdout?.once("data", () => child.kill("SIGINT")),
    });
    expect(stdout.toString()).toMatch(/[^\n]\n$/);
    expect([status, stderr]).toEqual([2, "transect: stopped before all was seen (ECANCELED)\n"]);
  });

  it("that comes again ends at once, even where nobody takes the output", async () => {
    const ended: (number | null)[] = [];
    // Where the first one comes before the pipe is full, all that there is finds room, and a second one is too late.
    for (const delay of [100, 400, 1600, 6400]) {
      let interrupts: NodeJS.Timeout | undefined;
      const { status } = await runCommand(["list", LARGE], {
        reads: false,
        onStart: (child) => {
          child.stdout?.once("readable", () => {
            interrupts = setInterval(() => child.kill("SIGINT"), delay);
          });
          child.once("exit", () => {
            clearInterval(interrupts);
            child.stdout?.destroy();
          });
        },
      });
      ended.push(status);
      if (status === 130) break;
    }
    expect(ended).toContain(130);
  });
});

function inShell(script: string, args: readonly string[]): { status: number | null; stderr: string } {
  const env = { ...process.env, LC_ALL: "C.UTF-8" };
  const command = ["-c", script, "sh", process.execPath, COMMAND, ...args];
  const { status, stderr } = spawnSync("/bin/sh", command, { env, stdio: ["ignore", "ignore", "pipe"] });
  return { status, stderr: stderr.toString() };
}
