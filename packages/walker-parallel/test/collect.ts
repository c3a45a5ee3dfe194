import type { Entry, WalkError } from "@transect/core";
import { type PathBytesOptions, type WalkOptions, walkBatches, walkPathBytes } from "@transect/walker-parallel";

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

/** The paths that a walk gives with their roots in front, one character of Latin-1 for each byte, in their order. */
export async function collectPathBytes(
  roots: string | readonly string[],
  { terminator = "\0", ...options }: PathBytesOptions = {},
): Promise<{ paths: readonly string[]; errors: readonly WalkError[] }> {
  const paths: string[] = [];
  const errors: WalkError[] = [];
  const onError = (error: WalkError): unknown => errors.push(error);
  for await (const bytes of walkPathBytes(roots, { ...options, onError, terminator })) {
    const some = Buffer.from(bytes).toString("latin1").split(terminator);
    if (some.length < 2 || some.pop() !== "")
      throw new Error("a batch of paths is empty, or ends without a terminator");
    paths.push(...some);
  }
  return { paths, errors };
}

/** What an error says, without its sentence. */
export function brief({ path, operation, code }: { path: string; operation: string; code: string }): string {
  return `${operation} ${code} ${path}`;
}
