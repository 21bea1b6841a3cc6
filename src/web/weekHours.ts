/** The 168 hours of an AED as a reader sees them: per day, runs of open, closed and unknown hours. Pure. */

export type HourState = "open" | "closed" | "unknown";

export interface HourRun {
  state: HourState;
  /** 0…23 */
  fromHour: number;
  /** 1…24, exclusive */
  toHour: number;
}

const STATE_OF: Record<string, HourState> = { "0": "closed", "1": "open", "?": "unknown" };

/** Seven days of runs, Monday first; null when the text is not 168 characters of `0`, `1`, `?`. */
export function weekToRuns(openHours: string | null | undefined): HourRun[][] | null {
  if (!openHours || !/^[01?]{168}$/.test(openHours)) return null;
  return Array.from({ length: 7 }, (_, day) => dayToRuns(openHours.slice(day * 24, day * 24 + 24)));
}

function dayToRuns(hours: string): HourRun[] {
  const runs: HourRun[] = [];
  for (let hour = 0; hour < 24; hour++) {
    const state = STATE_OF[hours[hour]];
    const last = runs.at(-1);
    if (last?.state === state) last.toHour = hour + 1;
    else runs.push({ state, fromHour: hour, toHour: hour + 1 });
  }
  return runs;
}

/** `08–18, 20–22`, or null when no hour of the day has that state. */
export function formatRuns(runs: readonly HourRun[], state: HourState): string | null {
  const two = (hour: number) => String(hour).padStart(2, "0");
  const parts = runs
    .filter((run) => run.state === state)
    .map((run) => `${two(run.fromHour)}–${two(run.toHour)}`);
  return parts.length > 0 ? parts.join(", ") : null;
}
