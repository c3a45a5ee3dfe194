import type {
  ChildrenResult,
  ProfilePartial,
  ProfileResult,
  ProfileSettings,
  RenderParams,
} from "@transect/language-server/protocol";
import type * as vscode from "vscode";

/** Who profiles: the language server for folders on disk, the extension itself for what only the editor can read. */
export interface ProfileService {
  profile(options: ProfileCall): Promise<ProfileResult>;
  children(id: number, root: string, path: string): Promise<ChildrenResult>;
  render(params: RenderParams): Promise<string>;
  /** Keeps a report, the one before it too. */
  keep(id: number, key: string): Promise<void>;
  /** What changed since the report before the last one that was kept under a key; `undefined` where there is none. */
  compare(id: number, key: string): Promise<string | undefined>;
  /** A root or something in it, as the editor names it. */
  uriOf(root: string, path: string): vscode.Uri;
}

/** What to profile. */
interface ProfileCall {
  readonly roots: readonly vscode.Uri[];
  readonly settings: ProfileSettings;
  readonly token: vscode.CancellationToken;
  readonly onPartial: (partial: ProfilePartial) => void;
}
