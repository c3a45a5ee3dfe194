import process from "node:process";
import type { CheckProgress } from "@transect/change";
import type { ContentProgress } from "@transect/content";
import { counted, grouped, humanBytes, safeText } from "@transect/report";
import type { CopyProgress } from "@transect/structure";
import type { Progress } from "@transect/walker-parallel";

/** How far a walk has got. */
export function describeWalk(progress: Progress): string {
  const { entries, apparentBytes, errors, directory } = progress;
  const facts = [
    counted(entries, "entry", "entries"),
    ...(apparentBytes === 0 ? [] : [humanBytes(apparentBytes)]),
    ...(errors === 0 ? [] : [counted(errors, "error")]),
  ];
  return withPlace(facts, directory);
}

/** How far a copy has got. */
export function describeCopy({ files, totalFiles, bytes, totalBytes, path }: CopyProgress): string {
  const facts = [
    `${grouped(files)} of ${counted(totalFiles, "file")}`,
    `${humanBytes(bytes)} of ${humanBytes(totalBytes)}`,
  ];
  return withPlace(facts, path);
}

/** How far reading files has got. */
export function describeReading({ files, totalFiles, bytes, totalBytes, errors }: ContentProgress): string {
  const facts = [
    totalFiles === undefined
      ? `${counted(files, "file")} found`
      : `${grouped(files)} of ${counted(totalFiles, "file")}, ${humanBytes(bytes)} of ${humanBytes(totalBytes ?? bytes)}`,
    ...(errors === 0 ? [] : [counted(errors, "error")]),
  ];
  return facts.join(", ");
}

/** How far a check has got, which walks and reads. */
export function describeCheck(progress: CheckProgress): string {
  return "phase" in progress ? describeReading(progress) : describeWalk(progress);
}

/** Facts and a path, of which the end is shown where there is no room for all. */
function withPlace(facts: readonly string[], path: string): string {
  const room = Math.max(10, (process.stderr.columns ?? 80) - facts.join(", ").length - 8);
  const place = safeText(path);
  return `${facts.join(", ")}  ${place.length > room ? `…${place.slice(1 - room)}` : place}`;
}
