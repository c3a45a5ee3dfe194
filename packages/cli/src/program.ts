import { Command, CommanderError } from "commander";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { UsageError } from "./usage-error.js";
import { loadersFor } from "./verbs.js";

const EXAMPLES = `
Without a verb, transect profiles: see transect profile --help. A folder that is named like a verb: ./list

Examples:
  transect                     how big this folder is, what is in it, how it is built
  transect --json ~/data       the same for other programs
  transect list -t file src    the paths of all files in src
  transect find -p exp.json    the folders that are built as exp.json says
  transect snapshot save       keep how it is now; transect diff NAME says later what changed
  transect check               hold folders to the budgets of transect.config.json
  transect hash src            one hash of all files in src
  transect duplicates ~/data   files that hold the same, and what could be freed
  transect build . -o all.txt  many files in one, in order
  transect backends            how it would walk here, and why
  transect --version --verbose what belongs in a bug report`;

/** Runs the command line to its end and says with which status. Throws a {@link UsageError} for one it refuses. */
export async function runProgram(argv: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.complete;
  const program = await createProgram(argv.slice(2), (given) => {
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

/**
 * The command with the verbs that the command line may need. `finish` is told the exit status
 * of the verb that ran.
 */
async function createProgram(args: readonly string[], finish: (status: ExitStatus) => void): Promise<Command> {
  const program = new Command("transect")
    .description("Profile any tree of files: how big it is, what is in it, how it is built.")
    .usage("[verb] [options] [roots...]")
    .option("-V, --version", "print the version; with --verbose, what belongs in a bug report")
    .option("--verbose", "with --version")
    .addHelpText("after", EXAMPLES)
    .hook("preAction", () => {
      if (program.opts()["verbose"] === true) throw new UsageError("--verbose goes with --version");
    })
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  for (const add of await Promise.all(loadersFor(args).map((load) => load()))) add(program, finish);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

/** The sentence for a command line that commander refuses, on one line. */
function usageMessage(message: string): UsageError {
  const line = message
    .replace(/^error: /, "")
    .trim()
    .replace(/\s*\n\s*/g, " ");
  return new UsageError(line);
}
