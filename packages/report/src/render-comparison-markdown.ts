import {
  type Bytes,
  compareBytes,
  compareStrings,
  type DirectoryReport,
  type Place,
  type Report,
  subtractBytes,
} from "@transect/core";
import { fullPath } from "./full-path.js";
import { MARKDOWN_DEFAULTS, type MarkdownOptions } from "./markdown-options.js";
import { codeSpan, markdownRows, withRest } from "./markdown-text.js";
import { moment } from "./quantity.js";
import { totalsTable } from "./render-changes-markdown.js";
import { signedBytes, signedCount } from "./signed.js";

/**
 * What changed between two reports, as a page of GitHub Flavored Markdown: in all, by folder and by extension, the
 * largest changes first, in the words of `renderChangesMarkdown`. Reports know no single entries: of these that tells,
 * from two snapshots.
 *
 * A folder or an extension that a report does not list counts as not there: whole reports tell the most. Names stand in
 * code spans. The text ends with a newline.
 */
export function renderComparisonMarkdown(before: Report, after: Report, options: MarkdownOptions = {}): string {
  const rows = options.rows ?? MARKDOWN_DEFAULTS.rows;
  const [from, to] = [before, after].map(({ run }) => moment(run.startedAtMs));
  const roots = after.roots.map(({ root }) => codeSpan(root)).join(", ");
  const blocks = [
    "# What changed",
    `From ${from} to ${to} UTC, in ${roots}.`,
    ...([before, after].some(({ completeness }) => completeness.state !== "complete")
      ? ["**Not all could be read.**"]
      : []),
    ...(JSON.stringify(before.options) === JSON.stringify(after.options) ? [] : [OTHER_SETTINGS]),
    totalsTable({ before, after }),
    "## Folders, with all they hold",
    changeTable("folder", foldersOf(before), foldersOf(after), rows),
    "## Extensions",
    changeTable("extension", extensionsOf(before), extensionsOf(after), rows),
  ];
  return `${blocks.join("\n\n")}\n`;
}

const OTHER_SETTINGS =
  "**The two were counted with different settings**, so that part of the difference is that of the settings.";

/** Something that both reports may have, by a key that is the same in both. */
interface Counted {
  readonly name: string;
  readonly files: number;
  readonly bytes: Bytes;
}

function changeTable(
  column: string,
  before: ReadonlyMap<string, Counted>,
  after: ReadonlyMap<string, Counted>,
  rows: number,
): string {
  const changed = [...new Map([...before, ...after])]
    .map(([key, { name }]) => {
      const [was, is] = [before.get(key), after.get(key)];
      const bytes = subtractBytes(is?.bytes ?? 0, was?.bytes ?? 0);
      const kind = was === undefined ? "added" : is === undefined ? "removed" : "";
      return { name, kind, bytes, weight: bytes < 0 ? -bytes : bytes, files: (is?.files ?? 0) - (was?.files ?? 0) };
    })
    .filter(({ weight, files, kind }) => weight > 0 || files !== 0 || kind !== "")
    .sort((a, b) => compareBytes(b.weight, a.weight) || compareStrings(a.name, b.name));
  if (changed.length === 0) return "Nothing changed.";
  const shown = changed
    .slice(0, rows)
    .map(({ name, kind, bytes, files }) => [codeSpan(name), signedCount(files), signedBytes(bytes), kind]);
  const table = markdownRows(
    [
      [column, "left"],
      ["files", "right"],
      ["bytes", "right"],
      ["", "left"],
    ],
    shown,
  );
  return withRest(table, changed.length - shown.length);
}

function foldersOf({ tree, roots }: Report): ReadonlyMap<string, Counted> {
  const below = tree.list.filter(({ depth }) => depth > 0);
  const countedOf = (folder: DirectoryReport): Counted => ({
    name: roots.length > 1 ? fullPath(folder) : folder.path,
    files: folder.totals.files,
    bytes: folder.totals.apparentBytes,
  });
  return new Map(below.map((folder) => [keyOf(folder), countedOf(folder)]));
}

/** Names that read alike may differ in their bytes. */
function keyOf({ root, path, pathBase64 = "" }: Place): string {
  return [root, path, pathBase64].join("\0");
}

function extensionsOf({ extensions }: Report): ReadonlyMap<string, Counted> {
  return new Map(
    extensions.list.map(({ extension, files, apparentBytes }) => [
      extension,
      { name: extension || "(none)", files, bytes: apparentBytes },
    ]),
  );
}
