/**
 * Shows a name on one line: characters that a terminal obeys or that turn the text around are written as escapes, so
 * that no file name can move the cursor, change colours or pass for another.
 *
 * C0 and C1 controls and DEL become `\n`, `\t` or `\xNN`; line separators and bidirectional controls (Unicode
 * UAX #9) become `\u{NNNN}`. A backslash stays as it is: the result is for reading, not for parsing.
 */
export function safeText(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const short = SHORT.get(character);
    if (short !== undefined) return short;
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16).padStart(2, "0");
    return code <= 0xff ? `\\x${hex}` : `\\u{${hex}}`;
  });
}

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const SHORT = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);
