/**
 * How an ignore file is read.
 *
 * - `git`: git's rules, with all that git reads beside this file.
 * - `nested`: git's syntax; files of the same name further down have their say.
 * - `single`: git's syntax; this file alone.
 * - `docker`: Docker's, from the folder of the file; an exception counts within an ignored folder too.
 * - `vsce`: those of VS Code's packager: every exception wins, wherever it stands.
 */
export type IgnoreDialect = "git" | "nested" | "single" | "docker" | "vsce";

const DIALECTS: ReadonlyMap<string, IgnoreDialect> = new Map([
  [".gitignore", "git"],
  [".ignore", "nested"],
  [".rgignore", "nested"],
  [".fdignore", "nested"],
  [".npmignore", "nested"],
  [".prettierignore", "single"],
  [".eslintignore", "single"],
  [".stylelintignore", "single"],
  [".gcloudignore", "single"],
  [".vercelignore", "single"],
  [".dockerignore", "docker"],
  [".containerignore", "docker"],
  [".vscodeignore", "vsce"],
]);

/** The dialect of a file by its name; `undefined` for what is no ignore file. */
export function dialectOf(name: string): IgnoreDialect | undefined {
  return DIALECTS.get(name) ?? (name.endsWith(".dockerignore") ? "docker" : undefined);
}
