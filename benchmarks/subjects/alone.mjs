// @ts-check
// Asks one subject that runs in the process for one tree, and nothing else, so that the memory of this process is what
// that takes: alone.mjs SUBJECT ROOT

import process from "node:process";
import { ourSubjects } from "./backends.mjs";
import { LIBRARIES } from "./libraries.mjs";

const [name, root = "."] = process.argv.slice(2);
const subject = [...(await ourSubjects()), ...LIBRARIES].find((one) => one.name === name);
if (subject === undefined || subject.command) throw new Error(`no such subject in a process: ${name}`);
await subject.task({ path: root })();
