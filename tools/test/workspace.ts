import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The root of the repository. */
export const ROOT: string = path.dirname(path.dirname(import.meta.dirname));

/** A package's manifest, as far as tests look at it. */
interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
}

/** One of the packages in `packages/`. */
export interface WorkspacePackage {
  readonly folder: string;
  readonly path: string;
  readonly manifest: Manifest;
}

/** All packages in `packages/`. */
export function workspacePackages(): WorkspacePackage[] {
  const packages = path.join(ROOT, "packages");
  return readdirSync(packages).map((folder) => ({
    folder,
    path: path.join(packages, folder),
    manifest: JSON.parse(readFileSync(path.join(packages, folder, "package.json"), "utf8")) as Manifest,
  }));
}

/** All files below a folder that end in `.ts`, as absolute paths. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file));
}
