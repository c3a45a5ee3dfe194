import type { ProfileSettings } from "@transect/language-server/protocol";
import * as vscode from "vscode";

/** The user's settings as the profiler takes them. A bad value is refused there, by name. */
export function readSettings(): ProfileSettings {
  const settings = vscode.workspace.getConfiguration("transect");
  const ignored = settings.get<boolean>("leaveOutIgnored", false);
  const exclude = settings.get<string[]>("exclude", []);
  const maxDepth = settings.get<number | null>("maxDepth", null);
  return {
    ...(ignored ? { ignore: "git" } : { wouldIgnore: "git" }),
    ...(exclude.length === 0 ? {} : { exclude }),
    ...(maxDepth === null ? {} : { maxDepth }),
    follow: settings.get<boolean>("followLinks", false),
    top: settings.get<number>("rankingLength", 20),
    listLimit: settings.get<number>("listLength", 20_000),
    treeDepth: null,
    backend: settings.get<NonNullable<ProfileSettings["backend"]>>("backend", "auto"),
  };
}

/** The server to run in place of the one that comes with the extension. Never read from a workspace that is not trusted. */
export function readServerPath(): string | undefined {
  const configured = vscode.workspace.getConfiguration("transect").get<string>("server.path", "");
  return configured === "" ? undefined : configured;
}
