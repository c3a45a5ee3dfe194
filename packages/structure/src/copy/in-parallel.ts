/** Works on items in their order, on so many at once. Ends early, without an error, when `isDone` says so. */
export async function inParallel<T>(
  items: Iterable<T>,
  options: { jobs: number; isDone?: () => boolean },
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const { jobs, isDone = () => false } = options;
  const worker = async (): Promise<void> => {
    while (!isDone()) {
      const next = iterator.next();
      if (next.done === true) return;
      await work(next.value);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
}
