import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  CompletionItem,
  Diagnostic,
  DocumentLink,
  Hover,
  InlayHint,
  MarkupContent,
  PublishDiagnosticsParams,
} from "vscode-languageserver/node";
import { type Client, startClient } from "./client.js";

let client: Client;
let base = "";
const published = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
const uri = (file: string): string => pathToFileURL(file).href;

beforeAll(async () => {
  base = mkdtempSync(path.join(os.tmpdir(), "transect-lsp-ignore-"));
  client = await startClient();
  client.connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    published.get(params.uri)?.(params.diagnostics);
  });
});

afterAll(async () => {
  rmSync(base, { recursive: true, force: true });
  await client?.end();
});

/** An ignore file as an editor has it, and what the server says of it. */
interface Opened {
  readonly text: string;
  readonly diagnostics: Promise<readonly Diagnostic[]>;
  readonly hover: (line: number) => Promise<string | undefined>;
  readonly hints: () => Promise<readonly InlayHint[]>;
  readonly links: () => Promise<readonly DocumentLink[]>;
  readonly complete: (line: number, character: number) => Promise<readonly CompletionItem[]>;
  readonly change: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

async function open(file: string, text: string): Promise<Opened> {
  const textDocument = { uri: uri(file) };
  const diagnostics = new Promise<readonly Diagnostic[]>((resolve) => published.set(textDocument.uri, resolve));
  const { connection } = client;
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { ...textDocument, languageId: "ignore", version: 1, text },
  });
  const whole = { start: { line: 0, character: 0 }, end: { line: text.split("\n").length, character: 0 } };
  return {
    text,
    diagnostics,
    async hover(line) {
      const position = { line: line - 1, character: 0 };
      const hover = await connection.sendRequest<Hover | null>("textDocument/hover", { textDocument, position });
      return (hover?.contents as MarkupContent | undefined)?.value;
    },
    hints: async () =>
      (await connection.sendRequest<InlayHint[] | null>("textDocument/inlayHint", { textDocument, range: whole })) ??
      [],
    links: async () =>
      (await connection.sendRequest<DocumentLink[]>("textDocument/documentLink", { textDocument })) ?? [],
    complete: async (line, character) =>
      (await connection.sendRequest<CompletionItem[] | null>("textDocument/completion", {
        textDocument,
        position: { line: line - 1, character },
      })) ?? [],
    change: (next) =>
      connection.sendNotification("textDocument/didChange", {
        textDocument: { ...textDocument, version: 2 },
        contentChanges: [{ text: next }],
      }),
    close: () => connection.sendNotification("textDocument/didClose", { textDocument }),
  };
}

/** What a hover says in numbers. */
interface Said {
  readonly files: number;
  readonly bytes: number;
}

function numbersOf(hover: string | undefined): Said {
  const number = (pattern: RegExp): number => Number((pattern.exec(hover ?? "")?.[1] ?? "0").replaceAll(",", ""));
  return { files: number(/\*\*([\d,]+) files?\*\*/), bytes: number(/\(([\d,]+) bytes\)/) };
}

function write(root: string, files: Readonly<Record<string, string | number>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "number" ? "x".repeat(content) : content);
  }
}

const environment = { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };

/** What git says each line of the top's `.gitignore` decides about: files, and their bytes. */
function askGit(root: string): Map<number, Said> {
  const files = spawnSync("find", [".", "-name", ".git", "-prune", "-o", "-type", "f", "-printf", "%P\\0"], {
    cwd: root,
  });
  const { stdout } = spawnSync("git", ["check-ignore", "--no-index", "--stdin", "-z", "-v"], {
    cwd: root,
    env: environment,
    input: files.stdout,
  });
  const said = new Map<number, Said>();
  const fields = stdout.toString().split("\0");
  for (let i = 0; i + 3 < fields.length; i += 4) {
    const [source, line = "", , name = ""] = fields.slice(i, i + 4);
    if (source !== ".gitignore") continue;
    const known = said.get(Number(line)) ?? { files: 0, bytes: 0 };
    said.set(Number(line), { files: known.files + 1, bytes: known.bytes + statSync(path.join(root, name)).size });
  }
  return said;
}

