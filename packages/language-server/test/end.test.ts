import { expect, it } from "vitest";
import { startClient } from "./client.js";

it("starts over standard input and output, says what it can do, and ends when it is told to", async () => {
  const client = await startClient();
  expect(client.initialized).toMatchObject({
    serverInfo: { name: "transect" },
    capabilities: { hoverProvider: true, inlayHintProvider: true },
  });
  expect(await client.end()).toBe(0);
});
