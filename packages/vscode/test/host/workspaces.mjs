// The folders that the tests open.
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
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

/**
 * Folders of a made-up application: how many files each holds, of which ending and of about which size. Their sizes,
 * and their ages, are the same each time.
 */
const APPLICATION = /** @type {const} */ ([
  ["src/components", 64, "tsx", 5200],
  ["src/components/charts", 18, "tsx", 9800],
  ["src/pages", 22, "tsx", 7400],
  ["src/server", 31, "ts", 6100],
  ["src/server/routes", 27, "ts", 3900],
  ["src/styles", 19, "css", 4200],
  ["test", 48, "ts", 4700],
  ["test/fixtures", 12, "json", 88_000],
  ["public/images", 26, "png", 142_000],
  ["public/images/photos", 14, "jpg", 380_000],
  ["public/fonts", 6, "woff2", 64_000],
  ["public/video", 2, "mp4", 3_900_000],
  ["docs", 17, "md", 11_000],
  ["docs/diagrams", 8, "svg", 37_000],
  ["data", 3, "parquet", 1_700_000],
  ["data/samples", 9, "csv", 240_000],
  ["dist/assets", 21, "js", 310_000],
  ["dist/maps", 21, "map", 420_000],
  ["coverage", 40, "html", 14_000],
]);

/** An application as one works on: what pictures show. @param {string} folder */
export function makeApplication(folder) {
  for (const [place, count, ending, size] of APPLICATION) {
    for (let at = 0; at < count; at++) {
      const spread = ((at * 7919 + place.length * 104_729) % 1000) / 1000;
      const file = path.join(folder, place, `${path.basename(place)}-${String(at + 1).padStart(2, "0")}.${ending}`);
      write(folder, { [path.relative(folder, file)]: Math.round(size * (0.3 + 1.8 * spread ** 3)) });
      const days = 600 * spread ** 2 + 1;
      const time = Date.now() / 1000 - days * 86_400;
      utimesSync(file, time, time);
    }
  }
  mkdirSync(path.join(folder, "drafts"), { recursive: true });
  return write(folder, {
    ".gitignore":
      "# Made by the build\ndist/\ncoverage/\n*.log\n\n# Too large for the repository\n*.mp4\ndata/*.parquet\n!data/data-01.parquet\n",
    "debug.log": 48_211,
    "package.json": '{ "name": "atlas", "private": true }\n',
    "README.md": 3120,
  });
}
