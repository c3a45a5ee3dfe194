import type { Command } from "commander";
import type { ExitStatus } from "./exit-status.js";

/** Adds a verb to the command; `finish` is told the exit status where it ran. */
type AddVerb = (program: Command, finish: (status: ExitStatus) => void) => void;

const loadProfile = async (): Promise<AddVerb> => (await import("./profile-command.js")).addProfileCommand;

/** The verbs, in the order of the help, each loaded only where it is needed: most of a short run goes into loading. */
const VERBS: Readonly<Record<string, () => Promise<AddVerb>>> = {
  profile: loadProfile,
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

/** Arguments whose answer may tell of all verbs. */
const HELP: readonly string[] = ["-h", "--help", "help", "completion"];

/**
 * How to load the verbs that a command line may need: the one that its first argument names, or else `profile`, which is
 * what the command does without a verb; all of them for the help, and for a script that completes the command.
 *
 * @param args the command line without node and the command.
 */
export function loadersFor(args: readonly string[]): readonly (() => Promise<AddVerb>)[] {
  const [first = ""] = args;
  const own = Object.hasOwn(VERBS, first) && first !== "completion" ? VERBS[first] : undefined;
  if (own !== undefined) return [own];
  return args.some((arg) => HELP.includes(arg)) ? Object.values(VERBS) : [loadProfile];
}
