/** The published figures that a simulator must reproduce, and how each is held against the model. No data here. */

/** What the figure was to the model: a test of arithmetic, what it was fitted to, what it said by itself, set by hand. */
export type CheckKind = "unit" | "calibration" | "prediction" | "hand";
/** Whose tolerance: an interval or range that was published, a bound of statistics, or our own choice. */
export type ToleranceSource = "published" | "exact" | "ours";
export type Verdict = "pass" | "fail" | "within our tolerance" | "not modelled";

export interface Check {
  id: string;
  figure: string;
  kind: CheckKind;
  /** as published, in words and units */
  published: string;
  /** the published value and what lies within tolerance, in `unit`; null: nothing to compare */
  target: number | null;
  low: number | null;
  high: number | null;
  unit: "s" | "%" | "count" | "m/s" | "ratio" | "pp" | "";
  tolerance: ToleranceSource;
  source: string;
}

/** A check with the model's value. */
export interface ValidationRow extends Check {
  model: number | null;
  /** 95 % by chance and by the sample; null: exact, or not worked out */
  modelLow: number | null;
  modelHigh: number | null;
  /** (model − published) ÷ half the width of the tolerance */
  standardisedError: number | null;
  verdict: Verdict;
  /** why it is not modelled, or what to know of it */
  note: string;
  /** what the model's value is made from */
  data: string;
}

export interface Measured {
  value: number;
  low?: number;
  high?: number;
  note?: string;
}

/** `measured`: a value, or why there is none. */
export function judge(check: Check, measured: Measured | string, data: string): ValidationRow {
  if (
    typeof measured === "string" ||
    check.low === null ||
    check.high === null ||
    Number.isNaN(measured.value)
  ) {
    const note = typeof measured === "string" ? measured : (measured.note ?? "nothing to compare with");
    const none = { model: null, modelLow: null, modelHigh: null, standardisedError: null };
    return { ...check, ...none, verdict: "not modelled", note, data };
  }
  const { value, low, high, note } = measured;
  const isWithin = value >= check.low && value <= check.high;
  const half = (check.high - check.low) / 2;
  const isMeasurable = Number.isFinite(half) && half > 0 && check.target !== null;
  return {
    ...check,
    model: value,
    modelLow: low ?? null,
    modelHigh: high ?? null,
    standardisedError: isMeasurable ? (value - check.target!) / half : null,
    verdict: isWithin ? (check.tolerance === "ours" ? "within our tolerance" : "pass") : "fail",
    note: note ?? "",
    data,
  };
}
