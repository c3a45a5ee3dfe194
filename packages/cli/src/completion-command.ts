import { Argument, type Command, type Option } from "commander";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { writeOut } from "./output.js";
import { TYPES } from "./walk-flags.js";

/** A verb as a completion script needs it. */
interface Verb {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
  /** What its first argument may be, where that is not a path. */
  readonly words?: readonly string[] | undefined;
}

/** The shells there is a script for. */
const SHELLS = ["bash", "zsh", "fish"] as const;

const EXAMPLES = `
Examples:
  source <(transect completion bash)     in ~/.bashrc
  source <(transect completion zsh)      in ~/.zshrc, after compinit
  transect completion fish | source      in ~/.config/fish/config.fish`;

/**
 * Adds the verb `completion`. The scripts are made from the command's own definitions: verbs, options, the values of
 * options that have few, and paths everywhere else.
 */
export function addCompletionCommand(program: Command, finish: (status: ExitStatus) => void): void {
  program
    .command("completion")
    .description("Print a script that completes transect in a shell.")
    .addArgument(new Argument("<shell>").choices(SHELLS))
    .addHelpText("after", EXAMPLES)
    .action(async (shell: (typeof SHELLS)[number]) => {
      await writeOut(SCRIPTS[shell](verbsOf(program)));
      finish(EXIT.complete);
    });
}

const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], (verbs: readonly Verb[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** The verbs, the default one first. */
function verbsOf(program: Command): Verb[] {
  const help = program.createHelp();
  const verbs = program.commands.map((command) => ({
    name: command.name(),
    description: help.subcommandDescription(command),
    options: help.visibleOptions(command),
    words: command.registeredArguments[0]?.argChoices,
  }));
  const words = verbs.map((verb) => verb.name);
  return [...verbs, { name: "help", description: "Say what a verb does.", options: [], words }];
}

/** Values worth offering for options that take others too. */
const OFFERED: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  ["--type", [...TYPES.keys()].filter((type) => type.length > 1)],
  ["--ignore", ["git"]],
  ["--would-ignore", ["git"]],
]);

/** The values to offer for an option, or that it takes a path; none for what only the user can know. */
function valuesOf(option: Option): readonly string[] | "paths" {
  if (option.long === "--output" || option.long === "--html") return "paths";
  return option.argChoices ?? OFFERED.get(option.long) ?? [];
}

function bashScript(verbs: readonly Verb[]): string {
  const values = withValues(verbs).map(([flags, offered]) => {
    const reply = offered === "paths" ? "_transect_paths" : words(offered);
    return `    ${flags.join("|")}) ${reply}; return ;;`;
  });
  const after = verbs.flatMap((verb) => (verb.words ? [`    ${verb.name}) ${words(verb.words)}; return ;;`] : []));
  const options = verbs.map((verb) => `    ${verb.name}) options="${flagsOf(verb).join(" ")}" ;;`);
  return `_transect_paths() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen -f -- "$word")
}
_transect() {
  local at=$COMP_CWORD options=
  local word="\${COMP_WORDS[at]}" before="\${COMP_WORDS[at-1]}" verb="\${COMP_WORDS[1]}"
  # bash takes --option=value for three words.
  if [[ $word == "=" ]]; then word=
  elif [[ $before == "=" ]]; then before="\${COMP_WORDS[at-2]}"
  fi
  case "$before" in
${values.join("\n")}
  esac
  if ((at == 2)); then case "$verb" in
${after.join("\n")}
  esac; fi
  case "$verb" in
${options.join("\n")}
    *) options="${flagsOf(verbs[0]).join(" ")} --version" ;;
  esac
  if [[ $word == -* ]]; then
    ${words("$options")}
    return
  fi
  _transect_paths
  if ((at == 1)); then
    COMPREPLY+=($(compgen -W "${verbs.map((verb) => verb.name).join(" ")}" -- "$word"))
  fi
}
complete -F _transect transect
`;
}

/** Bash that replies with those of the words that go on from what stands there. */
function words(offered: readonly string[] | string): string {
  if (offered.length === 0) return "COMPREPLY=()";
  return `COMPREPLY=($(compgen -W "${typeof offered === "string" ? offered : offered.join(" ")}" -- "$word"))`;
}

