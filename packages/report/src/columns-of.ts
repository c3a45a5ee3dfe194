import { eastAsianWidth } from "get-east-asian-width";

/**
 * The columns that a text takes in a terminal: wide characters take two, colours and what cannot be seen none. What a
 * terminal draws as one (Unicode UAX #29) counts as one.
 *
 * Most text is ASCII and bars, which take one column each. Telling that first is a hundred times faster than finding
 * the boundaries between characters, and what that takes is loaded only with the first text that needs it.
 */
export function columnsOf(text: string): number {
  const bare = text.includes("\u001b") ? text.replace(COLORS, "") : text;
  if (NARROW.test(bare)) return bare.length;
  return clustersOf(bare).reduce((columns, cluster) => columns + columnsOfCluster(cluster), 0);
}

/** A text without colours in at most `room` columns: what is too much is left out in the middle, and marked. */
export function shortenMiddle(text: string, room: number, mark: string): string {
  if (columnsOf(text) <= room) return text;
  const clusters = clustersOf(text);
  const rest = room - mark.length;
  const head = fitting(clusters, Math.ceil(rest / 2));
  const tail = fitting(clusters.reverse(), rest - columnsOf(head.join(""))).reverse();
  return head.join("") + mark + tail.join("");
}

const NARROW = /^[\x20-\x7e\u2588-\u258f\u2026\u00b7]*$/;
const COLORS = /\u001b\[\d+m/g;
const JAMO = /[\u1100-\u11ff]/;
const INVISIBLE =
  /[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/u;
/** What takes columns of its own behind the first character of a cluster. */
const TRAILING = /[\p{Spacing_Mark}\uff00-\uffef]/u;
/** Unicode UTS #51: what is drawn as an emoji by itself, or because of what follows it. */
const EMOJI =
  /^(?:\p{Regional_Indicator}{2}|(?!\p{Regional_Indicator})\p{Emoji_Presentation}|\p{Emoji}\ufe0f|[\d#*]\u20e3|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|\p{Extended_Pictographic}\u200d)/u;

let segmenter: Intl.Segmenter | undefined;

function clustersOf(text: string): string[] {
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function columnsOfCluster(cluster: string): number {
  // The letters of a Korean syllable are one character, however a file system keeps them.
  const composed = JAMO.test(cluster) ? cluster.normalize("NFC") : cluster;
  const [base, ...others] = [...composed].filter((character) => !INVISIBLE.test(character));
  if (base === undefined) return 0;
  if (EMOJI.test(cluster)) return 2;
  const trailing = others.filter((character) => TRAILING.test(character));
  return [base, ...trailing].reduce((columns, one) => columns + eastAsianWidth(one.codePointAt(0) ?? 0), 0);
}

/** As many clusters from the first on as fit. */
function fitting(clusters: readonly string[], room: number): string[] {
  let left = room;
  const end = clusters.findIndex((cluster) => {
    left -= columnsOfCluster(cluster);
    return left < 0;
  });
  return clusters.slice(0, end === -1 ? clusters.length : end);
}
