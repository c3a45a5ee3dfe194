import type { Command } from "commander";
import type { ExitStatus } from "./exit-status.js";

/** Adds a verb to the command; `finish` is told the exit status where it ran. */
type AddVerb = (program: Command, finish: (status: ExitStatus) => void) => void;

/** The verbs, in the order of the help, each loaded only where it is needed: most of a short run goes into loading. */
const VERBS: Readonly<Record<string, () => Promise<AddVerb>>> = {
  profile: async () => (await import("./profile-command.js")).addProfileCommand,
  list: async () => (await import("./list-command.js")).addListCommand,
  ignored: async () => (await import("./ignored-command.js")).addIgnoredCommand,
  find: async () => (await import("./find-command.js")).addFindCommand,
  assess: async () => (await import("./assess-command.js")).addAssessCommand,
  copy: async () => (await import("./copy-command.js")).addCopyCommand,
  snapshot: async () => (await import("./snapshot-command.js")).addSnapshotCommand,
  diff: async () => (await import("./diff-command.js")).addDiffCommand,
  check: async () => (await import("./check-command.js")).addCheckCommand,
  hash: async () => (await import("./hash-command.js")).addHashCommand,
  duplicates: async () => (await import("./duplicates-command.js")).addDuplicatesCommand,
  build: async () => (await import("./build-command.js")).addBuildCommand,
  backends: async () => (await import("./backends-command.js")).addBackendsCommand,
  bench: async () => (await import("./bench-command.js")).addBenchCommand,
  completion: async () => (await import("./completion-command.js")).addCompletionCommand,
};

/** How to load the verbs that a command line may need: its first argument, where that is one, or else all of them. */
export function loadersFor(first: string | undefined): readonly (() => Promise<AddVerb>)[] {
  const own = first !== undefined && Object.hasOwn(VERBS, first) ? VERBS[first] : undefined;
  // A script that completes the command tells of all verbs.
  return own === undefined || first === "completion" ? Object.values(VERBS) : [own];
}
