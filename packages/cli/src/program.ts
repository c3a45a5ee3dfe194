import { Command } from "commander";
import { addBackendsCommand } from "./backends-command.js";
import { addCompletionCommand } from "./completion-command.js";
import type { ExitStatus } from "./exit-status.js";
import { addIgnoredCommand } from "./ignored-command.js";
import { addListCommand } from "./list-command.js";
import { addProfileCommand } from "./profile-command.js";
import { UsageError } from "./usage-error.js";

/** The command with all its verbs. `finish` is told the exit status of the verb that ran. */
export function createProgram(finish: (status: ExitStatus) => void): Command {
  const program = new Command("transect")
    .description("Profile any tree of files: how big it is, what is in it, how it is built.")
    .usage("[verb] [options] [roots...]")
    .option("-V, --version", "print the version; with --verbose, what belongs in a bug report")
    .option("--verbose", "with --version")
    .addHelpText(
      "after",
      "\nWithout a verb, transect profiles: see transect profile --help. A folder that is named like a verb: ./list",
    )
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  addProfileCommand(program, finish);
  addListCommand(program, finish);
  addIgnoredCommand(program, finish);
  addBackendsCommand(program, finish);
  addCompletionCommand(program, finish);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

/** The sentence for a command line that commander refuses, on one line. */
export function usageMessage(message: string): UsageError {
  const line = message
    .replace(/^error: /, "")
    .trim()
    .replace(/\s*\n\s*/g, " ");
  return new UsageError(line);
}
