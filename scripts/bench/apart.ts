/**
 * A part of the bench in processes of its own: what one part leaves behind (compiled code, heap, garbage) is no other's
 * speed, and a row of several processes is told by its median, with how far they lay apart.
 */
import { spawn } from "node:child_process";
import type { BenchPart, BenchRow } from "./row.ts";

const SCRIPT = new URL("../bench.ts", import.meta.url).pathname;

/** Throws where a process of the part failed. */
export async function runApart({ name, processes = 1 }: BenchPart): Promise<BenchRow[]> {
  const runs: BenchRow[][] = [];
  for (let run = 0; run < processes; run++) runs.push(await runOnce(name));
  return runs[0].map((row) => medianRow(runs.map((rows) => rowNamed(rows, row.name))));
}

async function runOnce(part: string): Promise<BenchRow[]> {
  const child = spawn(process.execPath, [SCRIPT, "--only", part, "--here", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0)
    throw new Error(`got exit code ${code} from ${part}, expected 0; what it said stands above`);
  const lines = text.split("\n").filter(Boolean);
  // what the started server says to its output is no row
  for (const line of lines.filter((said) => !isRow(said))) process.stderr.write(`${line}\n`);
  return lines.filter(isRow).map((line) => JSON.parse(line));
}

function isRow(line: string): boolean {
  return line.startsWith('{"group":');
}

function rowNamed(rows: readonly BenchRow[], name: string): BenchRow {
  const found = rows.find((row) => row.name === name);
  if (!found) throw new Error(`got no row "${name}" from one of the processes, expected it from each`);
  return found;
}

/** The row in the middle, whole: its value, ratio and note are of one process. */
function medianRow(rows: readonly BenchRow[]): BenchRow {
  if (rows.length === 1) return rows[0];
  const sorted = [...rows].sort((p, q) => p.value - q.value);
  const middle = sorted[Math.floor(sorted.length / 2)];
  const [least, most] = [sorted[0], sorted[sorted.length - 1]].map(({ value }) => formatValue(value));
  const spread = `median of ${rows.length} processes, ${least} to ${most}`;
  return { ...middle, note: [middle.note, spread].filter(Boolean).join("; ") };
}

/** Three digits that say something. */
export function formatValue(value: number): string {
  if (value >= 100) return Math.round(value).toString();
  return value >= 10 ? value.toFixed(1) : value.toPrecision(2);
}
