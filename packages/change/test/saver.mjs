// Saves snapshots of two folders in turn over the same file, until it is killed: saver.mjs FILE FOLDER FOLDER
import process from "node:process";
import { saveSnapshot } from "@transect/change";

const [, , file = "", ...roots] = process.argv;
process.stdin.resume().on("end", () => process.exit());
for (let turn = 0; ; turn += 1) {
  await saveSnapshot(roots[turn % 2] ?? "", { file, overwrite: true });
  if (turn === 0) process.stdout.write("ready\n");
}
