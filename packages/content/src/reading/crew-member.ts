/** The program of a thread that reads: one task after the other, each with all it takes. */

import { kTransferable, kValue, markMovable } from "tinypool";
import type { Errand } from "./crew.js";
import { perform } from "./perform.js";

/** Does a task. Large memory in the answer is handed over, not copied. */
export default function work({ task, context }: Errand): unknown {
  const answer = perform(task, context);
  if (!("memory" in answer)) return answer;
  const moved = { [kTransferable]: [answer.memory], [kValue]: answer };
  markMovable(moved);
  return moved;
}
