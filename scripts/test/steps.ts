/** The steps of `npm test`: each runs a command or a function and tells how many checks passed, failed or were skipped. */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";

export interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  /** what a person needs to see when it failed, or always when it is short */
  text: string;
}

/** A command that counts as one check. */
export async function runCheck(program: string, args: string[]): Promise<Outcome> {
  const { code, text } = await run(program, args, false);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, text: code === 0 ? "" : text };
}

/** A project of tests: every test counts, a run that broke off counts as one failure more. */
export async function runTests(configPath: string, reportPath: string): Promise<Outcome> {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportPath}`];
  const { code } = await run("vitest", ["run", "--config", configPath, ...reporters], true);
  const report = await readReport(reportPath);
  if (report === null) return { passed: 0, failed: 1, skipped: 0, text: `${configPath} gave no report` };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report;
  // a file that fails before its first test, or an error outside all tests, has no failed test to show for it
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some(isFailed),
  );
  const isBroken = code !== 0 && numFailedTests + brokenFiles.length === 0;
  const isEmpty = numPassedTests === 0;
  return {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles.length + (isBroken || isEmpty ? 1 : 0),
    skipped: numPendingTests + numTodoTests,
    text: isEmpty ? `${configPath} ran no test` : "",
  };
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

function isFailed({ status }: { status: string }): boolean {
  return status === "failed";
}

async function readReport(path: string): Promise<VitestReport | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as VitestReport;
  } catch {
    return null;
  }
}

/** `program` from node_modules/.bin, which npm put on the path; its output shown as it comes, or kept. */
export function run(
  program: string,
  args: string[],
  isShown: boolean,
): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: isShown ? "inherit" : ["ignore", "pipe", "pipe"],
      env: { ...process.env, WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" },
    });
    let text = "";
    const keep = (chunk: Buffer) => {
      text += chunk;
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.once("error", (error) => resolve({ code: 1, text: error.message }));
    child.once("close", (code) => resolve({ code: code ?? 1, text }));
  });
}
