// @ts-check
import { execFileSync } from "node:child_process";
import { findPython } from "./install.mjs";

/** Looks for patterns, and copies what matches; patterns, roots and destination come as JSON. */
const SCRIPT = `
import json, sys
from pathlib import Path
from pathvein import FileStructurePattern, ShuffleInput, scan, shuffle
asked = json.loads(sys.argv[1])
def made(pattern):
    return FileStructurePattern(
        directory_name=pattern.get("directory_name", "*"),
        files=pattern.get("files", []),
        directories=[made(one) for one in pattern.get("directories", [])],
        optional_files=pattern.get("optional_files", []),
        optional_directories=[made(one) for one in pattern.get("optional_directories", [])],
    )
matches = list(scan(Path(asked["root"]), [made(one) for one in asked["patterns"]]))
print(len(matches))
if asked.get("destination"):
    to = Path(asked["destination"])
    shuffle([ShuffleInput(match.source, to / match.source.name, match.pattern) for match in matches])
`;

/**
 * The command line that has pathvein look for patterns, and copy what matches where a destination is given; `undefined`
 * where it is not here.
 *
 * @param {{ root: string, patterns: readonly import("@transect/structure").StructurePattern[], destination?: string }} asked
 * @returns {string[] | undefined}
 */
export function pathveinCommand(asked) {
  const python = findPython("pathvein");
  return python === undefined ? undefined : [python, "-c", SCRIPT, JSON.stringify(asked)];
}

/** Its version. */
export function pathveinVersion() {
  const python = findPython("pathvein");
  if (python === undefined) return "";
  const script = "import importlib.metadata as m; print(m.version('pathvein'))";
  return execFileSync(python, ["-c", script], { encoding: "utf8" }).trim();
}
