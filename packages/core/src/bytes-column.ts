import { addBytes, type Bytes } from "./bytes.js";

/** Byte counts as one block of memory, and those that a double cannot hold beside it, by their places. */
export interface PackedBytes {
  readonly numbers: Float64Array;
  readonly exact: ReadonlyMap<number, bigint>;
}

/** A column of byte counts, each 0 at first: eight bytes each, and sums as exact as {@link addBytes} makes them. */
export class BytesColumn {
  #numbers: Float64Array;
  readonly #exact = new Map<number, bigint>();

  /** With room for so many. */
  constructor(room: number) {
    this.#numbers = new Float64Array(room);
  }

  /** Makes room for so many. */
  grow(room: number): void {
    this.#numbers = grown(this.#numbers, room, Float64Array);
  }

  /** The byte count in a place. */
  get(place: number): Bytes {
    const number = this.#numbers[place] ?? 0;
    return this.#exact.size === 0 ? number : (this.#exact.get(place) ?? number);
  }

  /** Adds to the byte count in a place. */
  add(place: number, bytes: Bytes): void {
    if (typeof bytes === "number" && this.#exact.size === 0) {
      const sum = (this.#numbers[place] ?? 0) + bytes;
      if (sum <= Number.MAX_SAFE_INTEGER) {
        this.#numbers[place] = sum;
        return;
      }
    }
    const sum = addBytes(this.get(place), bytes);
    if (typeof sum === "number") this.#numbers[place] = sum;
    else this.#exact.set(place, sum);
  }

  /** The first ones as plain data. The column stays as it is. */
  pack(length: number): PackedBytes {
    return { numbers: this.#numbers.slice(0, length), exact: new Map(this.#exact) };
  }
}

/** The byte count in a place of a packed column. */
export function bytesAt({ numbers, exact }: PackedBytes, place: number): Bytes {
  return exact.size === 0 ? (numbers[place] ?? 0) : (exact.get(place) ?? numbers[place] ?? 0);
}

type Column = Float64Array | Int32Array | Uint8Array;

/** A column with more room that begins as another one does. */
export function grown<C extends Column>(column: C, room: number, kind: new (length: number) => C): C {
  const longer = new kind(room);
  longer.set(column);
  return longer;
}
