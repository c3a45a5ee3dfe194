import type { Bytes } from "@transect/core";
import { filesize } from "filesize";

/** A byte count for people, in binary units (IEC 80000-13) with one decimal: `1.5 MiB`, `812 B`. */
export function humanBytes(bytes: Bytes): string {
  return bytes < 1024 ? `${bytes} B` : filesize(bytes, WITH_TENTHS);
}

/** A byte count for people with the exact one beside it, where that is not the same: `1.5 MiB (1,572,864 bytes)`. */
export function exactBytes(bytes: Bytes): string {
  return bytes < 1024 ? humanBytes(bytes) : `${humanBytes(bytes)} (${grouped(bytes)} bytes)`;
}

const WITH_TENTHS = { base: 2, standard: "iec", output: "string", round: 1, pad: true } as const;

/** A whole number with its thousands set apart by commas, exact however large. */
export function grouped(count: Bytes): string {
  // Not toLocaleString: that loads all languages first, which takes longer than a small report.
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A count with its noun: `1 file`, `2,000 files`. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** A share from 0 to 1 in percent, with a sign for what would round to nothing or to all. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return "<0.1%";
  if (share < 1 && share > 0.9995) return ">99.9%";
  return `${(share * 100).toFixed(1)}%`;
}

/** A span of milliseconds for people: `12 ms`, `4.8 s`, `3 min 20 s`, `5 h 0 min`. */
export function humanDuration(ms: number): string {
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** A moment in UTC, to the second: `2026-11-21 03:46:00`. What is out of the range of dates is given in milliseconds. */
export function moment(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? `${ms} ms` : date.toISOString().replace("T", " ").slice(0, -5);
}

/** `part` of `whole` as a share from 0 to 1; 0 of nothing. */
export function shareOf(part: Bytes, whole: Bytes): number {
  return Number(whole) === 0 ? 0 : Number(part) / Number(whole);
}
