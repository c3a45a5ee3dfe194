import { compareStrings } from "./path-order.js";
import { Ranking } from "./ranking.js";

/** A name, and how many directories have it. */
interface NamedDirectories {
  readonly name: string;
  readonly directories: number;
}

/** How many directories have each name. Most names occur once: they are put away at one look each. */
export class NameCounts {
  readonly #names = new Set<string>();
  /** The counts of those that occur more than once. */
  readonly #repeated = new Map<string, number>();

  /** Counts a name. */
  add(name: string): void {
    const { size } = this.#names;
    this.#names.add(name);
    if (this.#names.size === size) this.#repeated.set(name, (this.#repeated.get(name) ?? 1) + 1);
  }

  /** Ranks the names that most directories have. */
  rank(top: number): Ranking<NamedDirectories> {
    const ranking = new Ranking<NamedDirectories>(
      top,
      (a, b) => b.directories - a.directories || compareStrings(a.name, b.name),
    );
    for (const [name, directories] of this.#repeated) ranking.offer({ name, directories });
    if (ranking.items.length === top) {
      ranking.skip(this.#names.size - this.#repeated.size);
      return ranking;
    }
    for (const name of this.#names) {
      if (this.#repeated.has(name)) continue;
      const { worst } = ranking;
      if (worst !== undefined && compareStrings(name, worst.name) > 0) ranking.skip();
      else ranking.offer({ name, directories: 1 });
    }
    return ranking;
  }
}
