import { createProfiler } from "@transect/language-server/in-process";
import * as vscode from "vscode";
import { editorSource } from "./editor-source.js";
import type { ProfileService } from "./profile-service.js";

/** The service for what only the editor can read: within the extension, without a server and without native code. */
export function createEditorService(): ProfileService {
  const profiler = createProfiler({ source: editorSource(vscode.workspace.fs) });
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
    keep: async () => {},
    compare: async () => undefined,
    uriOf(root, path) {
      const uri = vscode.Uri.parse(root, true);
      return path === "." ? uri : vscode.Uri.joinPath(uri, path);
    },
  };
}
