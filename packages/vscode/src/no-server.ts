import type { ServerService } from "./server-service.js";

/** In place of the server where none can run. */
export function startServer(): Promise<ServerService> {
  return Promise.reject(new Error("a language server cannot run in a browser"));
}
