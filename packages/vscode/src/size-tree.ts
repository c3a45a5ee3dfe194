import type { Child, ReportSummary } from "@transect/language-server/protocol";
import { counted, grouped, humanBytes } from "@transect/report";
import * as vscode from "vscode";

/** A row of the tree: a root, or something in one. */
export interface SizeItem {
  readonly root: string;
  readonly path: string;
  readonly child: Child;
  readonly uri: vscode.Uri;
  readonly parent: SizeItem | undefined;
}

/** Where the tree gets its rows from. */
interface SizeTreeContent {
  readonly summary: ReportSummary;
  readonly children: (root: string, path: string) => Promise<readonly Child[]>;
  readonly uriOf: (root: string, path: string) => vscode.Uri;
}

/** Folders and files by size, the largest first. Empty until it is told of a report. */
export interface SizeTree extends vscode.TreeDataProvider<SizeItem> {
  /** Shows another report, or none. */
  show(content: SizeTreeContent | undefined): void;
}

/** Makes the tree; it asks for nothing before a row is unfolded. */
export function createSizeTree(): SizeTree {
  const changed = new vscode.EventEmitter<undefined>();
  let shown: SizeTreeContent | undefined;
  return {
    onDidChangeTreeData: changed.event,
    show(content) {
      shown = content;
      changed.fire(undefined);
    },
    getTreeItem,
    getParent: ({ parent }) => parent,
    async getChildren(parent) {
      if (shown === undefined) return [];
      const { summary, children, uriOf } = shown;
      if (parent === undefined && summary.roots.length > 1) return summary.roots.map((root) => rootItem(root, uriOf));
      const { root, path } = parent ?? { root: summary.roots[0]?.root ?? "", path: "." };
      const found = await children(root, path);
      return found.map((child) => ({ root, path: child.path, child, uri: uriOf(root, child.path), parent }));
    },
  };
}

function rootItem({ root, totals }: ReportSummary["roots"][number], uriOf: SizeTreeContent["uriOf"]): SizeItem {
  const uri = uriOf(root, ".");
  const name = uri.path.split("/").filter(Boolean).at(-1) ?? root;
  return { root, path: ".", child: { ...totals, name, path: ".", type: "directory" }, uri, parent: undefined };
}

function getTreeItem({ root, child, uri }: SizeItem): vscode.TreeItem {
  const isFolder = child.type === "directory";
  const size = humanBytes(BigInt(child.apparentBytes));
  const files = counted(child.files, "file");
  return {
    id: `${root}\0${child.path}`,
    label: child.name,
    description: isFolder ? `${size} · ${files}` : child.type === "file" ? size : child.type,
    tooltip: tooltip(child, uri),
    resourceUri: uri,
    contextValue: isFolder ? "folder" : "file",
    collapsibleState: isFolder ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
    iconPath: isFolder ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File,
    accessibilityInformation: { label: `${child.name}, ${size}${isFolder ? `, ${files}` : ""}` },
    ...(isFolder ? {} : { command: { command: "vscode.open", title: "Open", arguments: [uri] } }),
  };
}

function tooltip(child: Child, uri: vscode.Uri): string {
  const lines = [
    uri.scheme === "file" ? uri.fsPath : uri.toString(true),
    `${grouped(BigInt(child.apparentBytes))} bytes`,
    `${grouped(BigInt(child.allocatedBytes))} bytes on disk`,
  ];
  if (child.type === "directory") {
    lines.push(`${counted(child.files, "file")} in ${counted(child.directories, "folder")}`);
  }
  return lines.join("\n");
}
