/**
 * A period by four instants. An AED that is closed is closed for all responders at once: the law is computed for what
 * is open at an instant, and averaged over instants, never thinned by an open share (`model.md` §5.6 of the design).
 */
import { ARREST_SHARE_PERCENT, PERIODS, PERIODS_AND_WEEK, type PeriodOrWeek } from "../grid/periods.ts";
import type { WeekHours } from "../load/records.ts";

const day = (name: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun", hour: number) =>
  24 * ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].indexOf(name) + hour;

/**
 * Hours of the week, four per period in the order of `PERIODS`: the middles of its quarters, and in the evening and
 * the night one of four in the weekend. Assumption: the hour stands for what is open half an hour after it began.
 */
export const INSTANT_HOURS: readonly number[] = [
  ...[day("mon", 9), day("tue", 11), day("thu", 14), day("fri", 16)],
  ...[day("mon", 18), day("wed", 19), day("sat", 21), day("thu", 22)],
  ...[day("tue", 0), day("thu", 2), day("sat", 4), day("fri", 6)],
  ...[day("sat", 9), day("sun", 11), day("sat", 14), day("sun", 16)],
];
const PER_PERIOD = 4;
export const INSTANT_COUNT = INSTANT_HOURS.length;
/** Bit n stands for the n-th instant. */
export const ALL_INSTANTS = 2 ** INSTANT_COUNT - 1;
export const PERIOD_INSTANTS = PERIODS.map((_, n) => 0b1111 << (PER_PERIOD * n));
export const NIGHT_INSTANTS = PERIOD_INSTANTS[PERIODS.indexOf("night")];

/** The instants at which it is known to be open. Unknown hours count as closed: never better than it is. */
export function openInstants(hours: WeekHours): number {
  return INSTANT_HOURS.reduce((mask, hour, n) => (hours[hour] === "1" ? mask | (1 << n) : mask), 0);
}

/**
 * What an instant counts for in each layer, [layer × INSTANT_COUNT + instant] in the order of `PERIODS_AND_WEEK`: a
 * quarter of its period; in the week by when arrests happen.
 */
export const INSTANT_WEIGHTS = Float64Array.from(PERIODS_AND_WEEK.flatMap(weightsOf));

function weightsOf(layer: PeriodOrWeek): number[] {
  return INSTANT_HOURS.map((_, n) => {
    const period = PERIODS[Math.floor(n / PER_PERIOD)];
    if (layer === "week") return ARREST_SHARE_PERCENT[period] / 100 / PER_PERIOD;
    return layer === period ? 1 / PER_PERIOD : 0;
  });
}
