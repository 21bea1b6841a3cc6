/** What every response has to carry (NL GOV REST API Design Rules, CORS), and what a problem looks like. */
import { expect } from "vitest";

export function expectRules(response: Response, about: string): void {
  const header = (name: string) => response.headers.get(name);
  expect(header("API-Version"), about).toBe("0.1.0");
  expect(header("Strict-Transport-Security"), about).toMatch(/^max-age=\d+/);
  expect(header("X-Content-Type-Options"), about).toBe("nosniff");
  expect(header("X-Frame-Options"), about).toBe("DENY");
  expect(header("Content-Security-Policy"), about).toContain("frame-ancestors 'none'");
  expect(header("Access-Control-Allow-Origin"), about).toBe("*");
  for (const name of [
    "API-Version",
    "Content-Crs",
    "ETag",
    "Link",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
  ]) {
    expect(header("Access-Control-Expose-Headers"), about).toContain(name);
  }
  expect(header("Cache-Control"), about).toBeTruthy();
}

export async function expectProblem(
  response: Response,
  status: number,
): Promise<{ detail: string; errors?: { parameter: string }[] }> {
  expect(response.status).toBe(status);
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  expect(response.headers.get("Cache-Control")).toBe("no-store");
  expectRules(response, `problem ${status}`);
  const problem = (await response.json()) as { detail: string; errors?: { parameter: string }[] };
  expect(problem).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  return problem;
}
