/**
 * The first items of a total order, up to a limit, whatever the sequence they were offered in; and how many were
 * offered.
 */
export class Ranking<T> {
  readonly #limit: number;
  readonly #compare: (a: T, b: T) => number;
  /** Sorted, at most `limit` long. */
  readonly #items: T[] = [];
  #count = 0;

  /** `compare` must never say 0 of two different items: the order would then depend on the sequence. */
  constructor(limit: number, compare: (a: T, b: T) => number) {
    this.#limit = limit;
    this.#compare = compare;
  }

  /** How many items were offered. */
  get count(): number {
    return this.#count;
  }

  /** The items kept, in order. */
  get items(): readonly T[] {
    return this.#items;
  }

  /** The last item kept, once the limit is reached: an item that would come after it need not be made. */
  get worst(): T | undefined {
    return this.#items.length === this.#limit ? this.#items[this.#limit - 1] : undefined;
  }

  /** Counts an item that is known not to be kept. */
  skip(times = 1): void {
    this.#count += times;
  }

  /** Counts an item and keeps it if it belongs to the first ones. */
  offer(item: T): void {
    this.#count += 1;
    const { worst } = this;
    if (this.#limit === 0 || (worst !== undefined && this.#compare(item, worst) >= 0)) return;
    this.#items.splice(this.#position(item), 0, item);
    if (this.#items.length > this.#limit) this.#items.pop();
  }

  #position(item: T): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#items[middle];
      if (other !== undefined && this.#compare(other, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
