/**
 * Why people in a cell are not covered, by a written rule: the first line that holds, from what the run says of the
 * cell in the period. A reason names what is known, never more.
 *
 * | reason                | along streets only | when                                                                        |
 * | --------------------- | ------------------ | --------------------------------------------------------------------------- |
 * | `nearButNotReachable` | yes                | a reachable AED within 500 m in a straight line, none within 750 m by street |
 * | `longWay`             | yes                | a reachable AED within 500 m in a straight line, 500–750 m by street         |
 * | `hoursUnknown`        |                    | an AED within 500 m that may be open in all hours of the period, or may not   |
 * | `closed`              |                    | an AED of known hours within 500 m, closed in some hours of the period        |
 * | `noAedNear`           |                    | no AED of known hours within 500 m                                            |
 */
import { NO_UINT8, type PeriodColumns, SHARE_STEPS } from "../coverage/columns.ts";

export const GAP_DEFINITIONS = ["reachableWithin500m", "within500mByStreet"] as const;
/**
 * What counts as covered: an AED open in all hours of the period within 500 m, in a straight line or along streets.
 * `reachableWithin500m` in the week is the official zone.
 */
export type GapDefinition = (typeof GAP_DEFINITIONS)[number];

export const GAP_REASONS = ["noAedNear", "closed", "hoursUnknown", "longWay", "nearButNotReachable"] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/** Whether the cell of this row is covered; not known where streets are not loaded. */
export function coverageOf(
  period: PeriodColumns,
  row: number,
  definition: GapDefinition,
): "covered" | "uncovered" | "unknown" {
  const flag = definition === "within500mByStreet" ? period.within500mByStreet[row] : period.reachable[row];
  if (flag === NO_UINT8) return "unknown";
  return flag === SHARE_STEPS ? "covered" : "uncovered";
}

/** Of an uncovered cell. */
export function gapReasonOf(period: PeriodColumns, row: number): GapReason {
  if (period.reachable[row] === SHARE_STEPS) {
    return period.nearNotReachable[row] === SHARE_STEPS ? "nearButNotReachable" : "longWay";
  }
  if (period.hoursUnknown[row] === SHARE_STEPS) return "hoursUnknown";
  return period.openShare[row] === NO_UINT8 ? "noAedNear" : "closed";
}
