import path from "node:path";
import type { RuleReach } from "@transect/matcher/reach";
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag, type Range } from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import type { Outline } from "./analysis.js";
import { whyDead } from "./describe-rule.js";
import type { RuleLine } from "./rule-lines.js";

/** A warning for each rule that can never match, a note for each that others always override. */
export function ruleDiagnostics({ file, lines, reach, problem }: Outline): Diagnostic[] {
  if (problem !== undefined) {
    const rule = lines.find(({ text }) => text.includes(problem.pattern));
    return [{ range: rangeOf(rule), severity: DiagnosticSeverity.Error, source: "transect", message: problem.message }];
  }
  return lines.flatMap((rule) => {
    const found = reach.get(rule.line);
    const message = found && whyDead(found);
    return found === undefined || message === undefined ? [] : [diagnostic(file, rule, found, message)];
  });
}

function diagnostic(file: string, rule: RuleLine, { state, instead }: RuleReach, message: string): Diagnostic {
  const never = state === "never" || instead === undefined;
  return {
    range: rangeOf(rule),
    severity: never ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information,
    source: "transect",
    code: never ? "never-matches" : "overridden",
    message: message.replaceAll("`", ""),
    tags: [DiagnosticTag.Unnecessary],
    ...(never
      ? {}
      : {
          relatedInformation: [
            {
              location: {
                uri: URI.file(path.resolve(path.dirname(file), instead.file)).toString(),
                range: rangeOf({ line: instead.line, text: instead.rule }),
              },
              message: "This rule decides.",
            },
          ],
        }),
  };
}

/** The whole line of a rule. */
export function rangeOf(rule: Pick<RuleLine, "line" | "text"> | undefined): Range {
  const line = (rule?.line ?? 1) - 1;
  return { start: { line, character: 0 }, end: { line, character: rule?.text.length ?? 0 } };
}
