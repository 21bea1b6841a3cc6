/**
 * Observed arrests to counts and quantiles of at least ten, which is all that is kept of them. One table of counts in
 * disjoint cells (`arrestCells.ts`), and for every question a coarser one made of its cells: a question is told where
 * each of its answers has ten arrests or more, so that no difference of tables leaves fewer.
 */
import {
  ARREST_COURSES,
  ARREST_FLAGS,
  ARREST_NEUROLOGICAL,
  ARREST_TIMES,
  type Arrest,
  type ArrestFlag,
  type ArrestTime,
} from "../load/arrests.ts";
import type { GemeenteRow } from "../load/gemeenteTable.ts";
import { type ArrestPeriod, coarsen, type RegionCell } from "./arrestCells.ts";

/** No figure rests on fewer arrests. */
export const MIN_ARRESTS = 10;
/** The six minutes, counted from the call: exactly 360 s is within. */
const CUTOFF_SECONDS = 360;
/** A quantile is told to a quarter of a minute, and the median alone where fewer than ten lie beyond it. */
const QUANTILE_STEP_SECONDS = 15;
const QUANTILES = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95] as const;

/** Where and when, of one cell. Its ground is that of `code` less all finer codes of the same table. */
export interface ArrestCell {
  code: string;
  periods: readonly ArrestPeriod[];
}

export interface ArrestCount extends ArrestCell {
  arrests: number;
}

export interface AnswerCount extends ArrestCell {
  answers: Record<string, number>;
  /** the answer under which those not known are counted, being fewer than ten; null where none is or they are told */
  unknownWithin: string | null;
}

export interface TimeQuantiles extends ArrestCell {
  /**
   * arrests whose time is known, down to a multiple of ten: exact, it would tell how few are not known once the same
   * time is asked for in larger cells
   */
  knownAtLeast: number;
  /** seconds by quantile (`0.5`), rounded to 15 s; absent where too few lie beyond it */
  seconds: Record<string, number>;
}

export interface ArrestAggregate {
  counts: ArrestCount[];
  answers: Record<string, AnswerCount[]>;
  times: Record<ArrestTime, TimeQuantiles[]>;
}

/** null = fewer than ten in all: nothing may be kept. The order of the arrests changes nothing. */
export function aggregateArrests(
  arrests: readonly Arrest[],
  gemeenten: readonly GemeenteRow[],
): ArrestAggregate | null {
  const cells = coarsen(rawCells(arrests, gemeenten), (rows) => rows.length >= MIN_ARRESTS);
  if (cells.length === 0) return null;
  const questions = Object.entries(QUESTIONS).map(([name, answerOf]) => [name, answersIn(cells, answerOf)]);
  const times = ARREST_TIMES.map((time) => [time, quantilesIn(cells, time)]);
  return {
    counts: flat(cells).map(({ rows, ...cell }) => ({ ...cell, arrests: rows.length })),
    answers: Object.fromEntries(questions),
    times: Object.fromEntries(times) as ArrestAggregate["times"],
  };
}

/** What is asked of an arrest; null = not known. No answer is part of another question's. */
type AnswerOf = (arrest: Arrest) => string | null;
const yesNo = (value: boolean | null) => (value === null ? null : value ? "yes" : "no");
const within =
  (time: ArrestTime): AnswerOf =>
  ({ times }) => {
    const seconds = times[time];
    return seconds === null ? null : seconds <= CUTOFF_SECONDS ? "within360" : "later";
  };

interface Question {
  options: readonly string[];
  answer: AnswerOf;
  /**
   * Questions whose answers follow from this one's, such as survival from the outcome of survivors: it is told only
   * where every answer beside every one of theirs has no arrest or ten, so that no difference leaves fewer.
   */
  beside?: readonly string[];
}

const BESIDE: Partial<Record<ArrestFlag, readonly string[]>> = {
  medication: ["course"],
  transported: ["course"],
  pciHospital: ["transported"],
  stemi: ["transported"],
  angiogram: ["transported", "stemi"],
  reperfusion: ["transported", "stemi", "angiogram"],
  eventSurvived: ["course", "transported"],
};
const flagQuestions = ARREST_FLAGS.map((flag): [string, Question] => [
  flag,
  { options: ["yes", "no"], answer: ({ flags }) => yesNo(flags[flag]), beside: BESIDE[flag] },
]);
const timeQuestions = ARREST_TIMES.map((time): [string, Question] => [
  time,
  { options: ["within360", "later"], answer: within(time) },
]);
export const QUESTIONS: Readonly<Record<string, Question>> = {
  ...Object.fromEntries([...flagQuestions, ...timeQuestions]),
  age65: { options: ["yes", "no"], answer: ({ isOld }) => yesNo(isOld) },
  course: { options: ARREST_COURSES, answer: ({ course }) => course },
  neurological: {
    options: ARREST_NEUROLOGICAL,
    answer: ({ neurological }) => neurological,
    beside: ["course", "eventSurvived"],
  },
};

