import { defineConfig } from "vitest/config";

// Tests run on the sources: the private export condition points at src/, so no build is needed to run them.
const conditions = ["@transect/source", "node", "import", "module", "default"];
// Making a tree of 100,000 folders may take a slow disk one minute.
const patience = { testTimeout: 240_000, hookTimeout: 240_000 };

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    reporters: ["default", "./tools/test-summary.mjs"],
    // One for each processor: most tests wait for disks and for processes, so that none need be kept free.
    maxWorkers: "100%",
    projects: [
      { extends: true, test: { name: "packages", include: ["packages/*/test/**/*.test.ts"], ...patience } },
      { extends: true, test: { name: "repository", include: ["tools/test/**/*.test.ts"], ...patience } },
    ],
  },
});
