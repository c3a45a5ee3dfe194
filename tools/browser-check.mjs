// Runs the browser-safe packages in a web worker of a real Chromium. Needs `chromium` on PATH.

import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { build } from "esbuild";
import { browserBundle } from "./browser-bundle.mjs";

const PAGE = `<!doctype html><meta charset="utf-8"><title>check</title><script>
new Worker("/worker.js").onmessage = ({ data }) => fetch("/result", { method: "POST", body: data });
</script>`;

const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(
    " ",
  );

const { outputFiles } = await build(browserBundle);
const code = outputFiles[0]?.text ?? "";
const profile = mkdtempSync(path.join(os.tmpdir(), "transect-browser-"));

/** @type {string} */
const result = await new Promise((resolve, reject) => {
  const server = createServer((request, response) => {
    if (request.url === "/result") {
      request.setEncoding("utf8").on("data", (text) => finish(() => resolve(text)));
      response.end();
      return;
    }
    const script = request.url === "/worker.js";
    response.setHeader("content-type", script ? "text/javascript; charset=utf-8" : "text/html");
    response.end(script ? code : PAGE);
  });
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let browser;
  const timer = setTimeout(() => finish(() => reject(new Error("the browser gave no result within 60 s"))), 60_000);
  /** @param {() => void} settle */
  function finish(settle) {
    clearTimeout(timer);
    server.close();
    server.closeAllConnections();
    if (browser?.pid === undefined) return settle();
    // The browser is a group of processes; all of them must be gone before their folder can go.
    browser.once("close", settle);
    process.kill(-browser.pid, "SIGKILL");
  }
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    browser = spawn("chromium", [...FLAGS, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/`], {
      stdio: "ignore",
      detached: true,
    });
    browser.on("error", (cause) => finish(() => reject(cause)));
  });
});
await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
const good = result.startsWith("memory  complete\n\n  1 file · 2 folders\n");
console.log(result);
console.log(`a web worker in Chromium: ${good ? "as expected" : "NOT as expected"}`);
console.log(good ? "1 passed, 0 failed" : "0 passed, 1 failed");
process.exit(good ? 0 : 1);
