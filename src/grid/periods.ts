/**
 * The four periods that partition the week (Dutch clock), and the week itself.
 * Hours are counted from Monday 00–01 (hour 0) to Sunday 23–24 (hour 167).
 */

export const PERIODS = ["weekday", "evening", "night", "weekend"] as const;
export type Period = (typeof PERIODS)[number];
/** `week`: an AED counts as reachable in the week when it is in all four periods, which is day and night. */
export const PERIODS_AND_WEEK = ["week", ...PERIODS] as const;
export type PeriodOrWeek = (typeof PERIODS_AND_WEEK)[number];

/**
 * Share of arrests per period, in percent: ROC six-hour bins (n = 9,667, Resuscitation 2010;81:175-181)
 * taken as uniform within each bin (`docs/model.md`, Demand).
 */
export const ARREST_SHARE_PERCENT: Record<Period, number> = {
  weekday: 35.5,
  evening: 21.3,
  night: 29.0,
  weekend: 14.2,
};

/** weekday = Mon–Fri 08–18, evening = daily 18–23, night = daily 23–08, weekend = Sat–Sun 08–18. */
export function hourToPeriod(hourOfWeek: number): Period {
  const day = Math.floor(hourOfWeek / 24);
  const hour = hourOfWeek % 24;
  if (hour >= 18 && hour < 23) return "evening";
  if (hour < 8 || hour >= 23) return "night";
  return day < 5 ? "weekday" : "weekend";
}

/** The hours of the week in each period: 50, 35, 63, 20; together 168. */
export const PERIOD_HOURS: Record<Period, readonly number[]> = {
  weekday: hoursOf("weekday"),
  evening: hoursOf("evening"),
  night: hoursOf("night"),
  weekend: hoursOf("weekend"),
};

function hoursOf(period: Period): number[] {
  return Array.from({ length: 168 }, (_, hour) => hour).filter((hour) => hourToPeriod(hour) === period);
}
