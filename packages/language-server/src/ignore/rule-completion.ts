import path from "node:path";
import { walk } from "@transect/walker-parallel";
import { type CompletionItem, CompletionItemKind, type Position } from "vscode-languageserver/node";

/** What a rule can go on with: the names in the folder that the text before the cursor leads to. */
export async function completeRule(
  folder: string,
  line: string,
  { line: row, character }: Position,
): Promise<CompletionItem[]> {
  const before = line.slice(0, character);
  if (before.startsWith("#")) return [];
  const bare = before.replace(/^!/, "");
  const slash = bare.lastIndexOf("/");
  const names = withoutEscapes(bare.slice(0, slash + 1))
    .split("/")
    .filter((name) => name !== "");
  if (names.some((name) => name === ".." || /[*?[]/.test(name))) return [];
  const start = { line: row, character: before.length - (bare.length - slash - 1) };
  const range = { start, end: { line: row, character } };
  const items: CompletionItem[] = [];
  for await (const item of walk(path.join(folder, ...names), { maxDepth: 1 })) {
    if (item.type === "error" || item.depth === 0 || item.name === ".git" || item.nameBytes !== undefined) continue;
    const isDirectory = item.type === "directory";
    const text = asRule(item.name, slash < 0 && before === bare);
    items.push({
      label: isDirectory ? `${item.name}/` : item.name,
      kind: isDirectory ? CompletionItemKind.Folder : CompletionItemKind.File,
      filterText: text,
      sortText: `${isDirectory ? 0 : 1}${item.name}`,
      textEdit: { range, newText: isDirectory ? `${text}/` : text },
    });
  }
  return items;
}

/** A name as a rule that matches just this name; at the start of a line `#` and `!` have a meaning too. */
function asRule(name: string, startsLine: boolean): string {
  const escaped = name.replace(/[\\*?[]/g, "\\$&").replace(/ (?= *$)/g, "\\ ");
  return startsLine ? escaped.replace(/^[#!]/, "\\$&") : escaped;
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(.)/g, "$1");
}
