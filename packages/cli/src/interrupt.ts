import process from "node:process";
import { EXIT } from "./exit-status.js";

/**
 * A signal that is aborted by the first SIGINT or SIGTERM, so that what was found until then is still printed. The
 * second one ends the command at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return controller.signal;
}
