import type { Place } from "@transect/core";
import { fullPath } from "../src/full-path.js";
import type { MessageToHost, MessageToPage } from "../src/page-messages.js";

/**
 * Where the page is shown, as far as that makes a difference: in a browser paths are copied, in an editor they are
 * opened. The only seam between the two.
 */
export interface Host {
  /** What {@link Host.activate} does, in words for a button: `Copy the path of`. */
  readonly verb: string;
  readonly icon: "copy" | "open";
  /** Whether {@link Host.activate} takes what is no more where it was. */
  readonly takesGone: boolean;
  /** Opens or copies a place; gives what to say of it, if anything. */
  activate(place: Place, kind: "file" | "directory"): Promise<string | undefined>;
  /** Takes messages from the host and tells it that the page is ready for them. A browser sends none. */
  listen(onMessage: (message: MessageToPage) => void): void;
}

/** What a webview of VS Code lends its page. */
interface WebviewApi {
  postMessage(message: MessageToHost): void;
}

/** Finds out where the page is. */
export function findHost(): Host {
  const acquire: unknown = Reflect.get(globalThis, "acquireVsCodeApi");
  return typeof acquire === "function" ? webviewHost(acquire() as WebviewApi) : BROWSER;
}

const BROWSER: Host = {
  verb: "Copy the path of",
  icon: "copy",
  takesGone: true,
  async activate(place) {
    const path = fullPath(place);
    try {
      await navigator.clipboard.writeText(path);
      return `Copied ${path}`;
    } catch {
      return `This browser does not let a page copy. The path is ${path}`;
    }
  },
  listen() {},
};

function webviewHost(api: WebviewApi): Host {
  return {
    verb: "Open",
    icon: "open",
    takesGone: false,
    async activate({ root, path, pathBase64 }, kind) {
      api.postMessage({ type: "open", kind, root, path, ...(pathBase64 === undefined ? {} : { pathBase64 }) });
      return undefined;
    },
    listen(onMessage) {
      addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (isMessage(data)) onMessage(data);
      });
      api.postMessage({ type: "ready" });
    },
  };
}

function isMessage(data: unknown): data is MessageToPage {
  if (typeof data !== "object" || data === null || !("type" in data)) return false;
  if (data.type === "report") return "json" in data && typeof data.json === "string";
  return data.type === "waiting" && "text" in data && typeof data.text === "string";
}
