/**
 * How many characters a text has, as JSON Schema counts them: code points. Validators that are built hold this in the
 * place of the library's own function, so that they carry no code of others.
 *
 * @param {string} text
 */
export default function codePointLength(text) {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
