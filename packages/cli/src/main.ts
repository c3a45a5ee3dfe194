import process from "node:process";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { ClosedPipeError, flushOut, watchStreams, writeOut } from "./output.js";
import { describeVersion, readVersion, versionRequest } from "./version.js";

/**
 * Runs the command and ends the process with its exit status; see {@link EXIT}.
 *
 * Loads only what the command line needs: most of a short run's time goes into loading modules.
 *
 * @param argv the whole command line, as `process.argv`.
 */
export async function main(argv: readonly string[]): Promise<void> {
  let status: ExitStatus = EXIT.complete;
  watchStreams();
  try {
    status = await run(argv);
    await flushOut();
  } catch (cause) {
    // Nobody reads any more: what they wanted they have.
    if (!(cause instanceof ClosedPipeError)) {
      const { describeFailure } = await import("./describe-failure.js");
      process.stderr.write(`transect: ${describeFailure(cause)}\n`);
      status = EXIT.nothing;
    }
  }
  process.exit(status);
}

async function run(argv: readonly string[]): Promise<ExitStatus> {
  const request = versionRequest(argv.slice(2));
  if (request !== undefined) {
    await writeOut(`${request === "verbose" ? await describeVersion() : readVersion()}\n`);
    return EXIT.complete;
  }
  const { runProgram } = await import("./program.js");
  return runProgram(argv);
}
