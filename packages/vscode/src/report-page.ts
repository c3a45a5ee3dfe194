import { renderHtml } from "@transect/report/html";

export type { MessageToHost as FromPage, MessageToPage as ToPage } from "@transect/report/html";

/** The page that waits for a report: the only place that knows who draws it. */
export function reportPage(nonce: string): string {
  return renderHtml(undefined, { nonce });
}
