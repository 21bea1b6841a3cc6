/** A bar on stderr, over the bytes read and then over the rows stored; silent where nobody looks. */
import { Presets, SingleBar } from "cli-progress";
import type { ImportProgress } from "../../src/store/imports/report.ts";

export interface Progress {
  show(progress: ImportProgress): void;
  /** some other step, for example the calculation */
  step(label: string, done: number, total: number): void;
  stop(): void;
}

export function startProgress(totalBytes: number): Progress {
  const bar = new SingleBar(
    {
      format: "{label} [{bar}] {percentage} %",
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      // a pipe gets the report only
      noTTYOutput: false,
    },
    Presets.legacy,
  );
  let label = "";
  const step = (next: string, done: number, total: number) => {
    if (!process.stderr.isTTY) return;
    if (next !== label) {
      if (label) bar.stop();
      label = next;
      bar.start(Math.max(total, 1), 0, { label });
    }
    bar.update(Math.min(done, total), { label });
  };
  return {
    show: ({ stage, done, total }) => step(stage, done, total ?? Math.max(totalBytes, done)),
    step,
    stop: () => bar.stop(),
  };
}
