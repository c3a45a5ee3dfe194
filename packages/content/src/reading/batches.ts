/** What opening a file costs, in bytes that could be read meanwhile. */
export const OPENING_BYTES: number = 8 * 1024;

/** How much a thread is asked for at a time: enough for asking to cost nothing beside it. */
const BATCH_BYTES = 1024 * 1024;

/** Some of many files. */
export interface Batch {
  /** Their places among all. */
  readonly indexes: readonly number[];
  /** Their bytes, and what opening them costs. */
  readonly weight: number;
}

/** Parts files into batches: the large ones each for itself and the largest first, then small ones together. */
export function inBatches<T>(files: readonly T[], sizeOf: (file: T) => number): Batch[] {
  const large: Batch[] = [];
  const small: Batch[] = [];
  let indexes: number[] = [];
  let weight = 0;
  for (const [index, file] of files.entries()) {
    const cost = sizeOf(file) + OPENING_BYTES;
    if (cost >= BATCH_BYTES) {
      large.push({ indexes: [index], weight: cost });
      continue;
    }
    if (weight + cost > BATCH_BYTES) flush();
    indexes.push(index);
    weight += cost;
  }
  if (indexes.length > 0) flush();
  return [...large.sort((a, b) => b.weight - a.weight || firstOf(a) - firstOf(b)), ...small];

  function flush(): void {
    small.push({ indexes, weight });
    indexes = [];
    weight = 0;
  }
}

function firstOf({ indexes }: Batch): number {
  return indexes[0] ?? 0;
}
