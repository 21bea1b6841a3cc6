/**
 * What a person sees while it starts: a line per step, a bar for the long ones, the time of each at the end.
 * Without a terminal (logs, tests) each step is a plain line when it ends, and now and then on the way.
 */
import { type Bar, MultiBar, Presets } from "cli-progress";

export interface Step {
  /** how far; the first call makes the bar */
  advance(done: number, total: number): void;
}

export interface Steps {
  run<T>(label: string, work: (step: Step) => Promise<T>): Promise<T>;
  /** a line above the bars */
  say(line: string): void;
  timings(): { label: string; startSeconds: number; seconds: number }[];
  close(): void;
}

const LABEL_WIDTH = 34;
const PLAIN_LINE_MILLISECONDS = 10_000;

export function showSteps(output: NodeJS.WriteStream): Steps {
  const start = performance.now();
  const timings: ReturnType<Steps["timings"]> = [];
  const format = ` {bar} {percentage} % | {label}`;
  const bars = new MultiBar(
    { stream: output, format, barsize: 30, hideCursor: true, clearOnComplete: true, noTTYOutput: false },
    Presets.shades_classic,
  );
  const say = (line: string) => {
    if (output.isTTY && bars.isActive) bars.log(`${line}\n`);
    else output.write(`${line}\n`);
  };
  return {
    say,
    async run(label, work) {
      const begun = performance.now();
      let bar: Bar | null = null;
      let toldAt = begun;
      const advance = (done: number, total: number) => {
        if (!output.isTTY) {
          if (performance.now() - toldAt < PLAIN_LINE_MILLISECONDS) return;
          toldAt = performance.now();
          return say(`${label.padEnd(LABEL_WIDTH)} ${Math.floor((100 * done) / total)} %`);
        }
        bar ??= bars.create(total, done, { label });
        bar?.setTotal(total);
        bar?.update(done, { label });
      };
      try {
        const result = await work({ advance });
        const seconds = (performance.now() - begun) / 1000;
        timings.push({ label, startSeconds: (begun - start) / 1000, seconds });
        say(`${label.padEnd(LABEL_WIDTH)} ${seconds.toFixed(1)} s`);
        return result;
      } finally {
        if (bar !== null) bars.remove(bar);
      }
    },
    timings: () => timings,
    close: () => bars.stop(),
  };
}
