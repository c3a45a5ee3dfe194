import { isUtf8 } from "node:buffer";
import { type Dirent, opendirSync, readdirSync } from "node:fs";
import type { AccessPath } from "./access-path.js";

/** A name that is read again as bytes because its text may not give them back. */
export interface InexactName {
  readonly name: string;
  /** Only where the name is not valid UTF-8. */
  readonly nameBytes: Uint8Array | undefined;
  /** What the listing says of its type. */
  readonly dirent: Dirent;
}

/** A name as a directory hands it out: text, text with a type, or bytes. */
export type ReadName = string | Dirent | InexactName;

/** What Node reads for bytes that are not UTF-8; a name may also hold it in earnest. */
const REPLACEMENT = "\uFFFD";

/** Whether the text of a name gives its bytes back for certain. */
export function isExactName(read: ReadName): boolean {
  return !(typeof read === "string" ? read : read.name).includes(REPLACEMENT);
}

/** All names of a directory at once: bare where each will be looked at anyway, otherwise with their types. */
export function readNames(prefix: AccessPath, bare: boolean): readonly ReadName[] {
  return bare ? readdirSync(prefix) : readdirSync(prefix, { withFileTypes: true });
}

/** The names of a directory piece by piece, however many there are. */
export function* streamNames(prefix: AccessPath, chunkSize: number): Generator<readonly Dirent[]> {
  yield* stream(prefix, chunkSize, "utf8");
}

/**
 * The names of a directory whose text may not give their bytes back, piece by piece. Reading bytes costs more, so
 * this is for directories where such a name was seen.
 */
export function* readInexactNames(prefix: AccessPath, chunkSize: number): Generator<readonly InexactName[]> {
  // Node hands names out as bytes when asked to; its types know that of readdir, not of opendir.
  for (const chunk of stream(prefix, chunkSize, "buffer" as BufferEncoding)) {
    const names = chunk.map(decodeName).filter((read) => !isExactName(read));
    if (names.length > 0) yield names;
  }
}

function* stream(prefix: AccessPath, chunkSize: number, encoding: BufferEncoding): Generator<readonly Dirent[]> {
  const directory = opendirSync(prefix, { bufferSize: chunkSize, encoding });
  try {
    let chunk: Dirent[] = [];
    let whole = true;
    for (let dirent = directory.readSync(); dirent !== null; dirent = directory.readSync()) {
      chunk.push(dirent);
      if (chunk.length < chunkSize) continue;
      yield chunk;
      whole = false;
      chunk = [];
    }
    if (chunk.length > 0 || whole) yield chunk;
  } finally {
    directory.closeSync();
  }
}

function decodeName(dirent: Dirent): InexactName {
  const bytes = Buffer.from(dirent.name);
  return { name: bytes.toString("utf8"), nameBytes: isUtf8(bytes) ? undefined : Uint8Array.from(bytes), dirent };
}
