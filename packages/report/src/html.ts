export { PAGE_LIMITS } from "./page-limits.js";
export type { MessageToHost, MessageToPage } from "./page-messages.js";
export { type HtmlOptions, renderHtml } from "./render-html.js";
