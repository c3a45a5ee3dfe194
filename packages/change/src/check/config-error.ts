import { systemCode, systemSentence } from "@transect/core";

/** Something wrong with a configuration. */
export interface ConfigFault {
  /** Where, as a JSON pointer (RFC 6901): `/budgets/0/totalSize`, empty for the whole. */
  readonly place: string;
  /** One line to follow the place. */
  readonly message: string;
}

/** A configuration, or a file that it names, that cannot be read, with all that is wrong with it. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly file: string;
  readonly faults: readonly ConfigFault[];

  constructor(file: string, faults: readonly ConfigFault[]) {
    super(faults.map(({ place, message }) => `${file}: ${place === "" ? "" : `${place} `}${message}`).join("\n"));
    this.file = file;
    this.faults = faults;
  }
}

/** Says why a file could not be read, to follow its name. */
export function describeCause(cause: unknown): string {
  if (systemCode(cause) === "ENOENT") return "there is no such file";
  return `cannot be read: ${systemSentence(cause)}`;
}
