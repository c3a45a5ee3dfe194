import process from "node:process";
import { TEXT_DEFAULTS } from "@transect/report";

/** What is known of the place that the output goes to. */
export interface Terminal {
  readonly width: number;
  readonly color: boolean;
  readonly unicode: boolean;
}

/**
 * Looks at standard output and at the environment: `NO_COLOR` and `FORCE_COLOR` (no-color.org, force-color.org) have
 * the last word on colours unless the user said; `COLUMNS` gives a width where the terminal does not.
 */
export function describeTerminal(options: { color: boolean | undefined }): Terminal {
  const { env, stdout, platform } = process;
  const byEnvironment = env["FORCE_COLOR"] ? env["FORCE_COLOR"] !== "0" : undefined;
  const color = env["NO_COLOR"] ? false : (byEnvironment ?? (stdout.isTTY === true && env["TERM"] !== "dumb"));
  const columns = Number(env["COLUMNS"]);
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  return {
    // A terminal that does not know its size says 0.
    width: stdout.columns || (columns > 0 ? columns : TEXT_DEFAULTS.width),
    color: options.color ?? color,
    unicode: platform === "win32" || locale === "" || /utf-?8/i.test(locale),
  };
}
