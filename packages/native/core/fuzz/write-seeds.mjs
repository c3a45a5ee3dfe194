// Puts the programs among the test vectors into the corpus of the target `program`, a file each.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const cases = JSON.parse(readFileSync(new URL("../tests/vectors/globs.json", import.meta.url), "utf8"));
const corpus = new URL("corpus/program/", import.meta.url);
mkdirSync(corpus, { recursive: true });
for (const [index, { program }] of cases.entries()) {
  writeFileSync(new URL(`vector-${index}`, corpus), JSON.stringify(program));
}
console.log(`${cases.length} programs`);
