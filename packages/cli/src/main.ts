import process from "node:process";
import { OptionError } from "@transect/core";
import { safeText } from "@transect/report";
import { CommanderError } from "commander";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { ClosedPipeError, flushOut, writeOut } from "./output.js";
import { createProgram, usageMessage } from "./program.js";
import { UsageError } from "./usage-error.js";
import { describeVersion, readVersion } from "./version.js";

/**
 * Runs the command and ends the process with its exit status; see {@link EXIT}.
 *
 * @param argv the whole command line, as `process.argv`.
 */
export async function main(argv: readonly string[]): Promise<void> {
  let status: ExitStatus = EXIT.complete;
  try {
    status = await run(argv);
    await flushOut();
  } catch (cause) {
    // Nobody reads any more: what they wanted they have.
    if (!(cause instanceof ClosedPipeError)) {
      process.stderr.write(`transect: ${describe(cause)}\n`);
      status = EXIT.nothing;
    }
  }
  process.exit(status);
}

async function run(argv: readonly string[]): Promise<ExitStatus> {
  const [, , first, second] = argv;
  if (first === "--version" || first === "-V") {
    await writeOut(`${second === "--verbose" ? await describeVersion() : readVersion()}\n`);
    return EXIT.complete;
  }
  let status: ExitStatus = EXIT.complete;
  const program = createProgram((given) => {
    status = given;
  });
  try {
    await program.parseAsync([...argv]);
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    if (cause.exitCode !== 0) throw usageMessage(cause.message);
  }
  return status;
}

function describe(cause: unknown): string {
  if (cause instanceof UsageError) return `${safeText(cause.message)} (see transect --help)`;
  // Its message marks the place in the pattern on lines of its own, safely.
  if (cause instanceof Error && cause.name === "PatternError") return cause.message;
  if (cause instanceof OptionError) return `${safeText(cause.message)} (see transect --help)`;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
