import {
  Entry,
  type EntryStat,
  type EntryType,
  type ListingChunk,
  type Source,
  type SourceRequest,
  WalkError,
  type WalkOperation,
} from "@transect/core";
import type * as vscode from "vscode";

/** What is used of the editor's interface: handed in, since only the extension itself can import it. */
export type EditorApi = Pick<typeof vscode, "Uri" | "FileSystemError" | "workspace">;

/** How many entries are looked at in one go. */
const CHUNK = 64;

/**
 * What an editor can read, as a source: roots are URIs. Editors know sizes and times, and nothing of blocks: allocated
 * sizes are the apparent ones in whole blocks of 512 bytes. Names are always text.
 */
export function editorSource({ Uri, FileSystemError, workspace: { fs } }: EditorApi): Source {
  const places = new WeakMap<Entry, vscode.Uri>();

  function remember(entry: Entry, uri: vscode.Uri): Entry {
    places.set(entry, uri);
    return entry;
  }

  function uriOf(entry: Entry): vscode.Uri {
    const known = places.get(entry);
    if (known !== undefined) return known;
    const uri =
      entry.parent === undefined ? Uri.parse(entry.name, true) : Uri.joinPath(uriOf(entry.parent), entry.name);
    places.set(entry, uri);
    return uri;
  }

  function errorOf(entry: Entry, operation: WalkOperation, cause: unknown): WalkError {
    const code = cause instanceof FileSystemError ? (CODES.get(cause.code) ?? "EIO") : "EIO";
    const message = cause instanceof Error ? cause.message : String(cause);
    return new WalkError({ entry, operation, code, message });
  }

  async function look(
    place: Entry,
    uri: vscode.Uri,
    follow: boolean,
    type?: vscode.FileType,
  ): Promise<Entry | WalkError> {
    const { parent, name } = place;
    try {
      const found = await fs.stat(uri);
      return remember(new Entry({ parent, name, type: typeOf(type ?? found.type, follow), stat: toStat(found) }), uri);
    } catch (cause) {
      return errorOf(place, "lstat", cause);
    }
  }

  async function* list(directory: Entry, request: SourceRequest): AsyncGenerator<ListingChunk> {
    const here = uriOf(directory);
    let names: [string, vscode.FileType][];
    try {
      names = await fs.readDirectory(here);
    } catch (cause) {
      const error = errorOf(directory, "readdir", cause);
      if (error.code !== "ENOENT" || directory.parent === undefined) yield { items: [error], names: 0 };
      return;
    }
    if (names.length === 0) yield { items: [], names: 0 };
    for (let from = 0; from < names.length; from += CHUNK) {
      const some = names.slice(from, from + CHUNK);
      const kept = some.filter(([name]) => request.keepName?.(name) ?? true);
      const items = await Promise.all(
        kept.map(([name, type]) => {
          const place = new Entry({ parent: directory, name, type: typeOf(type, false) });
          const uri = Uri.joinPath(here, name);
          return request.stat ? look(place, uri, false, type) : remember(place, uri);
        }),
      );
      const seen = items.filter((item) => item.type !== "error" || item.code !== "ENOENT");
      yield { items: seen, names: some.length };
    }
  }

  return {
    name: "editor",
    root: (name, { follow }) => look(new Entry({ name, type: "other" }), Uri.parse(name, true), follow),
    list,
    async follow(link) {
      const found = await look(link, uriOf(link), true);
      return found.type === "error" && found.code === "ENOENT" ? undefined : found;
    },
    release() {},
    place: (root) => String(uriOf(root)).replace(/\/$/, ""),
    ignoreAccess: {
      async readFile(directory, name) {
        try {
          return await fs.readFile(Uri.joinPath(uriOf(directory), name));
        } catch {
          return undefined;
        }
      },
      async isRepository(directory) {
        try {
          await fs.stat(Uri.joinPath(uriOf(directory), ".git"));
          return true;
        } catch {
          return false;
        }
      },
      contextOf: () => ({ files: [], below: [], ignoreCase: false }),
    },
  };
}

/** The bits of `vscode.FileType`. */
const TYPE = { file: 1, directory: 2, symbolicLink: 64 } as const;

function typeOf(type: vscode.FileType, follow: boolean): EntryType {
  if (!follow && (type & TYPE.symbolicLink) !== 0) return "symlink";
  if ((type & TYPE.directory) !== 0) return "directory";
  return (type & TYPE.file) !== 0 ? "file" : "other";
}

function toStat({ size, mtime, type }: vscode.FileStat): EntryStat {
  const blocks = (type & TYPE.directory) === 0 ? Math.ceil(size / 512) : 0;
  return { size, blocks, mtimeMs: mtime, nlink: 1, dev: 0, ino: 0, mode: 0 };
}

const CODES: ReadonlyMap<string, string> = new Map([
  ["FileNotFound", "ENOENT"],
  ["NoPermissions", "EACCES"],
  ["FileNotADirectory", "ENOTDIR"],
  ["FileIsADirectory", "EISDIR"],
  ["Unavailable", "EIO"],
]);
