import { type Entry, type OrderedPath, type Place, reportedPlace, rootedPath } from "@transect/core";
import { pathKey } from "./build-order.js";

/** What the path of all that lies in a folder begins with. */
interface Beginning {
  readonly root: string;
  /** Below the root, with a slash at its end unless the folder is the root. */
  readonly path: string;
  /** With the root in front, as the system takes it. */
  readonly access: string;
  /** Whether the texts give all bytes back: no name on the way is other than UTF-8. */
  readonly exact: boolean;
}

/** An entry makes its path anew each time it is asked; those of one folder begin alike. */
const beginnings = new WeakMap<Entry, Beginning>();

function beginningOf(folder: Entry): Beginning {
  const known = beginnings.get(folder);
  if (known !== undefined) return known;
  const made = begin(folder);
  beginnings.set(folder, made);
  return made;
}

function begin({ parent, name, nameBytes }: Entry): Beginning {
  if (parent === undefined) return { root: name, path: "", access: rootedPath(name, ""), exact: true };
  const { root, path, access, exact } = beginningOf(parent);
  return { root, path: `${path}${name}/`, access: `${access}${name}/`, exact: exact && nameBytes === undefined };
}

/** Where an entry is, as reports say it. */
export function placeOf(entry: Entry): Place {
  const { parent, name } = entry;
  if (parent === undefined) return { root: name, path: "." };
  return reportedPlace(beginningOf(parent).root, pathOf(entry));
}

/** The bytes of an entry's path from its root, to be compared: see `pathKey`. */
export function entryKey(entry: Entry): string {
  return pathKey(pathOf(entry));
}

/** How the system reaches an entry: bytes where a name on the way is not valid UTF-8. */
export function accessPath(entry: Entry): string | Uint8Array {
  const { parent, name } = entry;
  if (parent === undefined) return rootedPath(name, ".");
  const { root, access } = beginningOf(parent);
  const { pathBytes } = pathOf(entry);
  if (pathBytes === undefined) return access + name;
  return Buffer.concat([Buffer.from(rootedPath(root, "")), pathBytes]);
}

/** What `Entry` says of its path. */
function pathOf(entry: Entry): OrderedPath {
  const { parent, name, nameBytes } = entry;
  if (parent === undefined) return { path: entry.path };
  const { path, exact } = beginningOf(parent);
  return { path: path + name, pathBytes: exact && nameBytes === undefined ? undefined : entry.pathBytes };
}
