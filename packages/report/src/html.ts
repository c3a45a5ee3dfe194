export type { HtmlOptions } from "./html-page.js";
export { CHANGES_PAGE_LIMIT, PAGE_LIMITS } from "./page-limits.js";
export type { MessageToHost, MessageToPage } from "./page-messages.js";
export { renderChangesHtml } from "./render-changes-html.js";
export { renderHtml } from "./render-html.js";
