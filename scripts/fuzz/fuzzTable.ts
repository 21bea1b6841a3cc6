/** What the fuzzing saw, as the table of docs/loading.md. */
import type { FuzzOutcome, FuzzTotals } from "./runFuzz.ts";

export function fuzzTable({ byReader }: FuzzOutcome): string {
  const rows = [...byReader]
    .sort(([p], [q]) => (p < q ? -1 : 1))
    .map(([reader, totals]) => rowOf(reader, totals));
  const all = [...byReader.values()].reduce(add, { ...NOTHING });
  return [
    "| reader | files | MB | records | findings | files refused | CPU per file, mean / most (ms) | memory, most (MB) |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    rowOf("all", all),
  ].join("\n");
}

const NOTHING: FuzzTotals = {
  cases: 0, bytes: 0, records: 0, findings: 0, refused: 0, milliseconds: 0, slowestMilliseconds: 0, slowestCase: 0, peakBytes: 0,
}; // biome-ignore format: one row of zeros

function rowOf(name: string, totals: FuzzTotals): string {
  const { cases, bytes, records, findings, refused, milliseconds, slowestMilliseconds, peakBytes } = totals;
  const mean = (milliseconds / Math.max(1, cases)).toFixed(1);
  const number = (count: number) => Math.round(count).toLocaleString("en");
  const cells = [
    name,
    number(cases),
    number(bytes / 1e6),
    number(records),
    number(findings),
    number(refused),
  ];
  return `| ${[...cells, `${mean} / ${number(slowestMilliseconds)}`, number(peakBytes / 1e6)].join(" | ")} |`;
}

function add(sum: FuzzTotals, one: FuzzTotals): FuzzTotals {
  return {
    cases: sum.cases + one.cases,
    bytes: sum.bytes + one.bytes,
    records: sum.records + one.records,
    findings: sum.findings + one.findings,
    refused: sum.refused + one.refused,
    milliseconds: sum.milliseconds + one.milliseconds,
    slowestMilliseconds: Math.max(sum.slowestMilliseconds, one.slowestMilliseconds),
    slowestCase: one.slowestMilliseconds > sum.slowestMilliseconds ? one.slowestCase : sum.slowestCase,
    peakBytes: Math.max(sum.peakBytes, one.peakBytes),
  };
}