let seed = Number(process.env["TRANSECT_SEED"] ?? "7");
function below(count: number): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * count);
}
const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;

describe("a .gitignore", () => {
  it("says of each rule what git says, on random trees with nested ignore files", async () => {
    const names = ["a", "b", "c.log", "d.ts", "dist", "src", ".x", "é"];
    const rules = [
      "*.log",
      "!c.log",
      "dist/",
      "/a",
      "src/*",
      "!src/b",
      "**/b",
      "a/b",
      "*",
      "!*/",
      "!*.ts",
      "[a-c]",
      "é",
      "!a",
      "src/**",
      "dist",
    ];
    let counted = 0;
    for (let round = 0; round < 12; round++) {
      const root = path.join(base, `random${round}`);
      mkdirSync(root);
      execFileSync("git", ["init", "-q", root], { env: environment });
      for (let file = 0; file < 60; file++) {
        const parts = Array.from({ length: 1 + below(4) }, () => pick(names));
        try {
          write(root, { [parts.join("/")]: below(3000) });
        } catch {
          // A file stands where a folder would have to be.
        }
      }
      for (const folder of ["src", "a"])
        if (existsSync(path.join(root, folder)) && statSync(path.join(root, folder)).isDirectory())
          write(root, { [`${folder}/.gitignore`]: `${pick(rules)}\n${pick(rules)}\n` });
      write(root, { ".git/info/exclude": `${pick(rules)}\n` });
      const lines = Array.from({ length: 2 + below(6) }, () => pick(rules));
      write(root, { ".gitignore": `# rules\n\n${lines.join("\n")}\n` });
      const file = path.join(root, ".gitignore");
      const opened = await open(file, readFileSync(file, "utf8"));
      const expected = askGit(root);
      for (const [index, rule] of lines.entries()) {
        const line = index + 3;
        const want = expected.get(line) ?? { files: 0, bytes: 0 };
        expect(
          numbersOf(await opened.hover(line)),
          `round ${round}, line ${line} ${rule} of ${JSON.stringify(lines)}`,
        ).toEqual(want);
        counted += want.files;
      }
      expect((await opened.hints()).map(({ position }) => position.line)).toEqual(lines.map((_, index) => index + 2));
      await opened.close();
    }
    expect(counted).toBeGreaterThan(100);
  });

  it("names the largest that a rule leaves out, as links, and what a rule keeps", async () => {
    const root = path.join(base, "named");
    write(root, {
      "out/a.bin": 5000,
      "out/deep/b.bin": 100,
      "c.log": 10,
      "d.log": 30,
      "keep.log": 7,
      "odd_[x].log": 1,
    });
    const opened = await open(path.join(root, ".gitignore"), "out/\n*.log\n!keep.log\nnothing\n");
    expect(await opened.hover(1)).toBe(
      `Leaves out **2 files** in 2 folders, 5.0 KiB (5,100 bytes):\n\n- [out/](${uri(path.join(root, "out"))}) 5.0 KiB`,
    );
    const logs = (await opened.hover(2)) ?? "";
    expect(
      logs
        .split("\n")
        .slice(2)
        .map((line) => line.replace(/\(.*\)/, "")),
    ).toEqual(["- [d.log] 30 B", "- [c.log] 10 B", "- [odd\\_\\[x\\].log] 1 B"]);
    expect(await opened.hover(3)).toMatch(/^Keeps \*\*1 file\*\*, 7 B \(7 bytes\):/);
    expect(await opened.hover(4)).toBe("This rule decides about nothing that is here now.");
    expect((await opened.hints()).map(({ label }) => label)).toEqual([
      "2 files, 5.0 KiB",
      "3 files, 41 B",
      "keeps 1 file, 7 B",
      "nothing here",
    ]);
    await opened.close();
  });

  it("is read as it stands in the editor, saved or not", async () => {
    const root = path.join(base, "unsaved");
    write(root, { ".gitignore": "*.saved\n", "a.saved": 1, "b.typed": 2 });
    const opened = await open(path.join(root, ".gitignore"), "*.typed\n");
    expect(numbersOf(await opened.hover(1))).toEqual({ files: 1, bytes: 2 });
    await opened.change("*.typed\n*.saved\n");
    expect(numbersOf(await opened.hover(2))).toEqual({ files: 1, bytes: 1 });
    await opened.close();
  });

  it("warns of a rule that can never match, and notes one that others always override", async () => {
    const root = path.join(base, "dead");
    write(root, { a: 1 });
    const opened = await open(path.join(root, ".gitignore"), "build/\n!build/keep\nx[\n*.log\n*.l*g\nfine\n");
    const diagnostics = await opened.diagnostics;
    expect(diagnostics.map(({ range, code, severity }) => [range.start.line + 1, code, severity])).toEqual([
      [2, "overridden", 3],
      [3, "never-matches", 2],
      [4, "overridden", 3],
    ]);
    expect(diagnostics[0]?.relatedInformation?.[0]?.location.range.start.line).toBe(0);
    expect(diagnostics[2]?.message).toContain("line 5 of .gitignore, *.l*g");
    expect((await opened.hints()).map(({ label }) => label)).toEqual([
      "nothing here",
      "overridden",
      "matches nothing",
      "overridden",
      "nothing here",
      "nothing here",
    ]);
    expect(await opened.hover(2)).toContain("For `build/keep` that is: line 1 of .gitignore, `build/`");
    await opened.close();
  });

  it("links rules that name a file, and completes paths so that they match what was chosen", async () => {
    const root = path.join(base, "links");
    write(root, { "src/a b.ts": 1, "src/[x].ts": 1, "#odd": 1, "plain.txt": 1, "src/sub/c": 1 });
    const text = "/plain.txt\nsrc/a b.ts\nsrc\nsrc/*.ts\nmissing\n!src/\n\nsrc/nope/\n";
    const opened = await open(path.join(root, ".gitignore"), text);
    expect((await opened.links()).map(({ range, target }) => [range.start.line + 1, target])).toEqual([
      [1, uri(path.join(root, "plain.txt"))],
      [2, uri(path.join(root, "src/a b.ts"))],
    ]);
    const inSource = await opened.complete(6, 5);
    expect(inSource.map(({ label }) => label).sort()).toEqual(["[x].ts", "a b.ts", "sub/"]);
    for (const { textEdit } of inSource)
      expect(textEdit).toMatchObject({ range: { start: { line: 5, character: 5 } } });
    const texts = (items: readonly CompletionItem[]): string[] =>
      items.map(({ textEdit }) => textEdit?.newText ?? "").sort();
    expect(texts(inSource)).toEqual(["\\[x].ts", "a b.ts", "sub/"]);
    expect(texts(await opened.complete(7, 0))).toEqual(["\\#odd", "plain.txt", "src/"]);
    expect(await opened.complete(8, 9)).toEqual([]);
    // git agrees that each completed rule matches.
    execFileSync("git", ["init", "-q", root], { env: environment });
    write(root, { ".gitignore": `${[...texts(inSource).map((rest) => `src/${rest}`), "\\#odd"].join("\n")}\n` });
    for (const name of ["src/[x].ts", "src/a b.ts", "src/sub/c", "#odd"])
      expect(
        spawnSync("git", ["check-ignore", "-q", "--no-index", name], { cwd: root, env: environment }).status,
        name,
      ).toBe(0);
    await opened.close();
  });

  it("says nothing of other files", async () => {
    const opened = await open(path.join(base, "notes.txt"), "*.log\n");
    expect([await opened.hover(1), await opened.hints(), await opened.links()]).toEqual([undefined, [], []]);
    await opened.close();
  });
});

