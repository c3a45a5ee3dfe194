/**
 * What goes before each file of a build: a comment of a style, a text of one's own in which `{rel}` stands for the
 * file's path, or nothing. `block` is a comment as in C, CSS and SQL, `line` one as in SQL and Lua (`--`), `hash` one
 * as in shells and YAML (`#`).
 */
export type Separator = "block" | "line" | "hash" | "none" | { readonly template: string };

/** The separators that have a name. */
export const SEPARATORS: readonly Extract<Separator, string>[] = ["block", "line", "hash", "none"];

const RULE = "=".repeat(42);

const TEMPLATES: Readonly<Record<Extract<Separator, string>, string>> = {
  block: `\n/* ${RULE}\n * File: {rel}\n * ${RULE} */\n\n`,
  line: `\n-- ${RULE}\n-- File: {rel}\n-- ${RULE}\n\n`,
  hash: `\n# ${RULE}\n# File: {rel}\n# ${RULE}\n\n`,
  none: "",
};

/**
 * The text before a file. No path can end the comment that it stands in: characters that a terminal obeys or that break
 * a line are written as escapes, and what would open or close a block comment gets a space.
 */
export function separatorFor(separator: Separator, rel: string): string {
  const template = typeof separator === "string" ? TEMPLATES[separator] : separator.template;
  const shown = rel.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  const text = separator === "block" ? shown.replace(/\*(?=\/)|\/(?=\*)/g, "$& ") : shown;
  return template.replaceAll("{rel}", () => text);
}

/** C0 and C1 controls, line separators and bidirectional controls (Unicode UAX #9). */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
