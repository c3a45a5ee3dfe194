export * from "./protocol.js";
export { serve } from "./server.js";
