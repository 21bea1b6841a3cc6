/**
 * `npm test`: everything that proves the project, in one command and with no step left out. The last line alone is
 * `N passed, N failed`, with `, N skipped` where files for a test are not there.
 */
import { mkdir, rm } from "node:fs/promises";
import { buildWeb } from "./buildWeb.ts";
import { checkBundle } from "./test/bundle.ts";
import { type Outcome, runCheck, runTests } from "./test/steps.ts";

const REPORTS = "dist/test";

await rm(REPORTS, { recursive: true, force: true });
await mkdir(REPORTS, { recursive: true });

const outcomes: (Outcome & { line: string })[] = [];
await Promise.all([
  step("format and lint", () => runCheck("biome", ["check", "--error-on-warnings", "."])),
  step("types", () => runCheck("tsc", ["--noEmit"])),
]);
await step("page", buildPage);
await step("Worker bundle", () => checkBundle(`${REPORTS}/worker`));
await step("tests in Node and in the browser", () => runTests("vitest.config.ts", `${REPORTS}/node.json`));
await step("tests in workerd", () => runTests("vitest.worker.config.ts", `${REPORTS}/workerd.json`));

console.log(`\n${outcomes.map(({ line }) => line).join("\n")}\n`);
const sum = (count: (outcome: Outcome) => number) =>
  outcomes.reduce((total, outcome) => total + count(outcome), 0);
const failed = sum((outcome) => outcome.failed);
const skipped = sum((outcome) => outcome.skipped);
const skips = skipped > 0 ? `, ${skipped} skipped` : "";
console.log(`${sum((outcome) => outcome.passed)} passed, ${failed} failed${skips}`);
process.exitCode = failed > 0 ? 1 : 0;

async function step(label: string, work: () => Promise<Outcome>): Promise<void> {
  const begun = performance.now();
  const outcome = await work().catch(broken);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const { passed, failed, skipped, text } = outcome;
  const mark = failed === 0 ? "ok  " : "FAIL";
  const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  const line = `${mark} ${label.padEnd(34)} ${seconds.padStart(6)} s   ${counts}`;
  outcomes.push({ ...outcome, line });
  console.log([line, text].filter(Boolean).join("\n"));
}

function broken(error: Error): Outcome {
  return { passed: 0, failed: 1, skipped: 0, text: String(error.stack) };
}

async function buildPage(): Promise<Outcome> {
  const files = await buildWeb();
  return { passed: files.length > 0 ? 1 : 0, failed: files.length > 0 ? 0 : 1, skipped: 0, text: "" };
}
