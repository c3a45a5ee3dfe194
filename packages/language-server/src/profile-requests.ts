import { counted, humanBytes, renderComparisonMarkdown } from "@transect/report";
import type { Progress } from "@transect/walker-parallel";
import {
  type CancellationToken,
  type Connection,
  ProgressType,
  WorkDoneProgressCancelNotification,
} from "vscode-languageserver/node";
import { toResponseError } from "./failure.js";
import { toPath } from "./profile-settings.js";
import { createProfiler } from "./profiler.js";
import {
  CHILDREN_REQUEST,
  type ChildrenParams,
  type ChildrenResult,
  COMPARE_REQUEST,
  type CompareParams,
  PROFILE_REQUEST,
  type ProfileParams,
  type ProfilePartial,
  type ProfileResult,
  RENDER_REQUEST,
  type RenderParams,
  type RenderResult,
  SNAPSHOT_REQUEST,
  type SnapshotParams,
  type SnapshotResult,
} from "./protocol.js";
import { readSnapshot, saveSnapshot } from "./snapshot.js";

const PARTIAL = new ProgressType<ProfilePartial>();

/** How many rows a table of changes shows. */
const COMPARED_ROWS = 30;

/** Answers the requests about profiles. Returns what to call once the client is ready to be told of progress. */
export function serveProfiles(connection: Connection): () => void {
  const profiler = createProfiler();
  const running = new Map<string | number, AbortController>();

  answer<ProfileParams, ProfileResult>(PROFILE_REQUEST, async (params, token) => {
    const { workDoneToken, partialResultToken } = params;
    const abort = new AbortController();
    if (workDoneToken !== undefined) running.set(workDoneToken, abort);
    const listening = token.onCancellationRequested(() => abort.abort());
    const progress = connection.window.attachWorkDoneProgress(workDoneToken);
    progress.begin("Profiling", undefined, undefined, true);
    try {
      return await profiler.profile(params, {
        signal: abort.signal,
        onProgress(now) {
          progress.report(describe(now));
          if (partialResultToken !== undefined)
            void connection.sendProgress(PARTIAL, partialResultToken, toPartial(now));
        },
      });
    } finally {
      progress.done();
      listening.dispose();
      if (workDoneToken !== undefined) running.delete(workDoneToken);
    }
  });
  answer<ChildrenParams, ChildrenResult>(CHILDREN_REQUEST, (params) => profiler.children(params));
  answer<RenderParams, RenderResult>(RENDER_REQUEST, async (params) => profiler.render(params));
  answer<SnapshotParams, SnapshotResult>(SNAPSHOT_REQUEST, async ({ id, file }) => ({
    bytes: await saveSnapshot(profiler.whole(id), toPath("file", file)),
  }));
  answer<CompareParams, RenderResult>(COMPARE_REQUEST, async ({ before, id }) => {
    const old = await readSnapshot(toPath("before", before));
    return { text: renderComparisonMarkdown(old, profiler.whole(id), { rows: COMPARED_ROWS }) };
  });

  return () => {
    connection.onNotification(WorkDoneProgressCancelNotification.type, ({ token }) => running.get(token)?.abort());
  };

  function answer<Params, Result extends object>(
    method: string,
    handle: (params: Params, token: CancellationToken) => Promise<Result>,
  ): void {
    connection.onRequest(method, async (params: Params, token: CancellationToken): Promise<object> => {
      try {
        return await handle(params, token);
      } catch (cause) {
        throw toResponseError(cause);
      }
    });
  }
}

function describe({ files, apparentBytes }: Progress): string {
  return `${counted(files, "file")}, ${humanBytes(apparentBytes)}`;
}

function toPartial(now: Progress): ProfilePartial {
  return { ...now, apparentBytes: String(now.apparentBytes) };
}
