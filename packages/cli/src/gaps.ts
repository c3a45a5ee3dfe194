/** What a walk that was stopped says, by how it was. */
export const GAPS = {
  timedOut: "the time was up before all was seen",
  cancelled: "stopped before all was seen",
} as const;
