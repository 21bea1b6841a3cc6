/** Many cases in a thread that is watched: one that hangs, or takes more memory than it may, is told and passed over. */
import { Worker } from "node:worker_threads";
import type { Fault } from "./contract.ts";
import type { FuzzNews, FuzzRequest } from "./fuzzThread.ts";
import type { ReaderName } from "./readers.ts";

/** CPU time of one file of at most a few megabytes. */
export const MAX_CASE_MILLISECONDS = 1_000;
/** On a busy machine a case may wait; without a word for this long it hangs. */
const HANG_MILLISECONDS = 60_000;
const THREAD = new URL("./fuzzThread.ts", import.meta.url);
/** Heap of the whole thread, program and test files included: a reader that needs more is stopped by V8. */
export const MAX_HEAP_MEGABYTES = 256;

export interface FailedCase {
  number: number;
  fault: Exclude<Fault, null>;
}

export interface FuzzTotals {
  cases: number;
  bytes: number;
  records: number;
  findings: number;
  refused: number;
  milliseconds: number;
  slowestMilliseconds: number;
  slowestCase: number;
  peakBytes: number;
}

export interface FuzzOutcome {
  byReader: Map<ReaderName, FuzzTotals>;
  failed: FailedCase[];
}

export interface FuzzOptions {
  seed: number;
  from: number;
  count: number;
  reader?: ReaderName | null;
  onCase?: (done: number) => void;
  onFailure?: (failed: FailedCase) => void;
  /** another thread's program, and how long it may be silent */
  thread?: URL;
  hangMilliseconds?: number;
}

export async function runFuzz(options: FuzzOptions): Promise<FuzzOutcome> {
  const outcome: FuzzOutcome = { byReader: new Map(), failed: [] };
  const to = options.from + options.count;
  for (let from = options.from; from < to; )
    from = await runThread({ ...options, from, count: to - from }, outcome);
  return outcome;
}

/** Returns where to go on: behind the last case, or behind the one that ended the thread. */
function runThread(
  {
    seed,
    from,
    count,
    reader = null,
    onCase,
    onFailure,
    thread: program = THREAD,
    hangMilliseconds = HANG_MILLISECONDS,
  }: FuzzOptions,
  outcome: FuzzOutcome,
): Promise<number> {
  const workerData: FuzzRequest = { seed, from, to: from + count, reader };
  const resourceLimits = { maxOldGenerationSizeMb: MAX_HEAP_MEGABYTES, maxYoungGenerationSizeMb: 32 };
  const thread = new Worker(program, { workerData, resourceLimits });
  return new Promise((resolve) => {
    let current = from;
    let hasEnded = false;
    const fail = (fault: string) => {
      const failed = { number: current, fault };
      outcome.failed.push(failed);
      onFailure?.(failed);
    };
    const stop = async (fault: string) => {
      if (hasEnded) return;
      hasEnded = true;
      fail(fault);
      await thread.terminate();
      resolve(current + 1);
    };
    const hang = () => void stop(`no end after ${hangMilliseconds / 1000} s`);
    let watch = setTimeout(hang, hangMilliseconds);
    thread.on("message", (news: FuzzNews) => {
      clearTimeout(watch);
      watch = setTimeout(hang, hangMilliseconds);
      if ("begins" in news) {
        current = news.begins;
        return;
      }
      addCase(outcome.byReader, news);
      const { fault } = news.result;
      if (fault !== null) fail(fault);
      else if (news.milliseconds > MAX_CASE_MILLISECONDS)
        fail(`${Math.round(news.milliseconds)} ms of CPU time`);
      onCase?.(news.ended);
    });
    thread.on("error", (error) => {
      clearTimeout(watch);
      void stop(`the thread ended: ${error instanceof Error ? error.message : String(error)}`);
    });
    thread.on("exit", () => {
      clearTimeout(watch);
      if (!hasEnded) resolve(from + count);
    });
  });
}

function addCase(
  byReader: FuzzOutcome["byReader"],
  { ended, reader, result, milliseconds, bytes }: Extract<FuzzNews, { ended: number }>,
): void {
  const totals = byReader.get(reader) ?? {
    cases: 0, bytes: 0, records: 0, findings: 0, refused: 0, milliseconds: 0, slowestMilliseconds: 0, slowestCase: 0, peakBytes: 0,
  }; // biome-ignore format: one row of zeros
  totals.cases += 1;
  totals.bytes += bytes;
  totals.records += result.recordCount;
  totals.findings += result.findingCount;
  totals.refused += Number(result.isRefused);
  totals.milliseconds += milliseconds;
  if (milliseconds > totals.slowestMilliseconds) {
    totals.slowestMilliseconds = milliseconds;
    totals.slowestCase = ended;
  }
  totals.peakBytes = Math.max(totals.peakBytes, result.peakBytes);
  byReader.set(reader, totals);
}
