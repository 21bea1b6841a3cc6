import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createApp } from "../../src/serve/app.ts";
import { openDatabase } from "../../src/store/database.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { expectProblem } from "./expectRules.ts";

// nothing listens on port 9 ("discard"), so the driver's own error is what the app has to cope with
const database = openDatabase({
  connectionString: "postgres://user:geheim@localhost/db",
  neonHttp: "http://127.0.0.1:9/sql",
});
const contact = { name: "test", email: "test@zesminuten.test", url: "https://zesminuten.test" };
const app = createApp({ store: publishedStore(database), version: "0.1.0", contact });

beforeAll(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));
afterAll(() => void vi.restoreAllMocks());

describe("a database that cannot be reached", () => {
  it.each([
    "/v1/health",
    "/v1/collections",
    "/v1/collections/aeds/items",
    "/v1/collections/coverage/tiles/WebMercatorQuad/7/42/65",
  ])("is a 503 problem that says what to do and nothing secret: %s", async (path) => {
    const response = await app.request(`https://zesminuten.test${path}`);
    expect(response.headers.get("Retry-After")).toBe("5");
    const problem = await expectProblem(response, 503);
    expect(problem.detail).toContain("DATABASE_URL");
    expect(JSON.stringify(problem)).not.toContain("geheim");
    expect(JSON.stringify(vi.mocked(console.error).mock.calls)).not.toContain("geheim");
  });
});
