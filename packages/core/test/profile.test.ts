import { addBytes, type Bytes, canonicalReport, Entry, Profile, type ProfileOptions, WalkError } from "@transect/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyTree, entriesOf } from "./entries.js";

function profileOf(entries: readonly Entry[], options?: ProfileOptions): Profile {
  const profile = new Profile(options);
  for (const entry of entries) profile.add(entry);
  return profile;
}

const anyOptions: fc.Arbitrary<ProfileOptions> = fc.record({
  hardLinks: fc.constantFrom("once", "each"),
  top: fc.integer({ min: 0, max: 3 }),
  listLimit: fc.integer({ min: 0, max: 5 }),
  treeDepth: fc.integer({ min: 0, max: 3 }),
  treeShare: fc.constantFrom(0, 0.1),
});

describe("a profile", () => {
  it("holds a directory of very many directories", () => {
    const directories = 300_000;
    const root = new Entry({ name: "root", type: "directory" });
    const profile = profileOf([root]);
    for (let n = 0; n < directories; n += 1) profile.add(new Entry({ parent: root, name: `${n}`, type: "directory" }));
    const { totals, tree } = profile.finish({ roots: ["root"] });
    expect(totals.directories).toBe(directories + 1);
    expect(tree.count).toBe(directories + 1);
    expect(tree.list.slice(0, 3).map(({ path }) => path)).toEqual([".", "0", "1"]);
  });

  it("says the same however its entries are cut up, ordered and merged", () => {
    fc.assert(
      fc.property(anyTree, anyTree, anyOptions, fc.infiniteStream(fc.nat()), (a, b, options, random) => {
        const draw = (below: number): number => (random.next().value as number) % below;
        const entries = [...entriesOf("one", a), ...entriesOf("two", b)];
        const expected = canonicalReport(profileOf(entries, options).finish());
        const parts: Entry[][] = [[], [], []];
        for (const entry of entries) parts[draw(3)]?.splice(draw(4), 0, entry);
        const profiles = parts.map((part) => profileOf(part, options));
        const [first, second, third] = profiles;
        if (first === undefined || second === undefined || third === undefined) throw new Error("three parts");
        const merged = draw(2) === 0 ? first.merge(second).merge(third) : third.merge(second.merge(first));
        expect(canonicalReport(merged.finish())).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });

  it("counts what has no entry as it counts entries", () => {
    fc.assert(
      fc.property(anyTree, anyOptions, fc.boolean(), (tree, options, sizes) => {
        const entries = entriesOf("root", tree);
        const profile = new Profile({ ...options, sizes });
        for (const entry of entries) {
          const { parent, name, nameBytes, type, stat, identity } = entry;
          const isPlain = type !== "directory" && nameBytes === undefined && identity === undefined;
          if (parent === undefined || !isPlain) profile.add(entry);
          else profile.addPlain(parent, name, type, stat);
        }
        const expected = profileOf(entries, { ...options, sizes });
        expect(canonicalReport(profile.finish())).toBe(canonicalReport(expected.finish()));
      }),
      { numRuns: 200 },
    );
  });

  it("is changed by an empty one in no way, on either side", () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const entries = entriesOf("root", tree);
        const expected = canonicalReport(profileOf(entries).finish());
        expect(canonicalReport(profileOf(entries).merge(new Profile()).finish())).toBe(expected);
        expect(canonicalReport(new Profile().merge(profileOf(entries)).finish())).toBe(expected);
      }),
    );
  });

  it("is the same again once it was packed, cloned and unpacked, and goes on from there", () => {
    fc.assert(
      fc.property(anyTree, anyTree, anyOptions, (a, b, options) => {
        const left = profileOf(entriesOf("one", a), options);
        for (const [index, entry] of entriesOf("one", a).entries()) {
          if (entry.type === "directory") left.addListing(entry, index % 2 === 0);
          if (index % 3 === 0) left.addIgnored(entry);
          if (index % 4 === 0) left.addError(new WalkError({ entry, operation: "lstat", code: "EACCES" }));
        }
        left.interrupt("timedOut");
        const right = profileOf(entriesOf("two", b), options);
        const across = (profile: Profile): Profile => Profile.unpack(structuredClone(profile.pack()));
        const alone = canonicalReport(left.finish());
        expect(canonicalReport(across(left).finish())).toBe(alone);
        expect(canonicalReport(left.finish())).toBe(alone);
        const merged = across(left).merge(across(right));
        expect(canonicalReport(merged.finish())).toBe(canonicalReport(left.merge(right).finish()));
      }),
      { numRuns: 200 },
    );
  });

  it("leaves the other side of a merge as it was, and a report changes nothing", () => {
    fc.assert(
      fc.property(anyTree, anyTree, (a, b) => {
        const other = profileOf(entriesOf("two", b));
        const before = canonicalReport(other.finish());
        profileOf(entriesOf("one", a)).merge(other).finish();
        expect(canonicalReport(other.finish())).toBe(before);
      }),
    );
  });

  it("adds up to what a plain loop over the entries says", () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const entries = entriesOf("root", tree);
        const report = profileOf(entries, { hardLinks: "each", listLimit: Infinity, treeDepth: Infinity }).finish();
        const files = entries.filter((entry) => entry.type === "file");
        const sum = (of: (entry: Entry) => Bytes, over = entries): bigint =>
          over.reduce((total, entry) => total + BigInt(of(entry)), 0n);
        expect(report.totals.files).toBe(files.length);
        expect(report.totals.directories).toBe(entries.filter((entry) => entry.type === "directory").length);
        expect(BigInt(report.totals.apparentBytes)).toBe(sum((entry) => entry.stat?.size ?? 0, files));
        expect(BigInt(report.totals.allocatedBytes)).toBe(sum((entry) => (entry.stat?.blocks ?? 0) * 512));
        const total = (rows: readonly { files: number; apparentBytes: Bytes }[]): [number, Bytes] => [
          rows.reduce((all, row) => all + row.files, 0),
          rows.reduce<Bytes>((all, row) => addBytes(all, row.apparentBytes), 0),
        ];
        const expected = [report.totals.files, report.totals.apparentBytes];
        expect(total(report.extensions.list)).toEqual(expected);
        expect(total(report.sizes.classes)).toEqual(expected);
        expect(total(report.ages.months)).toEqual(expected);
        expect(report.depths.reduce((all, row) => all + row.files, 0)).toBe(files.length);
        expect(report.tree.count).toBe(report.totals.directories);
      }),
    );
  });

  it("gives the bytes of a file with several names to the smallest path, and says what that saves", () => {
    const root = new Entry({ name: "r", type: "directory", stat: stat(0, 0) });
    const linked = (name: string, parent = root): Entry =>
      new Entry({ parent, name, type: "file", stat: stat(100, 8), identity: "1:7" });
    const sub = new Entry({ parent: root, name: "a", type: "directory", stat: stat(0, 0) });
    const report = profileOf([root, linked("b.x"), sub, linked("z.y", sub), linked("c.y")]).finish();
    expect(report.totals).toMatchObject({ files: 3, apparentBytes: 100, allocatedBytes: 4096 });
    expect(report.largestFiles.list.map((file) => file.path)).toEqual(["a/z.y"]);
    expect(report.extensions.list).toEqual([
      { extension: ".y", files: 2, apparentBytes: 100, allocatedBytes: 4096 },
      { extension: ".x", files: 1, apparentBytes: 0, allocatedBytes: 0 },
    ]);
    expect(report.hardLinks).toEqual({
      objects: 1,
      names: 3,
      savedApparentBytes: 200,
      savedAllocatedBytes: 8192,
    });
  });

  it("sums exactly past 2^53", () => {
    const root = new Entry({ name: "r", type: "directory", stat: stat(0, 0) });
    const huge = 2n ** 63n - 1n;
    const files = ["a", "b", "c"].map((name) => new Entry({ parent: root, name, type: "file", stat: stat(huge, 1) }));
    expect(profileOf([root, ...files]).finish().totals.apparentBytes).toBe(3n * huge);
  });

  it("orders paths by their bytes, where a slash is one of them", () => {
    const root = new Entry({ name: "r", type: "directory", stat: stat(0, 0) });
    const below = ["a", "a-b", "a.b", "𝒳", "\uFFFD"].map(
      (name) => new Entry({ parent: root, name, type: "directory", stat: stat(0, 0) }),
    );
    const files = below.map((parent) => new Entry({ parent, name: "f", type: "file", stat: stat(1, 1) }));
    const report = profileOf([root, ...below, ...files]).finish();
    const paths = report.largestFiles.list.map((file) => file.path);
    expect(paths).toEqual([...paths].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y))));
    expect(paths[0]).toBe("a-b/f");
  });

  it("refuses to merge what was counted by other rules", () => {
    const each = new Profile({ hardLinks: "each" });
    expect(() => new Profile().merge(each)).toThrow('hardLinks is "each": expected once, as in the profile');
  });

  it("keeps every error in the count and as many as asked in the list", () => {
    const root = new Entry({ name: "r", type: "directory" });
    const profile = new Profile({ listLimit: 2 });
    for (const name of ["c", "a", "b"]) {
      const entry = new Entry({ parent: root, name, type: "directory" });
      profile.addError(new WalkError({ entry, operation: "readdir", code: "EACCES" }));
    }
    const { state, errors } = profile.finish().completeness;
    expect(state).toBe("partial");
    expect([errors.count, errors.leftOut, errors.list.map((error) => error.path)]).toEqual([3, 1, ["a", "b"]]);
  });
});

function stat(size: Bytes, blocks: number): NonNullable<Entry["stat"]> {
  return { size, blocks, mtimeMs: 0, nlink: 1, dev: 1, ino: 0, mode: 0 };
}
