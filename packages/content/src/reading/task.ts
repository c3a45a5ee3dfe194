import type { HashAlgorithm } from "../hash-algorithm.js";

/** What a file was when it was found, to tell whether it still is. Numbers as `stat(2)` has them, times in milliseconds. */
export interface FileState {
  readonly size: number;
  readonly mtimeMs: number;
  readonly dev: number;
  readonly ino: number;
}

/** A file as a thread is told of it. */
export interface FileToRead {
  /** As the system takes it; bytes where a name on the way is not valid UTF-8. */
  readonly path: string | Uint8Array;
  /** What it must be when it is opened; `undefined` takes whatever regular file is there. */
  readonly expected?: FileState | undefined;
}

/** Digests of whole files, or of the same stretch of each. */
export interface DigestTask {
  readonly kind: "digest";
  readonly files: readonly FileToRead[];
  readonly algorithm: HashAlgorithm;
  /** Where to begin and end, in bytes; without it whole files. A stretch may reach beyond the end of a file. */
  readonly stretch?: readonly [from: number, to: number] | undefined;
}

/** What came of a {@link DigestTask}. */
export interface Digests {
  /** One digest after the other, in the order of the files; zeros for a file with an error. */
  readonly digests: Uint8Array;
  /** How many bytes of each file were digested. */
  readonly bytes: Float64Array;
  /** How many of the files were dealt with, from the first on: not all where the call was told to stop. */
  readonly done: number;
  readonly errors: readonly ReadError[];
}

/** A few files of one size, to tell which are equal from one byte on to another. That size is not 0. */
export interface FileSet {
  readonly files: readonly FileToRead[];
  readonly from: number;
  readonly to: number;
}

/** Sets of files to compare, each for itself. */
export interface CompareTask {
  readonly kind: "compare";
  readonly sets: readonly FileSet[];
}

/** Which files of a set are equal. */
export interface Comparison {
  /** For each file the index of the first file that it equals, its own for one that equals none before it. */
  readonly same: ArrayLike<number>;
  readonly errors: readonly ReadError[];
}

/** A stretch of a file, to be put into a segment of a stream. */
export interface Part extends FileToRead {
  readonly expected: FileState;
  /** What goes before the first byte of the file. */
  readonly frame: Uint8Array;
  readonly from: number;
  /** Where the stretch ends: the size of the file for its last one. */
  readonly to: number;
}

/** Stretches of files, one after the other, to be read into one piece of memory. */
export interface SegmentTask {
  readonly kind: "segment";
  readonly parts: readonly Part[];
  /** Whether to digest those parts that are whole files, and by what. */
  readonly algorithm?: HashAlgorithm | undefined;
  /** Memory to use again. */
  readonly memory?: ArrayBuffer | undefined;
}

/** What came of a {@link SegmentTask}: for each part its frame, its bytes and, after its file's last byte, a NUL. */
export interface Segment {
  readonly memory: ArrayBuffer;
  /** How many bytes of the memory are used. */
  readonly length: number;
  /** Where the bytes of each part begin and end, in pairs; both the same for a part with an error. */
  readonly bounds: Uint32Array;
  /** Digests of the parts that are whole files, each at its place; empty where none were wanted. */
  readonly digests: Uint8Array;
  readonly errors: readonly ReadError[];
}

/** What could not be read, and why. */
export interface ReadError {
  /** The place of the file among those of the task. */
  readonly index: number;
  /** The system call that failed. */
  readonly operation: string;
  readonly code: string;
  readonly message: string;
}

/** What a thread can be asked to do. */
export type ReadTask = DigestTask | CompareTask | SegmentTask;

/** What comes of each kind of task. */
export interface ReadAnswers {
  readonly digest: Digests;
  /** One for each set; `undefined` where the call was told to stop before that was known. */
  readonly compare: readonly (Comparison | undefined)[];
  readonly segment: Segment;
}

/** What comes of a task. */
export type AnswerTo<T extends ReadTask> = ReadAnswers[T["kind"]];

/** What all tasks of one call have in common. */
export interface ReadContext {
  /** The words of the call's `Halt`: the order to stop, and counts. */
  readonly words: BigInt64Array;
  /** Whether a path may lead through a symbolic link at its end. */
  readonly follow: boolean;
}
