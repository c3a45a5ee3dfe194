import { type Bytes, compareStrings, type DirectoryReport, type Report, type Totals, toBytes } from "@transect/core";
import { grouped, humanBytes, safeText } from "@transect/report";

/** How many rows a table of changes shows; the rest is said as a count. */
const ROWS = 30;

interface Counted {
  readonly files: number;
  readonly apparentBytes: Bytes;
}

/** What changed between two reports, as Markdown: in all, by folder and by extension, the largest changes first. */
export function compareReports(before: Report, after: Report): string {
  const lines = [
    "# What changed",
    "",
    `From ${time(before)} to ${time(after)}, in ${after.roots.map(({ root }) => code(root)).join(", ")}.`,
    "",
    ...differentOptions(before, after),
    "| | before | after | change |",
    "| --- | ---: | ---: | ---: |",
    countRow("Files", before.totals, after.totals, "files"),
    countRow("Folders", before.totals, after.totals, "directories"),
    sizeRow("In files", before.totals.apparentBytes, after.totals.apparentBytes),
    sizeRow("On disk", before.totals.allocatedBytes, after.totals.allocatedBytes),
    "",
    ...table("Folders, with all they hold", folderTotals(before), folderTotals(after)),
    ...table("Extensions", extensionTotals(before), extensionTotals(after)),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function differentOptions(before: Report, after: Report): string[] {
  if (JSON.stringify(before.options) === JSON.stringify(after.options)) return [];
  return ["**The two were counted with different settings**, so that part of the change is that of the settings.", ""];
}

function countRow(title: string, before: Totals, after: Totals, key: "files" | "directories"): string {
  const change = after[key] - before[key];
  return `| ${title} | ${grouped(before[key])} | ${grouped(after[key])} | ${sign(change)}${grouped(Math.abs(change))} |`;
}

function sizeRow(title: string, before: Bytes, after: Bytes): string {
  return `| ${title} | ${humanBytes(before)} | ${humanBytes(after)} | ${change(BigInt(after) - BigInt(before))} |`;
}

function table(title: string, before: ReadonlyMap<string, Counted>, after: ReadonlyMap<string, Counted>): string[] {
  const changed = [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => {
      const old = before.get(name);
      const now = after.get(name);
      const bytes = BigInt(now?.apparentBytes ?? 0) - BigInt(old?.apparentBytes ?? 0);
      const state = old === undefined ? "new" : now === undefined ? "gone" : "";
      return { name, state, bytes, files: (now?.files ?? 0) - (old?.files ?? 0) };
    })
    .filter(({ bytes, files, state }) => bytes !== 0n || files !== 0 || state !== "")
    .sort((a, b) => compareMagnitude(a.bytes, b.bytes) || compareStrings(a.name, b.name));
  if (changed.length === 0) return [`## ${title}`, "", "Nothing changed.", ""];
  const rows = changed.slice(0, ROWS).map(({ name, state, bytes, files }) => {
    const count = `${sign(files)}${grouped(Math.abs(files))}`;
    return `| ${code(name)} | ${state} | ${change(bytes)} | ${count} |`;
  });
  const rest = changed.length - rows.length;
  return [
    `## ${title}`,
    "",
    "| | | size | files |",
    "| --- | --- | ---: | ---: |",
    ...rows,
    ...(rest > 0 ? ["", `And ${grouped(rest)} more that changed less.`] : []),
    "",
  ];
}

function folderTotals({ tree, roots }: Report): Map<string, Counted> {
  const name = ({ root, path }: DirectoryReport): string => (roots.length > 1 ? `${root}/${path}` : path);
  return new Map(tree.list.filter(({ depth }) => depth > 0).map((folder) => [name(folder), folder.totals]));
}

function extensionTotals({ extensions }: Report): Map<string, Counted> {
  return new Map(extensions.list.map((row) => [row.extension === "" ? "none" : row.extension, row]));
}

function compareMagnitude(a: bigint, b: bigint): number {
  const [left, right] = [magnitude(a), magnitude(b)];
  return left === right ? 0 : left > right ? -1 : 1;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function change(bytes: bigint): string {
  return `${sign(Number(bytes))}${humanBytes(toBytes(magnitude(bytes)))}`;
}

function sign(value: number): string {
  return value > 0 ? "+" : value < 0 ? "−" : "±";
}

/** A name as it is, whatever Markdown would make of it. */
function code(name: string): string {
  const safe = safeText(name).replaceAll("|", "\\|");
  return safe.includes("`") ? `\`\` ${safe} \`\`` : `\`${safe}\``;
}

function time(report: Report): string {
  return new Date(report.run.startedAtMs).toISOString().replace("T", " ").slice(0, 19);
}
