#!/usr/bin/env node
import * as module from "node:module";

// Node 22.1 and newer keep compiled code between runs.
module.enableCompileCache?.();

const { main } = await import("../dist/main.js");
await main(process.argv);
