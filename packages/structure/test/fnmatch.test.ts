import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameSet } from "../src/name-set.js";

const PYTHON = ["python3", "python"].find((program) => spawnSync(program, ["-c", "import fnmatch"]).status === 0);

const ORACLE = `
import fnmatch, json, sys, warnings
warnings.simplefilter("ignore")
pairs = json.load(sys.stdin)
print(json.dumps([fnmatch.fnmatchcase(name, pattern) for pattern, name in pairs]))`;

type Pair = readonly [pattern: string, name: string];

/** What Python says of patterns and names. */
function askPython(pairs: readonly Pair[]): boolean[] {
  const { stdout } = spawnSync(PYTHON ?? "", ["-c", ORACLE], { input: JSON.stringify(pairs), maxBuffer: 1 << 28 });
  return JSON.parse(stdout.toString());
}

function ask(pairs: readonly Pair[]): boolean[] {
  return pairs.map(([pattern, name]) => nameSet([pattern]).which(name).length > 0);
}

/** What pairs of a list of them two answers differ on. */
function differing(pairs: readonly Pair[], ours: readonly boolean[], theirs: readonly boolean[]): unknown[] {
  return pairs.flatMap((pair, index) => (ours[index] === theirs[index] ? [] : [{ pair, python: theirs[index] }]));
}

const TABLE: readonly (readonly [pattern: string, matching: readonly string[], others: readonly string[]])[] = [
  ["*", ["", "a", ".hidden", "a.b", "line\nbreak"], []],
  ["*.csv", ["a.csv", ".csv"], ["a.CSV", "csv", "a.csv~"]],
  ["?", ["a", ".", "é", "𝒳"], ["", "ab"]],
  ["[abc]x", ["ax", "cx"], ["dx", "x", "Ax"]],
  ["[!abc]x", ["dx", "!x", ".x"], ["ax", "x"]],
  ["exp_[0-9]", ["exp_0", "exp_9"], ["exp_", "exp_10", "EXP_1"]],
  ["{a,b}", ["{a,b}"], ["a", "b"]],
  ["a\\*", ["a\\", "a\\b"], ["a*", "a"]],
  ["[*]", ["*"], ["a"]],
  ["[[]", ["["], ["]"]],
  ["[]]", ["]"], ["["]],
  ["[]", ["[]"], ["]", ""]],
  ["[!]", ["[!]"], ["a"]],
  ["[!]]", ["a"], ["]"]],
  ["[a-]", ["a", "-"], ["b"]],
  ["[-a]", ["a", "-"], ["b"]],
  ["[z-a]", [], ["z", "a", "-", "[z-a]"]],
  ["[!z-a]", ["z", "q", "-"], ["", "ab"]],
  ["[a-c-e]", ["a", "b", "-", "e"], ["d", "f"]],
  ["[b-a!x]", ["a", "b"], ["x"]],
  ["**a**", ["a", "bab"], ["b"]],
  ["+(a|b)", ["+(a|b)"], ["a", "ab"]],
  ["!a", ["!a"], ["b"]],
  ["#~^$.", ["#~^$."], []],
  ["[^a]", ["^", "a"], ["b"]],
  ["[&&~~||]", ["&", "~", "|"], ["a"]],
  ["é[à-ü]", ["éé"], ["éz"]],
];

describe("a pattern of a name", () => {
  it.each(TABLE)("%j", (pattern, matching, others) => {
    const set = nameSet([pattern]);
    const matches = (name: string): boolean => set.which(name).length > 0;
    expect([matching.filter(matches), others.filter(matches)]).toEqual([matching, []]);
  });

  it("several are asked at once, and say which of them match", () => {
    const set = nameSet(["*.csv", "a*", "!*", "*", "*.csv"]);
    expect(set.which("a.csv")).toEqual([0, 1, 3, 4]);
    expect(set.which("!")).toEqual([2, 3]);
    expect(nameSet([]).which("a")).toEqual([]);
  });

  it("takes bytes that are no text for characters of their own", () => {
    const name = Uint8Array.from([0x61, 0xff, 0x62]);
    expect(nameSet(["a?b", "a??b", "a[!x]b", "ab"]).which(name)).toEqual([0, 2]);
  });

  it("takes time in proportion to the name, whatever it is", () => {
    const stars = nameSet([`${"*a".repeat(200)}b`, "[!a]*".repeat(100)]);
    const started = performance.now();
    for (let round = 0; round < 20; round += 1) stars.which("a".repeat(2000));
    // A matcher that goes back takes longer than the universe; this is no measurement.
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

describe.skipIf(PYTHON === undefined)("beside Python's fnmatch", () => {
  it("the table is right", () => {
    const pairs = TABLE.flatMap(([pattern, matching, others]) =>
      [...matching, ...others].map((name): Pair => [pattern, name]),
    );
    expect(differing(pairs, ask(pairs), askPython(pairs))).toEqual([]);
  });

  it("random patterns and names are answered alike", () => {
    const character = fc.constantFrom(..."ab-!]^[*?\\&|~.Z{}(),+@#é𝒳\n ");
    const text = (maxLength: number): fc.Arbitrary<string> =>
      fc.array(character, { maxLength }).map((characters) => characters.join(""));
    const inClass = text(6).map((inside) => `[${inside}]`);
    const pattern = fc.oneof(
      text(8),
      inClass,
      fc.tuple(text(2), inClass, text(2)).map((parts) => parts.join("")),
    );
    // No pattern of a structure is empty.
    const pair = fc.tuple(
      pattern.filter((one) => one !== ""),
      fc.oneof(text(4), character),
    );
    fc.assert(
      fc.property(fc.array(pair, { minLength: 3000, maxLength: 3000 }), (pairs) => {
        expect(differing(pairs, ask(pairs), askPython(pairs))).toEqual([]);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });
});
