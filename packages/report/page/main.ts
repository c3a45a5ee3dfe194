import { isChangeReport, isReport, parseExact, REPORT_VERSION } from "@transect/core";
import { REPORT_ELEMENT } from "../src/page-ids.js";
import { showChanges } from "./changes/changes-page.js";
import { element } from "./dom.js";
import { findHost } from "./host.js";
import { icon } from "./icon.js";
import { showReport } from "./report-page.js";

const host = findHost();
const page = element("div", { class: "page" });
document.body.append(page);

const written = document.getElementById(REPORT_ELEMENT)?.textContent ?? "";
if (written === "") showMessage("Waiting for the report …", "waiting");
else show(written);
host.listen((message) => {
  if (message.type === "report") show(message.json);
  else showMessage(message.text, "waiting");
});

function show(json: string): void {
  try {
    const report = parseExact(json);
    if (isChangeReport(report)) showChanges(page, report, host);
    else if (isReport(report)) showReport(page, report, host);
    else throw new TypeError(`not a Transect report of version ${REPORT_VERSION}`);
  } catch (cause) {
    showMessage(`This report cannot be shown: ${cause instanceof Error ? cause.message : String(cause)}`, "failed");
  }
}

/** In place of a report: why there is none. */
function showMessage(text: string, kind: "waiting" | "failed"): void {
  const attributes = { role: kind === "failed" ? "alert" : "status" };
  const mark = kind === "failed" ? icon("warning") : element("span", { class: "spinner" });
  const message = element("p", { attributes }, mark, text);
  page.replaceChildren(element("main", { class: `message ${kind}` }, element("h1", {}, "Transect"), message));
}
