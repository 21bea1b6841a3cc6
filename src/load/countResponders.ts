/**
 * Responders' places → counts per resolution-10 cell: homes, and who is near per period where the file tells it.
 * Only inside `load/` does a place exist: it is counted and dropped, and no finding holds a coordinate.
 */
import { type CellId, positionToCell } from "../grid/cell.ts";
import { PERIODS } from "../grid/periods.ts";
import type { Finding, ReadBatch } from "./reader.ts";
import type { ResponderPlace } from "./records.ts";

export interface ResponderCounts {
  /** homes per cell */
  cells: Map<CellId, number>;
  /** thousandths of responders near per cell, in the order of `PERIODS`; null = no row told it */
  near: Map<CellId, number[]> | null;
  /** responders counted: the sum over the cells */
  responderCount: number;
  /** rows taken in, homes and other places */
  rowCount: number;
  rejectedCount: number;
  /** the first thousand; `rejectedCount` counts them all */
  findings: Finding[];
  bytesRead: number;
}

/**
 * A place is a home when its responders are there at least half of the nights: at most one place of each, two where
 * somebody is at two exactly half of them. Assumption; it needs no name or number to tell whose the rows are.
 */
const HOME_NIGHT_SHARE = 0.5;
const NIGHT = PERIODS.indexOf("night");
/** Weights are read to a thousandth: whole numbers, whose sum does not depend on their order. */
const WEIGHT_STEPS = 1_000;
/** So that a file of nonsense does not fill the memory with complaints. */
const MAX_FINDINGS = 1_000;

/** Takes the batches one by one and keeps nothing but the counts. */
export async function countResponders(
  batches: AsyncIterable<ReadBatch<ResponderPlace>>,
  onProgress: (bytesRead: number) => void = () => {},
): Promise<ResponderCounts> {
  const counts: ResponderCounts = {
    cells: new Map(),
    near: null,
    responderCount: 0,
    rowCount: 0,
    rejectedCount: 0,
    findings: [],
    bytesRead: 0,
  };
  for await (const { records, findings, bytesRead } of batches) {
    for (const place of records) addPlace(counts, place);
    counts.rowCount += records.length;
    for (const { severity } of findings) if (severity === "rejected") counts.rejectedCount++;
    counts.findings.push(...findings.slice(0, MAX_FINDINGS - counts.findings.length));
    counts.bytesRead = bytesRead;
    onProgress(bytesRead);
  }
  return counts;
}

function addPlace(counts: ResponderCounts, { position, count, weights }: ResponderPlace): void {
  const { cells } = counts;
  const cell = positionToCell(position);
  // rows before the first that tells weights were homes all week
  if (weights !== null) counts.near ??= nearHomes(cells);
  if (weights === null || weights[NIGHT] >= HOME_NIGHT_SHARE) {
    cells.set(cell, (cells.get(cell) ?? 0) + count);
    counts.responderCount += count;
  }
  if (counts.near === null) return;
  const near = counts.near.get(cell) ?? PERIODS.map(() => 0);
  for (let n = 0; n < near.length; n++) near[n] += count * Math.round((weights?.[n] ?? 1) * WEIGHT_STEPS);
  counts.near.set(cell, near);
}

/** Who tells no whereabouts is taken to be at home in every period. */
export function nearHomes(homes: ReadonlyMap<CellId, number>): Map<CellId, number[]> {
  return new Map([...homes].map(([cell, count]) => [cell, PERIODS.map(() => count * WEIGHT_STEPS)]));
}
