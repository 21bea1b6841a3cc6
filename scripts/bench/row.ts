/** A row of the bench: one figure, its target, and how it compares with the machine's own speed at that moment. */

export const BENCH_GROUPS = ["main", "loading", "streets", "simulation", "advice", "recalculation"] as const;
export type BenchGroup = (typeof BENCH_GROUPS)[number];

export interface BenchRow {
  group: BenchGroup;
  name: string;
  value: number;
  unit: "s" | "ms" | "ns" | "%" | "MB" | "kB" | "B" | "MB/s" | "M/s" | "×" | "count";
  /** `≤ 2` or `≥ 40`; null where nothing was promised */
  target: string | null;
  /** null where nothing was promised */
  ok: boolean | null;
  /** value / time of the calibration loop beside it, for times */
  ratio: number | null;
  /** what was measured, or why not */
  note?: string;
}

export type AddRow = (row: Omit<BenchRow, "ok" | "ratio"> & { calibrationSeconds?: number }) => void;

export interface BenchPart {
  group: BenchGroup;
  /** of all parts one of its own */
  name: string;
  /** how many processes measure it, for their median; one where it is left out */
  processes?: number;
  run(add: AddRow): Promise<void>;
}

export function finishRow({ calibrationSeconds, ...row }: Parameters<AddRow>[0]): BenchRow {
  const seconds = row.unit === "s" ? row.value : row.unit === "ms" ? row.value / 1_000 : null;
  const calibration = calibrationSeconds ?? (seconds === null ? null : calibrate());
  return {
    ...row,
    ok: row.target === null ? null : meets(row.value, row.target),
    ratio: seconds === null || calibration === null ? null : seconds / calibration,
  };
}

function meets(value: number, target: string): boolean {
  const [sign, limit] = [target[0], Number(target.slice(1))];
  return sign === "≤" ? value <= limit : value >= limit;
}

/**
 * The fixed loop: 20 million steps of integer mixing and a square root; CPU of its thread, mean of three, in seconds.
 * The kernel counts a thread's time in steps of up to 4 ms, so the three are timed as one.
 */
export function calibrate(): number {
  const before = process.threadCpuUsage();
  for (let n = 0; n < 3; n++) runLoop();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 3e6;
}

function runLoop(): void {
  let state = 1;
  let sum = 0;
  for (let n = 0; n < 20_000_000; n++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    sum += Math.sqrt((state >>> 8) + 1);
  }
  if (sum === 0) throw new Error("the calibration loop was optimised away");
}

/** Seconds of this process's own CPU (all threads) that `work` took, and the wall clock. */
export async function timed<T>(
  work: () => T | Promise<T>,
): Promise<{ result: T; cpuSeconds: number; wallSeconds: number }> {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const result = await work();
  const wallSeconds = Number(process.hrtime.bigint() - start) / 1e9;
  const used = process.cpuUsage(cpu);
  return { result, cpuSeconds: (used.user + used.system) / 1e6, wallSeconds };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((p, q) => p - q);
  return sorted[Math.floor(sorted.length / 2)];
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((p, q) => p - q);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}
