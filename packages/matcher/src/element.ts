import type { CharSet } from "./char-set.js";

/** What one pattern is made of, whatever its dialect; a pattern is a list of elements. */
export type Element =
  /** One symbol of a set; with `wild`, not the dot that begins a hidden name. */
  | { readonly kind: "set"; readonly set: CharSet; readonly wild: boolean }
  /** Any run of symbols without a slash. */
  | { readonly kind: "star"; readonly wild: boolean }
  /** Any run of symbols, slashes too: git's trailing double star. */
  | { readonly kind: "anything" }
  /** Nothing, or any run of symbols up to and with a slash: git's double star with its slash. */
  | { readonly kind: "anyPrefix" }
  /** Any number of whole names, each with its slash. */
  | { readonly kind: "folders"; readonly wild: boolean }
  /** At the end only, and with the slash before it: that directory itself, or anything below it. */
  | { readonly kind: "tree"; readonly wild: boolean; readonly slash: boolean }
  /** Alternatives, so many times; `!` stands for any run without a slash that is none of them. */
  | {
      readonly kind: "group";
      readonly times: "?" | "*" | "+" | "@" | "!";
      readonly alternatives: readonly (readonly Element[])[];
      readonly wild: boolean;
      readonly index: number;
    };

/** What a pattern decides when it matches: any entry, or directories only. */
export interface ParsedPattern {
  readonly elements: readonly Element[];
  readonly directoriesOnly: boolean;
}
