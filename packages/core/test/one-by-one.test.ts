import { oneByOne } from "@transect/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

/** Batches, and whether their end was reached or asked for. */
function source(batches: readonly (readonly number[])[], failure?: Error) {
  const state = { ended: false };
  async function* all(): AsyncGenerator<readonly number[]> {
    try {
      for (const batch of batches) {
        await null;
        yield batch;
      }
      if (failure !== undefined) throw failure;
    } finally {
      state.ended = true;
    }
  }
  return { state, all: all() };
}

const BATCHES = fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { maxLength: 6 });

describe("items one by one", () => {
  it("are those of the batches, in their order", async () => {
    const check = fc.asyncProperty(BATCHES, async (batches) => {
      const items: number[] = [];
      for await (const item of oneByOne(source(batches).all)) items.push(item);
      expect(items).toEqual(batches.flat());
    });
    await fc.assert(check);
  });

  it("come in the order of the calls, however many wait at once", async () => {
    const check = fc.asyncProperty(BATCHES, fc.array(fc.integer({ min: 1, max: 5 })), async (batches, calls) => {
      const items = oneByOne(source(batches).all);
      const given: IteratorResult<number>[] = [];
      for (const count of calls) given.push(...(await Promise.all(Array.from({ length: count }, () => items.next()))));
      const asked = given.length;
      const expected = batches.flat().slice(0, asked);
      expect(given.flatMap((one) => (one.done === true ? [] : [one.value]))).toEqual(expected);
      expect(given.findIndex((one) => one.done === true)).toBe(asked > expected.length ? expected.length : -1);
    });
    await fc.assert(check);
  });

  it("end where the loop is left, and the batches with them", async () => {
    const { state, all } = source([[1, 2, 3], [4]]);
    const items = oneByOne(all);
    for await (const item of items) if (item === 2) break;
    expect(state.ended).toBe(true);
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });

  it("end at once for those who ask on while the end is on its way", async () => {
    const items = oneByOne(source([[1, 2, 3]]).all);
    await items.next();
    const [ended, after] = await Promise.all([items.return(undefined), items.next()]);
    expect([ended.done, after]).toEqual([true, { done: true, value: undefined }]);
  });

  it("fail as the batches do, after what came before", async () => {
    const items = oneByOne(source([[1, 2]], new Error("no more")).all);
    expect([(await items.next()).value, (await items.next()).value]).toEqual([1, 2]);
    await expect(items.next()).rejects.toThrow("no more");
    expect((await items.next()).done).toBe(true);
  });
});
