import path from "node:path";
import { copyStructures, findStructures } from "@transect/structure";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FULL_SCALE } from "../../walker-parallel/test/backends.js";
import { dir, makeFolder, makeTree, removeTree, writeTree } from "../../walker-parallel/test/tree.js";
import { anyPattern, anyTree, nodeAt, partOf, pathsBuiltAs } from "./model.js";
import { diff, listed } from "./trees.js";

describe("random trees", () => {
  it("what is found and copied is what the pattern names, exactly, and a second copy finds nothing to do", async () => {
    let copied = 0;
    await fc.assert(
      fc.asyncProperty(anyTree(), anyPattern(), async (tree, pattern) => {
        const matches = pathsBuiltAs(tree, pattern);
        fc.pre(matches.length > 0);
        const root = makeTree(tree);
        const [out, expected] = [path.join(makeFolder(), "out"), makeFolder()];
        // A match in a place of its own: what lies in it may match as well.
        const as = ({ directory }: { readonly directory: { readonly path: string } }): string =>
          `${directory.path.replaceAll("/", "+")}`;
        const found = (): ReturnType<typeof findStructures> =>
          findStructures(root, pattern, { descend: () => true, order: "path" });
        const report = await copyStructures(withoutRoot(found()), out, { as });
        const parts = matches.map((at) =>
          dir(at.replaceAll("/", "+"), ...(partOf(nodeAt(tree, at), pattern).children ?? [])),
        );
        writeTree(expected, parts);
        expect(report).toMatchObject({ state: "complete", errors: [], conflicts: [] });
        expect(diff(expected, out)).toBe("");
        expect(listed(out)).toEqual(listed(expected));
        copied += report.copied.files;
        const again = await copyStructures(withoutRoot(found()), out, { as });
        expect([again.state, again.copied.files, again.same]).toEqual(["complete", 0, report.total]);
        for (const folder of [root, path.dirname(out), expected]) removeTree(folder);
      }),
      { numRuns: FULL_SCALE ? 300 : 40 },
    );
    expect(copied).toBeGreaterThan(20);
  });
});

/** The matches below a root, whose name is random. */
async function* withoutRoot(items: ReturnType<typeof findStructures>): ReturnType<typeof findStructures> {
  for await (const item of items) if (item.type === "error" || item.directory.depth > 0) yield item;
}
