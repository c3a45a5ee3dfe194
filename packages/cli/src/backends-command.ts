import type { Command } from "commander";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { writeOut } from "./output.js";

/** Adds the verb `backends`. */
export function addBackendsCommand(program: Command, finish: (status: ExitStatus) => void): void {
  program
    .command("backends")
    .description("Show the ways to walk that there are here, and which one would be taken.")
    .option("--json", "print them as JSON")
    .addHelpText("after", "\nExamples:\n  transect backends\n  TRANSECT_BACKEND=sequential transect backends")
    .action(async (flags: { json?: true }) => {
      const { backends, chooseBackend } = await import("@transect/walker-parallel");
      const chosen = chooseBackend();
      const rows = (await backends()).map((backend) => ({ ...backend, chosen: backend.name === chosen.name }));
      const lines = rows.map(({ name, available, reason, chosen: isChosen }) => {
        return `${isChosen ? "*" : " "} ${name.padEnd(12)}${available ? "" : "not here: "}${reason}\n`;
      });
      lines.push(`\n* is taken: ${chosen.reason}\n`);
      await writeOut(flags.json ? `${JSON.stringify(rows, undefined, 2)}\n` : lines.join(""));
      finish(EXIT.complete);
    });
}
