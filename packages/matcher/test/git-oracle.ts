import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What `git check-ignore -v` says of one path: the file, the line and the rule, or nothing. */
interface GitAnswer {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
}

export interface Repository {
  /** The repository's folder. */
  readonly folder: Buffer;
  readonly ignoreCase: boolean;
  readonly write: (path: string | Buffer, content: Buffer) => void;
  readonly makeFolder: (path: Buffer) => void;
  readonly ask: (paths: readonly Buffer[]) => (GitAnswer | undefined)[];
  readonly remove: () => void;
}

const environment = { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", HOME: "/nonexistent" };

/** A new, empty repository in the folder for temporary files. Its excludes file is `excludes` beside the work tree. */
export function repository(ignoreCase: boolean): Repository {
  const base = mkdtempSync(join(tmpdir(), "transect-git-"));
  const folder = join(base, "tree");
  mkdirSync(join(folder, ".git/objects"), { recursive: true });
  mkdirSync(join(folder, ".git/refs"));
  mkdirSync(join(folder, ".git/info"));
  writeFileSync(join(folder, ".git/HEAD"), "ref: refs/heads/main\n");
  writeFileSync(
    join(folder, ".git/config"),
    `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tignoreCase = ${ignoreCase}\n\texcludesFile = ${base}/excludes\n`,
  );
  const at = (path: string | Buffer): Buffer => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path)]);
  return {
    folder: Buffer.from(folder),
    ignoreCase,
    write: (path, content) => writeFileSync(at(path), content),
    makeFolder: (path) => mkdirSync(at(path), { recursive: true }),
    ask: (paths) => {
      const { stdout, status, stderr } = spawnSync("git", ["check-ignore", "--no-index", "--stdin", "-z", "-v", "-n"], {
        cwd: folder,
        env: environment,
        input: Buffer.concat(paths.flatMap((path) => [path, Buffer.of(0)])),
        maxBuffer: 1 << 28,
      });
      if (status !== 0 && status !== 1) throw new Error(`git check-ignore: ${stderr}`);
      const fields = stdout.toString("latin1").split("\0");
      return paths.map((_, i) => {
        const [file, line, rule] = fields.slice(i * 4) as [string, string, string];
        return file === "" ? undefined : { file, line: Number(line), rule };
      });
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}
