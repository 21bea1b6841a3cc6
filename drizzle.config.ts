import { defineConfig } from "drizzle-kit";

/** `npm run migrations` writes the SQL that brings the tables to `src/store/schema.ts`. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./src/store/schema.ts",
  out: "./migrations",
});
