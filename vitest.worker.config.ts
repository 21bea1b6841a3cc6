import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Worker project: what runs inside workerd, against the embedded database. The rest is in vitest.config.ts. */
export default defineConfig({
  plugins: [
    cloudflareTest(({ inject }) => ({
      wrangler: { configPath: "./wrangler.toml" },
      miniflare: {
        bindings: {
          NEON_HTTP: inject("neonHttp"),
          DATABASE_URL: inject("databaseUrl"),
          DATABASE_URL_LOAD: inject("loadUrl"),
          DATABASE_URL_OWNER: inject("ownerUrl"),
        },
      },
    })),
  ],
  test: {
    include: ["test/worker/**/*.test.ts"],
    globalSetup: ["test/harness/workerSetup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
