/** The milliseconds after which the event loop gets a turn. */
const BREATH_MS = 10;

/** Gives the event loop a turn if the last one is long ago, so that signals and timers reach a loop that never waits. */
export function breather(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < BREATH_MS) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        last = performance.now();
        resolve();
      });
    });
  };
}