function zshScript(verbs: readonly Verb[]): string {
  const lines = verbs.map((verb) => {
    const specs = verb.options.map((option) => `      ${zshSpec(option)}`);
    const rest = verb.words ? `'1:word:(${verb.words.join(" ")})'` : "'*:root:_files'";
    return `    ${verb.name})\n      _arguments -s \\\n${[...specs, `      ${rest}`].join(" \\\n")}\n      ;;`;
  });
  const names = verbs.map((verb) => `'${verb.name}:${quoted(verb.description)}'`);
  const [first] = verbs;
  return `#compdef transect
_transect() {
  local verb=$words[2]
  if ((CURRENT == 2)) && [[ $verb != -* ]]; then
    local -a verbs=(${names.join(" ")})
    _describe verb verbs
    _files
    return
  fi
  case $verb in
    (${verbs.map((known) => known.name).join("|")}) shift words; ((CURRENT--)) ;;
    (*) verb=${first?.name ?? ""} ;;
  esac
  case $verb in
${lines.join("\n")}
  esac
}
compdef _transect transect
`;
}

function zshSpec(option: Option): string {
  const names = namesOf(option);
  // Marks that the value may follow at once, or behind an equals sign.
  const forms = option.required ? names.map((name) => (name.startsWith("--") ? `${name}=` : `${name}+`)) : names;
  const tail = `[${quoted(option.description).replace(/[[\]]/g, "\\$&")}]${option.required ? zshValues(option) : ""}`;
  return names.length > 1 ? `'(${names.join(" ")})'{${forms.join(",")}}'${tail}'` : `'${forms[0]}${tail}'`;
}

function zshValues(option: Option): string {
  const values = valuesOf(option);
  if (values === "paths") return ":file:_files";
  return values.length === 0 ? ":value: " : `:value:(${values.join(" ")})`;
}

function fishScript(verbs: readonly Verb[]): string {
  const [first, ...others] = verbs;
  const seen = `__fish_seen_subcommand_from ${others.map((verb) => verb.name).join(" ")}`;
  const lines = verbs.map(
    (verb) => `complete -c transect -n __fish_use_subcommand -a ${verb.name} -d '${quoted(verb.description)}'`,
  );
  for (const verb of verbs) {
    const when = verb === first ? `not ${seen}` : `__fish_seen_subcommand_from ${verb.name}`;
    for (const option of verb.options) {
      const short = option.short === undefined ? "" : ` -s ${option.short.slice(1)}`;
      const long = option.long === undefined ? "" : ` -l ${option.long.slice(2)}`;
      const choices = option.required ? fishValues(option) : "";
      lines.push(`complete -c transect -n '${when}'${short}${long}${choices} -d '${quoted(option.description)}'`);
    }
  }
  for (const verb of verbs) {
    if (verb.words === undefined) continue;
    lines.push(`complete -c transect -n '__fish_seen_subcommand_from ${verb.name}' -x -a '${verb.words.join(" ")}'`);
  }
  return `${lines.join("\n")}\n`;
}

function fishValues(option: Option): string {
  const values = valuesOf(option);
  if (values === "paths") return " -r -F";
  return values.length === 0 ? " -x" : ` -x -a '${values.join(" ")}'`;
}

/** Options that take a value, with what to offer for it; each once. */
function withValues(verbs: readonly Verb[]): [flags: string[], values: readonly string[] | "paths"][] {
  const options = verbs.flatMap((verb) => verb.options).filter((option) => option.required);
  const byName = new Map(options.map((option) => [option.long, option]));
  return [...byName.values()].map((option) => [namesOf(option), valuesOf(option)]);
}

function flagsOf(verb: Verb | undefined): string[] {
  return verb?.options.flatMap(namesOf) ?? [];
}

function namesOf(option: Option): string[] {
  return [option.short, option.long].filter((name) => name !== undefined);
}

/** Text between single quotes, for every shell. */
function quoted(text: string): string {
  return text.replace(/'/g, "’").replace(/[\\:]/g, " ");
}
