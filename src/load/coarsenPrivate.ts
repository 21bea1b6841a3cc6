/**
 * An AED that its owner keeps private is shown only as "somewhere among at least 100 residents": its position
 * becomes the centre of a cell, and what could name the house is dropped or, as its ref, made opaque. Done on load, before anything is computed.
 * Assumption: a private AED is never counted as reachable, so its hours are unknown to the zones.
 */
import { cellToParent } from "h3-js";
import { CELL_RESOLUTION, type CellId, cellToPosition, positionToCell } from "../grid/cell.ts";
import type { Aed } from "./records.ts";
import { UNKNOWN_HOURS } from "./weekMinutes.ts";

const MIN_RESIDENTS = 100;
/** About 36 km²: where nobody told how many people live there. */
const RESOLUTION_WITHOUT_POPULATION = 6;
/** About 250 km²: where even that many do not live together, nothing coarser helps. */
const COARSEST_RESOLUTION = 5;

/** Residents of a cell of any resolution from 10 to 5; null when no population is known there. */
export type ResidentsOfCell = (cell: CellId) => number | null;

/** What stands for the ref that its source gives: `load/privateRef.ts`. */
export type OpaqueRef = (ref: string) => string;

/** Other AEDs are returned as they are. */
export function coarsenPrivate(aed: Aed, residentsOfCell: ResidentsOfCell | null, opaqueRef: OpaqueRef): Aed {
  if (aed.access !== "private") return aed;
  return {
    ...aed,
    ref: opaqueRef(aed.ref),
    name: null,
    position: cellToPosition(coarseCell(aed, residentsOfCell)),
    openingHours: null,
    openHours: UNKNOWN_HOURS,
    alwaysOpen: null,
    coarsened: true,
    operator: null,
    level: null,
    serial: null,
  };
}

function coarseCell({ position }: Aed, residentsOfCell: ResidentsOfCell | null): CellId {
  const cell = positionToCell(position, CELL_RESOLUTION);
  if (!residentsOfCell) return cellToParent(cell, RESOLUTION_WITHOUT_POPULATION);
  for (let resolution = CELL_RESOLUTION; resolution >= COARSEST_RESOLUTION; resolution -= 1) {
    const candidate = cellToParent(cell, resolution);
    const residents = residentsOfCell(candidate);
    if (residents === null) return cellToParent(cell, Math.min(resolution, RESOLUTION_WITHOUT_POPULATION));
    if (residents >= MIN_RESIDENTS) return candidate;
  }
  return cellToParent(cell, COARSEST_RESOLUTION);
}
