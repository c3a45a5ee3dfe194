/**
 * The extension of a name: its last suffix, lower-cased, with its dot; empty where it has none.
 *
 * `a.tar.gz` gives `.gz`, `.env.local` gives `.local`; `.bashrc`, `foo.` and `Makefile` give none.
 */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 || dot === name.length - 1 ? "" : name.slice(dot).toLowerCase();
}
