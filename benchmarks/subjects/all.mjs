// @ts-check
import { availableBackends, commandSubjects, ourSubjects } from "./backends.mjs";
import { floorSubjects } from "./floor.mjs";
import { LIBRARIES } from "./libraries.mjs";
import { programSubjects } from "./programs.mjs";

/** What takes no part anywhere, and why. */
const LEFT_OUT = [
  "fast-folder-size: on Linux it starts `du`, which is measured itself; and its licence is not a usual open one",
];

/** @typedef {{ subjects: import("./subject.mjs").Subject[], missing: string[] }} Found */

/** @type {Promise<Found> | undefined} */
let found;

/** Everything that walks trees here, and what does not; looked for once. */
export function allSubjects() {
  found ??= find();
  return found;
}

/** @returns {Promise<Found>} */
async function find() {
  const { subjects, missing } = programSubjects();
  await availableBackends(missing);
  return {
    subjects: [...floorSubjects(), ...(await ourSubjects()), ...commandSubjects(), ...LIBRARIES, ...subjects],
    missing: [...missing, ...LEFT_OUT],
  };
}
