import { Entry, type IgnoreContext } from "@transect/core";
import type { NativeAnswer } from "@transect/native";
import { localSource } from "../local-source.js";
import type { ProfileOptions } from "../options.js";
import type { WalkItem } from "../walk-step.js";
import { entryAt } from "./native-place.js";

/** This side of a native walk with ignore rules: git's settings are known here alone. */
export interface NativeRules {
  /** Answers what comes up in the walk; `undefined` where nothing can. */
  readonly answer: NativeAnswer | undefined;
  /** Answers no more: the walk ends where it next asks. */
  close(): void;
  /** Throws the error for which the walk ended, if there is one. */
  check(): void;
}

/** A question of the native core: `Question` in its `rule_text.rs`. Bytes are in base64. */
interface Question {
  readonly folders: readonly { readonly root: string; readonly path: string }[];
}

/** Gets ready to answer for a walk over these roots. */
export function nativeRules(
  { ignore, wouldIgnore }: Pick<ProfileOptions, "ignore" | "wouldIgnore">,
  roots: readonly WalkItem[],
): NativeRules {
  let closed = false;
  let failure: { readonly cause: unknown } | undefined;

  function answer(question: string): string | null {
    if (closed) return null;
    try {
      const { folders } = JSON.parse(question) as Question;
      return JSON.stringify(contextsOf(folders, roots));
    } catch (cause) {
      failure ??= { cause };
    }
    return null;
  }

  return {
    answer: ignore === undefined && wouldIgnore === undefined ? undefined : answer,
    close: () => {
      closed = true;
    },
    check: () => {
      if (failure !== undefined) throw failure.cause;
    },
  };
}

function contextsOf(folders: Question["folders"], roots: readonly WalkItem[]): unknown[] {
  const source = localSource();
  return folders.map(({ root, path }) => {
    const known = roots.find((item): item is Entry => item.type !== "error" && item.name === root);
    const top = known ?? new Entry({ name: root, type: "directory" });
    const folder = entryAt(top, Buffer.from(path, "base64"), "directory");
    try {
      return written(source.ignoreAccess.contextOf(folder));
    } finally {
      for (let at: Entry | undefined = folder; at !== undefined; at = at.parent) source.release(at);
    }
  });
}

function written({ files, below, ignoreCase }: IgnoreContext): unknown {
  const contents = files.map(({ content, folder }) => ({ content: Buffer.from(content).toString("base64"), folder }));
  return { files: contents, below, ignoreCase };
}
