import type { Bytes, Place } from "@transect/core";

/** What areas stand for. */
export type Measure = "allocated" | "apparent" | "files";

/** How much something is, in each measure. */
export interface Amounts {
  readonly allocated: Bytes;
  readonly apparent: Bytes;
  readonly files: number;
  /** Folders, itself included. No measure: for words only. */
  readonly folders: number;
}

/** A folder, a file, or what nobody names, with what it holds. */
export interface MapNode {
  /** `all` holds several roots. `rest` stands for what the report counts without naming it. */
  readonly kind: "all" | "folder" | "file" | "rest";
  /** Its path from the folder that holds it. */
  readonly label: string;
  /** Only of folders and files. */
  readonly place: Place | undefined;
  /** Of a file its own, as reports have it; of a folder the one that more than half of its bytes are known to have. */
  readonly extension: string | undefined;
  /** Of a file, in milliseconds since 1970. */
  readonly mtimeMs: number | undefined;
  readonly parent: MapNode | undefined;
  readonly amounts: Amounts;
  /** Together they are as much as the node itself, in every measure. A file has none. */
  readonly children: readonly MapNode[];
}