describe("other ignore files", () => {
  it(".npmignore: what is left is what npm packs", async () => {
    const root = path.join(base, "npm");
    write(root, {
      "package.json": JSON.stringify({ name: "a", version: "1.0.0" }),
      "lib/a.js": 10,
      "lib/a.test.js": 20,
      "test/b.js": 5,
      "docs/c.md": 7,
      "docs/keep.md": 3,
    });
    const text = "test/\n*.test.js\ndocs/*\n!docs/keep.md\n.npmignore\n";
    write(root, { ".npmignore": text });
    const [packed] = JSON.parse(
      execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8" }),
    );
    const opened = await open(path.join(root, ".npmignore"), text);
    const left = [];
    for (const line of [1, 2, 3, 5]) left.push(numbersOf(await opened.hover(line)).files);
    expect(packed.files.map(({ path: name }: { path: string }) => name).sort()).toEqual([
      "docs/keep.md",
      "lib/a.js",
      "package.json",
    ]);
    expect(left).toEqual([1, 1, 1, 1]);
    expect(await opened.hover(4)).toMatch(/^Keeps \*\*1 file\*\*/);
    await opened.close();
  });

  it(".vscodeignore: what is left is what vsce packs, where an exception wins wherever it stands", async () => {
    const root = path.join(base, "vsce");
    const manifest = { name: "a", version: "1.0.0", publisher: "p", engines: { vscode: "^1.100.0" } };
    write(root, {
      "package.json": JSON.stringify(manifest),
      "src/a.ts": 10,
      "src/deep/b.ts": 20,
      "out/c.js": 5,
      "out/c.js.map": 7,
      "media/x.svg": 3,
      "media/y.png": 3,
    });
    const lines = ["!src/deep/**", "src", "out/*.map", "media/{x,z}.*", "nothing/**"];
    const text = `${lines.join("\n")}\n`;
    write(root, { ".vscodeignore": text });
    const vsce = path.join(import.meta.dirname, "../../vscode/node_modules/@vscode/vsce/vsce");
    const packed = execFileSync(process.execPath, [vsce, "ls", "--no-dependencies"], { cwd: root, encoding: "utf8" });
    expect(packed.trim().split("\n").sort()).toEqual(["media/y.png", "out/c.js", "package.json", "src/deep/b.ts"]);
    const opened = await open(path.join(root, ".vscodeignore"), text);
    const said = [];
    for (const [index] of lines.entries()) said.push(numbersOf(await opened.hover(index + 1)).files);
    expect(said).toEqual([1, 1, 1, 1, 0]);
    await opened.close();
  });

  it(".dockerignore: rules begin at its folder, and an exception counts within an ignored folder", async () => {
    const root = path.join(base, "docker");
    write(root, {
      temp: 1,
      "a/temp": 2,
      "a/b/temp": 4,
      ".git/HEAD": 8,
      "node_modules/x/i.js": 16,
      "node_modules/keep/i.js": 32,
      "{odd}": 64,
    });
    const lines = ["/temp", "*/temp", ".git", "node_modules/", "!node_modules/keep", "{odd}", "**/temp"];
    const opened = await open(path.join(root, ".dockerignore"), `${lines.join("\n")}\n`);
    const said = [];
    for (const [index] of lines.entries()) said.push(numbersOf(await opened.hover(index + 1)).bytes);
    expect(said).toEqual([0, 0, 8, 16, 32, 64, 7]);
    await opened.close();
  });

  it(".dockerignore: is told where a line is too long", async () => {
    const root = path.join(base, "long");
    write(root, { a: 1 });
    const opened = await open(path.join(root, ".dockerignore"), `a\n${"b".repeat(100_000)}\n`);
    const diagnostics = await opened.diagnostics;
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ severity: 1, range: { start: { line: 1 } } });
    expect(await opened.hover(1)).toBeUndefined();
    await opened.close();
  });
});
