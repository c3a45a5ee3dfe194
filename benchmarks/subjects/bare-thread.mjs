// @ts-check
// A thread that does bare loops over what it is asked for: see bare-threads.mjs.

import { parentPort } from "node:worker_threads";
import { bareLoop } from "./bare-loop.mjs";

parentPort?.on("message", (parcel) => parentPort?.postMessage(bareLoop(parcel)));
