import { defineConfig } from "vitest/config";

/** Node project: units, properties, oracles, database and browser. The Worker's project is vitest.worker.config.ts. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/worker/**", "node_modules/**"],
    setupFiles: ["test/harness/seed.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
