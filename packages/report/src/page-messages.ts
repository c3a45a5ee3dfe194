import type { Place } from "@transect/core";

/** What the page tells the editor that shows it in a webview. */
export type MessageToHost =
  /** The page listens to messages from now on. */
  | { readonly type: "ready" }
  /** Somebody chose a file or a folder. */
  | ({ readonly type: "open"; readonly kind: "file" | "directory" } & Place);

/** What an editor may tell the page in its webview. */
export type MessageToPage =
  /** Shows another report in place of the one there is. `json` is what `renderJson` gives, or a `ChangeReport` as exact JSON. */
  | { readonly type: "report"; readonly json: string }
  /** Says that no report is there yet, and why: how far the walk is. */
  | { readonly type: "waiting"; readonly text: string };
