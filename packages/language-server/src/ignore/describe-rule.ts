import path from "node:path";
import type { RuleReach } from "@transect/matcher/reach";
import { counted, grouped, humanBytes, safeText } from "@transect/report";
import { URI } from "vscode-uri";
import type { Effect } from "./analysis.js";
import type { RuleLine } from "./rule-lines.js";
import type { RuleUse } from "./rule-use.js";

/** What a rule does now, in a few words: to stand behind it. */
export function ruleHint(rule: RuleLine, use: RuleUse | undefined, reach: RuleReach | undefined): string {
  if (reach !== undefined && reach.state !== "decides")
    return reach.state === "never" ? "matches nothing" : "overridden";
  if (use === undefined) return "nothing here";
  const amount = use.files > 0 ? `${counted(use.files, "file")}, ${humanBytes(use.apparentBytes)}` : folders(use);
  return rule.negated ? `keeps ${amount}` : amount;
}

/** What a rule does now, as Markdown: with exact bytes, and the largest of what it decides about. */
export function ruleHover(options: {
  readonly rule: RuleLine;
  readonly folder: string;
  readonly effect: Effect;
  readonly reach: RuleReach | undefined;
}): string {
  const { rule, folder, effect, reach } = options;
  const why = reach === undefined ? undefined : whyDead(reach);
  if (why !== undefined) return why;
  const use = effect.use.get(rule.line);
  if (use === undefined) return "This rule decides about nothing that is here now.";
  const what = use.files > 0 ? `**${counted(use.files, "file")}**` : `**${folders(use)}**`;
  const inFolders = use.files > 0 && use.directories > 0 ? ` in ${counted(use.directories, "folder")}` : "";
  const size = use.files > 0 ? `, ${humanBytes(use.apparentBytes)} (${grouped(use.apparentBytes)} bytes)` : "";
  const shown = use.examples.map(
    ({ path: at, isDirectory, apparentBytes }) =>
      `- [${markdown(at)}${isDirectory ? "/" : ""}](${URI.file(path.join(folder, at))}) ${humanBytes(apparentBytes)}`,
  );
  const rest = use.entries - shown.length;
  return [
    `${rule.negated ? "Keeps" : "Leaves out"} ${what}${inFolders}${size}:`,
    "",
    ...shown,
    ...(rest > 0 ? [`- and ${grouped(rest)} more`] : []),
    ...(effect.errors > 0 ? ["", `${counted(effect.errors, "place")} could not be read.`] : []),
  ].join("\n");
}

/** Why a rule never decides, as Markdown; `undefined` where it can. */
export function whyDead({ state, example, exampleIsDirectory, instead }: RuleReach): string | undefined {
  if (state === "decides") return undefined;
  if (state === "never" || instead === undefined) return "No path can match this rule.";
  const shown =
    typeof example === "string" ? ` For \`${example}${exampleIsDirectory ? "/" : ""}\` that is` : " That is";
  const line = `line ${instead.line} of ${path.basename(instead.file)}, \`${instead.rule}\``;
  return `This rule never decides: whatever it matches, another rule decides.${shown}: ${line}.`;
}

function folders(use: RuleUse): string {
  if (use.directories > 0) return counted(use.directories, "folder");
  return counted(use.entries, "link");
}

function markdown(text: string): string {
  return safeText(text).replace(/[\\`*_{}[\]()#+\-!|<>]/g, "\\$&");
}
