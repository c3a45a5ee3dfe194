// The folders that the tests open.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** @param {string} folder @param {Readonly<Record<string, string | number>>} files contents, or sizes */
function write(folder, files) {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "number" ? "x".repeat(content) : content);
  }
  return folder;
}

/** A small project with rules to ignore some of it. @param {string} folder */
export function makeProject(folder) {
  mkdirSync(path.join(folder, "empty"), { recursive: true });
  return write(folder, {
    ".gitignore": "out/\n!out/keep.js\nold.log\n",
    "out/main.js": 200,
    "out/keep.js": 100,
    "old.log": 7,
    "src/a.ts": 1000,
    "src/deep/b.ts": 30_000,
    "src/deep/c.ts": 12,
    "docs/guide.md": 5000,
    "docs/picture.png": 70_000,
    "package.json": '{ "name": "project" }\n',
  });
}

/** A second project, for workspaces with several folders. @param {string} folder */
export function makeLibrary(folder) {
  return write(folder, { "lib/index.js": 4000, "lib/index.d.ts": 900, "readme.md": 250 });
}

/** A folder of many small files, a hundred in each folder. @param {string} folder @param {number} count */
export function makeLarge(folder, count) {
  const endings = ["ts", "js", "json", "md", "css", "png"];
  for (let at = 0; at < count / 100; at++) {
    const own = path.join(folder, `part${at % 20}`, `group${at}`);
    mkdirSync(own, { recursive: true });
    for (let file = 0; file < 100; file++) {
      writeFileSync(
        path.join(own, `file${file}.${endings[(file * 7 + at) % endings.length]}`),
        "x".repeat((file * at) % 900),
      );
    }
  }
  return folder;
}
