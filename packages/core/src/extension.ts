/**
 * The extension of a name: its last suffix, lower-cased, with its dot; empty where it has none.
 *
 * `a.tar.gz` gives `.gz`, `.env.local` gives `.local`; `.bashrc`, `foo.` and `Makefile` give none.
 */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 || dot === name.length - 1 ? "" : name.slice(dot).toLowerCase();
}

/** The last part of a path as its user wrote it: a root that is a file goes by its path, its extension by this. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
