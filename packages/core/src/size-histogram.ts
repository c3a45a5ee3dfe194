import { addBytes, type Bytes, compareBytes, toBytes } from "./bytes.js";
import type { SizeClass, SizePercentiles, SizesReport } from "./report.js";

/** Sizes up to this one have a bucket each; beyond, each power of two has {@link STEPS} buckets of equal width. */
const EXACT = 256;
const EXACT_BITS = 8;
const STEPS = 128;
const STEP_BITS = 7;
/** Enough for 64-bit sizes. */
const BUCKETS = EXACT + (64 - EXACT_BITS) * STEPS;

/** A {@link SizeHistogram} as plain data. */
export interface PackedSizes {
  readonly files: Float64Array;
  readonly bytes: readonly Bytes[];
  readonly min: Bytes;
  readonly max: Bytes;
}

/**
 * How many files there are of which size, in buckets whose bounds are fixed, so that two histograms merge exactly
 * and every backend fills the same ones. The scheme is that of HdrHistogram: the leading bits of the size.
 */
export class SizeHistogram {
  readonly #files = new Float64Array(BUCKETS);
  /** Bytes by class: index 0 for size 0, index n for sizes of n bits. */
  readonly #bytes: Bytes[] = [];
  #min: Bytes = Number.POSITIVE_INFINITY;
  #max: Bytes = 0;

  /** Counts one file. Its bytes count too unless `bytes` says otherwise (another name of the same file has them). */
  add(size: Bytes, bytes: Bytes = size): void {
    const bucket = bucketOf(size);
    this.#files[bucket] = (this.#files[bucket] ?? 0) + 1;
    if (bytes !== 0) this.addBytes(size, bytes);
    if (size < this.#min) this.#min = size;
    if (size > this.#max) this.#max = size;
  }

  /** Adds bytes to the class of a size without counting a file. */
  addBytes(size: Bytes, bytes: Bytes): void {
    const index = bitsOf(size);
    this.#bytes[index] = addBytes(this.#bytes[index] ?? 0, bytes);
  }

  /** The histogram as plain data, for another thread. */
  pack(): PackedSizes {
    return { files: this.#files, bytes: this.#bytes, min: this.#min, max: this.#max };
  }

  /** Adds what was packed. */
  unpack({ files, bytes, min, max }: PackedSizes): void {
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      this.#files[bucket] = (this.#files[bucket] ?? 0) + (files[bucket] ?? 0);
    }
    bytes.forEach((sum, index) => {
      this.#bytes[index] = addBytes(this.#bytes[index] ?? 0, sum);
    });
    if (min < this.#min) this.#min = min;
    if (max > this.#max) this.#max = max;
  }

  /** A histogram of its own with the same content. */
  clone(): SizeHistogram {
    const copy = new SizeHistogram();
    copy.unpack(this.pack());
    return copy;
  }

  /** The histogram's part of the report. */
  report(): SizesReport {
    const files: number[] = [];
    let count = 0;
    this.#files.forEach((inBucket, bucket) => {
      if (inBucket === 0) return;
      const index = bitsOf(upperBound(bucket));
      files[index] = (files[index] ?? 0) + inBucket;
      count += inBucket;
    });
    const classes: SizeClass[] = [];
    files.forEach((inClass, index) => {
      classes.push({ ...classBounds(index), files: inClass, apparentBytes: this.#bytes[index] ?? 0 });
    });
    return { classes, percentiles: count === 0 ? null : this.#percentiles(count) };
  }

  #percentiles(count: number): SizePercentiles {
    const ranks = PERCENTS.map((percent) => Math.ceil((count * percent) / 100));
    const bounds: Bytes[] = [];
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS && bounds.length < ranks.length; bucket += 1) {
      seen += this.#files[bucket] ?? 0;
      while (seen >= (ranks[bounds.length] ?? Number.POSITIVE_INFINITY)) bounds.push(this.#boundOf(bucket));
    }
    const [p10 = 0, p25 = 0, p50 = 0, p75 = 0, p90 = 0, p95 = 0, p99 = 0] = bounds;
    return { min: this.#min, p10, p25, p50, p75, p90, p95, p99, max: this.#max };
  }

  /** The upper bound of a bucket; never above the largest size. */
  #boundOf(bucket: number): Bytes {
    const bound = upperBound(bucket);
    return compareBytes(bound, this.#max) < 0 ? bound : this.#max;
  }
}

/** The percentiles of a report; each is the bound of the bucket that holds the file of that rank, counted from 1. */
const PERCENTS = [10, 25, 50, 75, 90, 95, 99] as const;

/** The number of bits of a size: 0 for 0, n for 2^(n-1) up to 2^n - 1. */
function bitsOf(size: Bytes): number {
  if (typeof size === "bigint") return size.toString(2).length;
  return size < 0x1_0000_0000 ? 32 - Math.clz32(size) : 64 - Math.clz32(Math.floor(size / 0x1_0000_0000));
}

function bucketOf(size: Bytes): number {
  if (size < EXACT) return Number(size);
  const exponent = bitsOf(size) - 1;
  return EXACT + (exponent - EXACT_BITS) * STEPS + (leadingBits(size, exponent - STEP_BITS) - STEPS);
}

/** A size without its lowest bits. Shifts are many times faster than powers, and take 32 bits. */
function leadingBits(size: Bytes, lowest: number): number {
  if (typeof size === "bigint") return Number(size >> BigInt(lowest));
  return size < 0x1_0000_0000 ? size >>> lowest : Math.floor(size / 2 ** lowest);
}

/** The largest size that falls into a bucket. */
function upperBound(bucket: number): Bytes {
  if (bucket < EXACT) return bucket;
  const exponent = EXACT_BITS + Math.floor((bucket - EXACT) / STEPS);
  const step = BigInt(STEPS + ((bucket - EXACT) % STEPS) + 1);
  return toBytes((step << BigInt(exponent - STEP_BITS)) - 1n);
}

function classBounds(index: number): { from: Bytes; to: Bytes } {
  if (index === 0) return { from: 0, to: 0 };
  return { from: toBytes(1n << BigInt(index - 1)), to: toBytes((1n << BigInt(index)) - 1n) };
}
