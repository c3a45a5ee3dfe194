import type { Entry, WalkError } from "@transect/core";
import { type WalkOptions, walkBatches } from "@transect/walker-parallel";

/** Everything that a walk gives. */
export interface Collected {
  readonly entries: readonly Entry[];
  readonly errors: readonly WalkError[];
}

/** Walks to the end. */
export async function collect(roots: string | readonly string[], options: WalkOptions = {}): Promise<Collected> {
  const entries: Entry[] = [];
  const errors: WalkError[] = [];
  for await (const batch of walkBatches(roots, options)) {
    for (const item of batch) item.type === "error" ? errors.push(item) : entries.push(item);
  }
  return { entries, errors };
}

/** The paths that a walk gives, sorted. */
export async function collectPaths(roots: string | readonly string[], options: WalkOptions = {}): Promise<string[]> {
  return (await collect(roots, options)).entries.map((entry) => entry.path).sort();
}

/** What an error says, without its sentence. */
export function brief({ path, operation, code }: { path: string; operation: string; code: string }): string {
  return `${operation} ${code} ${path}`;
}
