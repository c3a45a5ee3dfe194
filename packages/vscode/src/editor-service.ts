import { createProfiler } from "@transect/language-server/in-process";
import { type EditorApi, editorSource } from "./editor-source.js";
import type { ProfileService } from "./profile-service.js";

/** The service for what only the editor can read: within the extension, without a server and without native code. */
export function createEditorService(api: EditorApi): ProfileService {
  const profiler = createProfiler({ source: editorSource(api) });
  return {
    async profile({ roots, settings: { backend: _backend, ...settings }, token, onPartial }) {
      const abort = new AbortController();
      const listening = token.onCancellationRequested(() => abort.abort());
      try {
        return await profiler.profile(
          { roots: roots.map(String), settings },
          {
            signal: abort.signal,
            onProgress: (now) => onPartial({ ...now, apparentBytes: String(now.apparentBytes) }),
          },
        );
      } finally {
        listening.dispose();
      }
    },
    children: (id, root, path) => profiler.children({ id, root, path }),
    render: async (params) => profiler.render(params).text,
    keep: () => Promise.reject(new Error("what is not on the disk is not kept")),
    compare: async () => undefined,
    uriOf(root, path) {
      const uri = api.Uri.parse(root, true);
      return path === "." ? uri : api.Uri.joinPath(uri, path);
    },
  };
}
