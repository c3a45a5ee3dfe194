/**
 * A path with its root in front, as `find` prints it: `src/` and `a.ts` give `src/a.ts`.
 *
 * @param path as `Entry.path` and a report have it: `.` is the root itself.
 */
export function rootedPath(root: string, path: string): string {
  if (path === ".") return root;
  return root.endsWith("/") ? root + path : `${root}/${path}`;
}
