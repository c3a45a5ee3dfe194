import { Option } from "commander";
import { repeated } from "./walk-flags.js";

/** The option that names files of structure patterns. */
export function patternOption(): Option {
  const description = "a file of structure patterns, as JSON; may be given again";
  return new Option("-p, --pattern <file>", description).argParser(repeated).makeOptionMandatory();
}
