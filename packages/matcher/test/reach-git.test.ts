import { ignoreRules } from "@transect/matcher";
import { type RuleReach, ruleReach } from "@transect/matcher/reach";
import { describe, expect, it } from "vitest";
import { repository } from "./git-oracle.js";
import { type Random, random } from "./random.js";

const REPOSITORIES = 60;
const PATHS = 200;
const { TRANSECT_SEED = "20261121" } = process.env;

const PIECES = ["a", "b", "c", "ab", "*", "*", "**", "?", "/", "/", "[ab]", "[!a]", "\\a", ".", "..", "[", "a/", "*.c"];
const NAMES = ["a", "b", "c", "ab", "a.c", ".c", "cc", "b.c", "d"];

describe("what a rule can still do", () => {
  it.each([
    ["a\na\n", ["overridden by 2", "decides"]],
    ["*.log\n*.l*\n", ["overridden by 2", "decides"]],
    ["*.l*\n*.log\n", ["decides", "decides"]],
    ["build/\n!build/keep\n", ["decides", "overridden by 1"]],
    ["build/*\n!build/keep\n", ["decides", "decides"]],
    ["*\n!*\n", ["overridden by 2", "decides"]],
    ["*\n!*/\n", ["decides", "decides"]],
    ["a\n!a\na\n", ["overridden by 3", "overridden by 3", "decides"]],
    ["a[\n", ["never"]],
    ["..\n.\n./a\na//b\n", ["never", "never", "never", "never"]],
    ["a/\na\n", ["overridden by 2", "decides"]],
    ["a\na/\n", ["decides", "decides"]],
  ])("%j: %j", (content, expected) => {
    const rules = ignoreRules([{ path: ".gitignore", content }]);
    expect(ruleReach(rules, rules.root())?.map(described)).toEqual(expected);
  });

  it("takes the files above the folder into account", () => {
    const rules = ignoreRules([
      { path: ".gitignore", content: "*.log\n" },
      { path: "b/.gitignore", folder: "b", content: "*.log\n!c.log\n" },
    ]);
    const below = rules.enter(rules.root(), "b");
    expect(ruleReach(rules, below)?.map(described)).toEqual(["overridden by 1", "decides", "decides"]);
    expect(ruleReach(rules, rules.root())?.map(described)).toEqual(["decides", "decides", "decides"]);
  });

  it("is not said where finding out takes too many states, and never of a folder that is ignored", () => {
    const rules = ignoreRules([{ path: ".gitignore", content: "a*b*c*d\na/\n" }]);
    expect(ruleReach(rules, rules.root(), { maxStates: 3 })).toBeUndefined();
    expect(ruleReach(rules, rules.root())).toHaveLength(2);
    expect(ruleReach(rules, rules.enter(rules.root(), "a"))).toBeUndefined();
  });

  it(`agrees with git over ${REPOSITORIES} random files: each example is decided as said, no path otherwise`, () => {
    const told = { decides: 0, overridden: 0, never: 0 };
    for (let index = 0; index < REPOSITORIES; index++) {
      const pick = random(Number(TRANSECT_SEED) + index);
      const content = randomRules(pick);
      const tree = repository(false);
      try {
        tree.write(".gitignore", Buffer.from(content));
        const rules = ignoreRules([{ path: ".gitignore", content }]);
        const reach = ruleReach(rules, rules.root()) ?? [];
        for (const { state } of reach) told[state] += 1;
        const context = JSON.stringify(content);
        for (const isDirectory of [false, true]) {
          const shown = reach.filter((rule) => rule.example !== undefined && rule.exampleIsDirectory === isDirectory);
          const paths = shown.map(({ example = "" }) => Buffer.from(example));
          if (isDirectory) for (const path of paths) tree.makeFolder(path);
          tree.ask(paths).forEach((answer, i) => {
            const { line, instead } = shown[i] as RuleReach;
            expect(answer?.line, `${context} ${paths[i]} of line ${line}`).toBe(instead?.line ?? line);
          });
        }
        const dead = new Set(reach.filter(({ state }) => state !== "decides").map(({ line }) => line));
        const paths = Array.from({ length: PATHS }, () => Buffer.from(randomPath(pick)));
        tree.ask(paths).forEach((answer, i) => {
          expect(answer !== undefined && dead.has(answer.line), `${context} ${paths[i]}`).toBe(false);
        });
      } finally {
        tree.remove();
      }
    }
    for (const [state, count] of Object.entries(told)) expect(count, state).toBeGreaterThan(20);
  });
});

function described({ state, instead }: RuleReach): string {
  return instead === undefined ? state : `${state} by ${instead.line}`;
}

function randomRules(pick: Random): string {
  const lines = Array.from({ length: 2 + pick.below(6) }, () => {
    const pieces = Array.from({ length: 1 + pick.below(4) }, () => pick.pick(PIECES));
    return `${pick.chance(0.3) ? "!" : ""}${pieces.join("")}${pick.chance(0.2) ? "/" : ""}`;
  });
  return `${lines.join("\n")}\n`;
}

function randomPath(pick: Random): string {
  return Array.from({ length: 1 + pick.below(4) }, () => pick.pick(NAMES)).join("/");
}
