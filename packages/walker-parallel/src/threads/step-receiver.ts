import type { Entry } from "@transect/core";
import type { BackendStep } from "../walk-step.js";
import type { Receiver } from "./member.js";

/** What {@link createStepReceiver} works with. */
export interface StepReceiverOptions {
  /** Directories by the numbers that threads know them by: what is opened here is added. */
  readonly folders: Map<number, Entry>;
  /** The number of the first directory that is found here, and the distance to the next. */
  readonly first: number;
  readonly step: number;
}

/** A {@link Receiver} on the thread that wants the steps: they stay as they are. */
export interface StepReceiver extends Receiver {
  /** How many entries were met. */
  met(): number;
  /** Takes the steps that have come together. */
  take(): BackendStep[];
}

/** Collects steps, and numbers the directories that others may be asked to open. */
export function createStepReceiver({ folders, first, step }: StepReceiverOptions): StepReceiver {
  const numbers = new WeakMap<Entry, number>([...folders].map(([number, folder]) => [folder, number]));
  let steps: BackendStep[] = [];
  let next = first;
  let entries = 0;

  return {
    met: () => entries,
    take() {
      const taken = steps;
      steps = [];
      return taken;
    },
    give(_root, item) {
      steps.push(item);
      entries += 1;
    },
    ignored: (_root, entry) => steps.push({ type: "ignored", entry }),
    opens(_root, directory) {
      numbers.set(directory, next);
      folders.set(next, directory);
      next += step;
    },
    listed(_root, directory, empty, whole) {
      steps.push({ type: "leave", directory, listed: true, empty });
      const number = numbers.get(directory);
      if (whole && number !== undefined) folders.delete(number);
    },
    numberOf: (directory) => numbers.get(directory) ?? 0,
    knows(directory, number) {
      // It is this one's own, come back: whoever was given it before is to see no other.
      const own = folders.get(number) ?? directory;
      numbers.set(own, number);
      return own;
    },
    beforeSharing: () => undefined,
  };
}
