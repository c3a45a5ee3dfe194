import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairedRatio } from "../../benchmarks/method/statistics.mjs";
import { readmeFrom } from "../../benchmarks/published/readme.mjs";
import { RESULTS, readResults } from "../../benchmarks/published/results.mjs";
import { ratioOf, verdictOf } from "../../benchmarks/revisions/verdict.mjs";
import { difference } from "../../benchmarks/subjects/subject.mjs";
import { callsOf, type Folder, simulatedWalk } from "../../benchmarks/suites/network-model.mjs";
import { ROOT } from "./workspace.js";

/** Numbers from 0 to 1, the same each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** About normal, with a standard deviation of one. */
function bell(random: () => number): number {
  return Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6);
}

describe("the interval of a ratio", () => {
  it("holds the true ratio nearly always, however the machine's speed drifts", () => {
    let held = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = numbers(seed);
      const drift = Array.from({ length: 11 }, () => 1 + random());
      const b = drift.map((speed) => 100 * speed * (1 + 0.03 * bell(random)));
      const a = drift.map((speed) => 120 * speed * (1 + 0.03 * bell(random)));
      const { low, high, ratio } = pairedRatio(a, b);
      expect(low <= ratio && ratio <= high).toBe(true);
      if (low <= 1.2 && 1.2 <= high) held += 1;
    }
    expect(held).toBeGreaterThan(180);
  });
});

describe("a comparison of two revisions", () => {
  /** Ratios of pairs of processes, each of which differs by chance, and so do its rounds: as much as was seen. */
  const measured = (seed: number, ratio: number): number[][] => {
    const random = numbers(seed);
    return Array.from({ length: 40 }, () => {
      const process = ratio * (1 + 0.045 * bell(random));
      return Array.from({ length: 20 }, () => process * (1 + 0.1 * bell(random)));
    });
  };
  const alarms = (ratio: number): number =>
    Array.from({ length: 25 }, (_, seed) => verdictOf(ratioOf(measured(seed + 1, ratio)), 0.05)).filter(
      (verdict) => verdict === "slower",
    ).length;

  it("is alarmed by a tenth more time, and not by none", () => {
    expect(alarms(1)).toBe(0);
    expect(alarms(1.02)).toBe(0);
    expect(alarms(1.1)).toBeGreaterThan(22);
    expect(alarms(1.2)).toBe(25);
  });
});

describe("the walk over a network that is simulated", () => {
  const { folder } = fc.letrec<{ folder: Folder }>((tie) => ({
    folder: fc.record({
      entries: fc.nat(5_000),
      folders: fc.oneof({ depthSize: "small" }, fc.constant([]), fc.array(tie("folder"), { maxLength: 4 })),
    }),
  }));
  const network = { processors: 2, latency: 1, cpu: 0.01 };

  it("takes the time of all calls with one worker", () => {
    fc.assert(
      fc.property(folder, fc.boolean(), (root, sizes) => {
        const expected = callsOf(root, sizes) * (network.latency + network.cpu);
        expect(simulatedWalk(root, { ...network, workers: 1, sizes })).toBeCloseTo(expected, 3);
      }),
    );
  });

  it("is never faster than its workers together could be, or its processors", () => {
    fc.assert(
      fc.property(folder, fc.integer({ min: 1, max: 64 }), fc.boolean(), (root, workers, sizes) => {
        const calls = callsOf(root, sizes);
        const time = simulatedWalk(root, { ...network, workers, sizes });
        expect(time).toBeGreaterThanOrEqual((calls * network.latency) / workers - 1e-6);
        expect(time).toBeGreaterThanOrEqual((calls * network.cpu) / network.processors - 1e-6);
        expect(time).toBeLessThanOrEqual(calls * (network.latency + network.cpu) + 1e-6);
      }),
    );
  });
});

describe("an answer", () => {
  const counts = { entries: 10, files: 7, directories: 2, apparent: 700, allocated: 8_192 };
  const tree = { name: "t", path: "t", about: "", counts, once: { apparent: 600, allocated: 4_096 }, fixed: true };

  it("may count names that share a file once or each time, and is else held to what there is", () => {
    expect(difference({ entries: 10, apparent: 700 }, tree)).toBe("");
    expect(difference({ paths: 8, allocated: 4_096 }, tree)).toBe("");
    expect(difference({ entries: 9, files: 8 }, tree)).toBe("1 entries fewer, 1 files more");
    expect(difference({ apparent: 650 }, tree)).toMatch(/^50 bytes/);
  });
});

describe("what is published", () => {
  it("is made from results alone: no figure of the README is typed", () => {
    const text = readFileSync(path.join(ROOT, "benchmarks/README.md"), "utf8");
    const results = readResults(RESULTS);
    expect(readmeFrom(results, { text, folder: RESULTS })).toBe(text);
  });
});
