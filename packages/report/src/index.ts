export { fullPath } from "./full-path.js";
export { counted, grouped, humanBytes, humanDuration } from "./quantity.js";
export { CSV_TABLES, type CsvTable, renderCsv } from "./render-csv.js";
export { renderEntry } from "./render-entry.js";
export { renderJson } from "./render-json.js";
export { renderText } from "./render-text.js";
export { safeText } from "./safe-text.js";
export { TEXT_DEFAULTS, type TextOptions } from "./text-style.js";
