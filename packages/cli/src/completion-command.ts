import { Argument, type Command, type Option } from "commander";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { writeOut } from "./output.js";

/** A verb as a completion script needs it. */
interface Verb {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
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
  return program.commands.map((command) => ({
    name: command.name(),
    description: help.subcommandDescription(command),
    options: help.visibleOptions(command),
  }));
}

function bashScript(verbs: readonly Verb[]): string {
  const values = withChoices(verbs).map(
    ([flags, choices]) =>
      `    ${flags.join("|")}) COMPREPLY=($(compgen -W "${choices.join(" ")}" -- "$word")); return ;;`,
  );
  const options = verbs.map((verb) => `    ${verb.name}) options="${flagsOf(verb).join(" ")}" ;;`);
  return `_transect() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" verb="\${COMP_WORDS[1]}" options=
  case "$before" in
${values.join("\n")}
    completion) COMPREPLY=($(compgen -W "${SHELLS.join(" ")}" -- "$word")); return ;;
  esac
  case "$verb" in
${options.join("\n")}
    *) options="${flagsOf(verbs[0]).join(" ")} --version" ;;
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
    return
  fi
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen -f -- "$word")
  if ((COMP_CWORD == 1)); then
    COMPREPLY+=($(compgen -W "${verbs.map((verb) => verb.name).join(" ")}" -- "$word"))
  fi
}
complete -F _transect transect
`;
}

function zshScript(verbs: readonly Verb[]): string {
  const lines = verbs.map((verb) => {
    const specs = verb.options.map((option) => `      ${zshSpec(option)}`);
    const rest = verb.name === "completion" ? `'1:shell:(${SHELLS.join(" ")})'` : "'*:root:_files'";
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
  const names = [option.short, option.long].filter((name) => name !== undefined);
  const value = option.required ? `:value:${option.argChoices ? `(${option.argChoices.join(" ")})` : "_files"}` : "";
  const tail = `[${quoted(option.description).replace(/[[\]]/g, "\\$&")}]${value}`;
  return names.length > 1 ? `'(${names.join(" ")})'{${names.join(",")}}'${tail}'` : `'${names[0]}${tail}'`;
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
      const choices = option.argChoices ? ` -x -a '${option.argChoices.join(" ")}'` : option.required ? " -r" : "";
      lines.push(`complete -c transect -n '${when}'${short}${long}${choices} -d '${quoted(option.description)}'`);
    }
  }
  lines.push(`complete -c transect -n '__fish_seen_subcommand_from completion' -x -a '${SHELLS.join(" ")}'`);
  return `${lines.join("\n")}\n`;
}

/** Options whose values are few, with the values; each once. */
function withChoices(verbs: readonly Verb[]): [flags: string[], choices: readonly string[]][] {
  const options = verbs.flatMap((verb) => verb.options).filter((option) => option.argChoices !== undefined);
  const byName = new Map(options.map((option) => [option.long, option]));
  return [...byName.values()].map((option) => [namesOf(option), option.argChoices ?? []]);
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
