/**
 * Gives the items of batches one by one. What of a batch is there already is given at once, where an async generator
 * waits several times for each item. Leaving the loop early ends the batches too.
 */
export function oneByOne<T>(batches: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  let batch: readonly T[] = [];
  let at = 0;
  /** How many calls the generator has not answered yet: others come after them. */
  let waiting = 0;
  const generator = items();
  const { next, return: end } = generator;

  return Object.assign(generator, {
    next: () => {
      if (waiting > 0 || at === batch.length) return answered(next.call(generator));
      return Promise.resolve({ done: false as const, value: batch[at++] as T });
    },
    return: (value: unknown) => answered(end.call(generator, value)),
  });

  async function* items(): AsyncGenerator<T> {
    try {
      for await (batch of batches) {
        at = 0;
        while (at < batch.length) yield batch[at++] as T;
      }
    } finally {
      batch = [];
      at = 0;
    }
  }

  async function answered(call: Promise<IteratorResult<T>>): Promise<IteratorResult<T>> {
    waiting += 1;
    try {
      return await call;
    } finally {
      waiting -= 1;
    }
  }
}
