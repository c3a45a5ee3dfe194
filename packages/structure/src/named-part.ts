import type { Entry } from "@transect/core";
import type { CompiledPatterns, PatternNode } from "./compiled-patterns.js";
import type { DirectoryTree } from "./directory-tree.js";

/** The part of a directory that patterns name. */
export interface NamedPart {
  /** The directory itself and what lies in it, each before what it holds. */
  readonly directories: ReadonlySet<DirectoryTree>;
  readonly files: ReadonlySet<Entry>;
  /** What has the name of a file and is none: a symbolic link, a FIFO. */
  readonly others: ReadonlySet<Entry>;
}

/** Says what patterns name in a directory: all of it for each of several patterns that match. */
export interface NamedParts {
  /** Whether a directory is built as a pattern says. */
  readonly matches: (tree: DirectoryTree, node: PatternNode) => boolean;
  /** What the patterns name that match. */
  readonly of: (tree: DirectoryTree, nodes: Iterable<PatternNode>) => NamedPart;
}

/** Prepares to say what patterns name in directories that were read. */
export function namedParts({ fileNames }: CompiledPatterns): NamedParts {
  const answers = new Map<DirectoryTree, Map<PatternNode, boolean>>();
  const namesIn = new Map<DirectoryTree, ReadonlySet<number>>();

  return {
    matches,
    of(tree, nodes) {
      const part = { directories: new Set<DirectoryTree>(), files: new Set<Entry>(), others: new Set<Entry>() };
      const seen = new Map<DirectoryTree, Set<PatternNode>>();
      for (const node of nodes) if (matches(tree, node)) collect(tree, node);
      return part;

      function collect(from: DirectoryTree, node: PatternNode): void {
        const collected = seen.get(from) ?? new Set();
        if (collected.has(node)) return;
        seen.set(from, collected.add(node));
        part.directories.add(from);
        const named = new Set([...node.files, ...node.optionalFiles]);
        for (const file of from.files) if (isNamed(file, named)) part.files.add(file);
        for (const other of from.others) if (isNamed(other, named)) part.others.add(other);
        for (const directory of from.directories) {
          for (const nested of [...node.directories, ...node.optionalDirectories]) {
            if (matches(directory, nested)) collect(directory, nested);
          }
        }
      }
    },
  };

  function matches(tree: DirectoryTree, node: PatternNode): boolean {
    const known = answers.get(tree) ?? new Map<PatternNode, boolean>();
    const answer = known.get(node) ?? isBuiltAs(tree, node);
    answers.set(tree, known.set(node, answer));
    return answer;
  }

  function isBuiltAs(tree: DirectoryTree, node: PatternNode): boolean {
    const names = fileNamesIn(tree);
    return (
      tree.names.includes(node.directoryName) &&
      node.files.every((file) => names.has(file)) &&
      node.directories.every((nested) => tree.directories.some((directory) => matches(directory, nested)))
    );
  }

  /** The patterns of names that match any file of a directory. */
  function fileNamesIn(tree: DirectoryTree): ReadonlySet<number> {
    const known = namesIn.get(tree) ?? new Set(tree.files.flatMap((file) => whichOf(file)));
    namesIn.set(tree, known);
    return known;
  }

  function isNamed(entry: Entry, named: ReadonlySet<number>): boolean {
    return whichOf(entry).some((name) => named.has(name));
  }

  function whichOf({ name, nameBytes }: Entry): readonly number[] {
    return fileNames.which(nameBytes ?? name);
  }
}