function rawCells(arrests: readonly Arrest[], gemeenten: readonly GemeenteRow[]): RegionCell<Arrest>[] {
  const regionOf = new Map(gemeenten.map(({ code, veiligheidsregio }) => [code, veiligheidsregio]));
  const cells = new Map<string, Map<ArrestPeriod, Arrest[]>>();
  for (const arrest of arrests) {
    const byPeriod = cells.get(arrest.regionCode) ?? new Map<ArrestPeriod, Arrest[]>();
    const period = arrest.period ?? "unknown";
    const held = byPeriod.get(period);
    if (held) held.push(arrest);
    else byPeriod.set(period, [arrest]);
    cells.set(arrest.regionCode, byPeriod);
  }
  return [...cells].map(([code, byPeriod]) => ({
    code,
    within: regionOf.get(code) ?? null,
    parts: [...byPeriod].map(([period, rows]) => ({ periods: [period], rows })),
  }));
}

function answersIn(
  cells: readonly RegionCell<Arrest>[],
  { options, answer, beside = [] }: Question,
): AnswerCount[] {
  const countOf = (rows: readonly Arrest[], option: string | null) =>
    rows.filter((row) => answer(row) === option).length;
  const isEnough = (rows: readonly Arrest[]) =>
    options.every((option) => countOf(rows, option) >= MIN_ARRESTS) &&
    beside.every((other) => leastTogether(rows, answer, QUESTIONS[other].answer) >= MIN_ARRESTS);
  return flat(coarsen(cells, isEnough)).map(({ rows, ...cell }) => {
    const answers = Object.fromEntries(options.map((option) => [option, countOf(rows, option)]));
    const unknown = countOf(rows, null);
    if (unknown === 0) return { ...cell, answers, unknownWithin: null };
    if (unknown >= MIN_ARRESTS) return { ...cell, answers: { ...answers, unknown }, unknownWithin: null };
    const largest = options.reduce((most, option) => (answers[option] > answers[most] ? option : most));
    return {
      ...cell,
      answers: { ...answers, [largest]: answers[largest] + unknown },
      unknownWithin: largest,
    };
  });
}

/** The rarest of the pairs of answers that occur, not known ones included. */
function leastTogether(rows: readonly Arrest[], one: AnswerOf, other: AnswerOf): number {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const pair = `${one(row)} ${other(row)}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return Math.min(...counts.values());
}

function quantilesIn(cells: readonly RegionCell<Arrest>[], time: ArrestTime): TimeQuantiles[] {
  const known = (rows: readonly Arrest[]) =>
    rows.map(({ times }) => times[time]).filter((seconds) => seconds !== null);
  return flat(coarsen(cells, (rows) => known(rows).length >= MIN_ARRESTS)).map(({ rows, ...cell }) => {
    const sorted = Float64Array.from(known(rows)).sort();
    return {
      ...cell,
      knownAtLeast: Math.floor(sorted.length / MIN_ARRESTS) * MIN_ARRESTS,
      seconds: quantiles(sorted),
    };
  });
}

/** Type 7 of Hyndman & Fan 1996: between neighbours, in proportion. */
function quantiles(sorted: Float64Array): Record<string, number> {
  const told = QUANTILES.filter((q) => q === 0.5 || Math.min(q, 1 - q) * sorted.length >= MIN_ARRESTS);
  return Object.fromEntries(
    told.map((q) => {
      const at = q * (sorted.length - 1);
      const low = Math.floor(at);
      const seconds = sorted[low] + (at - low) * (sorted[Math.ceil(at)] - sorted[low]);
      return [String(q), Math.round(seconds / QUANTILE_STEP_SECONDS) * QUANTILE_STEP_SECONDS];
    }),
  );
}

function flat(cells: readonly RegionCell<Arrest>[]) {
  return cells.flatMap(({ code, parts }) => parts.map(({ periods, rows }) => ({ code, periods, rows })));
}
