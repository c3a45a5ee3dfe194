import { execFile } from "node:child_process";
import { setTimeout as after } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Entry, resolveProfileOptions } from "@transect/core";
import { profile } from "@transect/walker-parallel";
import { describe, expect, it } from "vitest";
import { sharedWordsFor } from "../src/shared-words.js";
import { createCrew, crewMemory } from "../src/threads/crew.js";
import { createProfiler } from "../src/threads/crew-walk.js";
import { createHelpers } from "../src/threads/helpers.js";
import { readParcel } from "../src/threads/parcel.js";
import type { ThreadTask } from "../src/threads/thread-task.js";
import { dir, file, makeTree } from "./tree.js";

const THREADLESS = fileURLToPath(new URL("./threadless.mjs", import.meta.url));

/** Keeps a process from starting threads and from loading addons, unless it is told that it may. */
const PERMISSION_MODEL = process.allowedNodeEnvironmentFlags.has("--permission")
  ? "--permission"
  : "--experimental-permission";

/** Two members of one crew, on this thread. */
function twoOfOne(): { readonly one: ReturnType<typeof createCrew>; readonly other: ReturnType<typeof createCrew> } {
  const memory = crewMemory();
  return { one: createCrew(memory), other: createCrew(memory) };
}

function parcel(...bytes: number[]): Uint8Array {
  return Uint8Array.from(bytes);
}

describe("a crew", () => {
  it("hands each parcel to one member, the last one first, and is over when none is left and all wait", () => {
    const { one, other } = twoOfOne();
    one.join();
    expect(one.give([parcel(1), parcel(), parcel(2, 3)])).toBe(3);
    other.join();
    expect(other.take()).toEqual(parcel(2, 3));
    expect(one.take()).toEqual(parcel());
    expect(other.take()).toEqual(parcel(1));
    one.leave();
    expect(other.isOver()).toBe(false);
    expect(other.take()).toBeUndefined();
    expect(one.isOver()).toBe(true);
  });

  it("is not over while there is a parcel, though everybody has left: who comes later takes it", () => {
    const { one, other } = twoOfOne();
    one.join();
    one.give([parcel(7)]);
    one.leave();
    expect(one.isOver()).toBe(false);
    other.join();
    expect(other.take()).toEqual(parcel(7));
    expect(other.take()).toBeUndefined();
    expect(other.joined()).toBe(2);
  });

  it("lets who comes too late go at once", () => {
    const { one, other } = twoOfOne();
    one.join();
    one.leave();
    other.join();
    expect(other.take()).toBeUndefined();
  });

  it("takes no parcel for which there is no room, and loses none", () => {
    const { one } = twoOfOne();
    one.join();
    const large = new Uint8Array(80_000).fill(9);
    expect(one.give([large, large, large, large])).toBe(3);
    expect(one.take()?.every((byte) => byte === 9)).toBe(true);
    expect(one.give([large])).toBe(1);
    expect(one.wanted()).toBe(-3);
  });

  it("remembers that somebody left work undone", () => {
    const { one, other } = twoOfOne();
    expect(other.wasCut()).toBe(false);
    one.cut();
    expect(other.wasCut()).toBe(true);
  });
});

describe("a member", () => {
  const names = 300_000;
  const task: ThreadTask = {
    options: {},
    keep: resolveProfileOptions(),
    stat: true,
    roots: [{ root: { name: "/", type: "directory" }, account: 0 }],
    crew: crewMemory(),
    words: new BigInt64Array(new SharedArrayBuffer(sharedWordsFor(3) * 8)),
    members: 3,
  };

  it("gives of a huge folder what there is room for, in parcels that leave room for more, and keeps the rest", () => {
    const { member, roots } = createProfiler(task, 0);
    const crew = createCrew(task.crew);
    const [parent] = roots;
    if (parent === undefined) throw new Error("there is a root");
    for (let n = 0; n < names; n += 1) {
      member.push({ root: 0, directory: new Entry({ parent, name: `folder-${n}`, type: "directory" }) });
    }
    crew.join();
    member.giveAway();
    const given = -crew.wanted();
    expect(given).toBeGreaterThan(2);
    const seen = Array.from({ length: given }, () => readParcel(crew.take() ?? parcel(), roots));
    for (const part of seen) expect(part.length).toBeLessThanOrEqual(2_048);
    // The oldest first, none twice.
    expect(seen.reverse().flatMap((part) => part.map(({ directory }) => directory.name))).toEqual(
      Array.from({ length: seen.flat().length }, (_, n) => `folder-${n}`),
    );
    member.giveAway();
    expect(-crew.wanted()).toBeGreaterThan(2);
  });
});

describe("worker threads", () => {
  it("share a folder of very many folders with long names", async () => {
    const folders = 20_000;
    const root = makeTree([dir("all", ...Array.from({ length: folders }, (_, n) => dir(`${n}${"n".repeat(200)}`)))]);
    const { run, totals } = await profile(root, { backend: "threads", jobs: 2, trace: true });
    expect(totals.directories).toBe(folders + 2);
    const opened = run.trace?.map(({ directories }) => directories) ?? [];
    expect(Math.min(...opened)).toBeGreaterThan(folders / 5);
  });

  it("that cannot be started leave their work to the calling thread", async () => {
    const folders = Array.from({ length: 60 }, (_, n) =>
      dir(`${n}`, ...Array.from({ length: 100 }, (_, m) => file(`${m}`))),
    );
    const root = makeTree([dir("deep", dir("er", ...folders)), file("beside")]);
    const flags = [PERMISSION_MODEL, "--allow-fs-read=*", "--no-warnings"];
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, THREADLESS, root]);
    const { reports, ...walks } = JSON.parse(stdout);
    expect(walks).toEqual({ walksAgree: true, pathsAgree: true });
    expect(reports).toHaveLength(4);
    for (const run of reports) expect(run).toMatchObject({ backend: "threads", workers: 1, agrees: true });
  });

  it("that die make the profile fail, and nobody waits for them", async () => {
    const task: ThreadTask = {
      // A bad option that no caller could give: the thread throws on it.
      options: { maxDepth: -1 },
      keep: resolveProfileOptions(),
      stat: true,
      roots: [{ root: { name: "/", type: "directory" }, account: 0 }],
      crew: crewMemory(),
      words: new BigInt64Array(new SharedArrayBuffer(sharedWordsFor(3) * 8)),
      members: 3,
    };
    const crew = createCrew(task.crew);
    const helpers = createHelpers({ task, crew, findings: "profiles" });
    crew.join();
    crew.give([parcel(0x5b, 0x5d)]);
    helpers.call(2);
    crew.leave();
    await expect(Promise.race([helpers.answers(), after(30_000, "still waiting")])).rejects.toThrow(/maxDepth/);
    helpers.end();
    expect(crew.isOver()).toBe(true);
  });
});
