/**
 * What a cell says on the wire: the stored columns by their public names, one table for items and tiles.
 * At resolution 10 a cell says yes or no; above, a roll-up says which share of its residents.
 */
import {
  AT_MOST_ON_STREETS,
  type BaseColumns,
  NO_UINT8,
  NO_UINT16,
  NO_UINT32,
  type PeriodColumns,
  SHARE_STEPS,
} from "../coverage/columns.ts";
import { CELL_RESOLUTION } from "../grid/cell.ts";

export type CellValue = number | boolean | string | null;

/** The columns of a cell's shard or of the whole country; a row is one cell. `P`: what is told of a period. */
export interface CellColumns<P = PeriodColumns> {
  base: BaseColumns;
  period: P;
}

export interface CellProperty<P = PeriodColumns> {
  name: string;
  /** one sentence for TileJSON and OpenAPI; unit and meaning of null */
  description: string;
  /** absent in a run of before this property was */
  column(columns: CellColumns<P>): ArrayLike<number> | undefined;
  toValue(raw: number): CellValue;
  /** coarser in tiles, to keep them small; always rounded up, so that no bound such as 500 m is crossed */
  toTileValue?(raw: number): CellValue;
  /** left out of tiles to keep them small */
  isItemOnly?: boolean;
}

const toFlag = (raw: number) => (raw === NO_UINT8 ? null : raw === SHARE_STEPS);
const toShare = (raw: number) => (raw === NO_UINT8 ? null : raw / SHARE_STEPS);
const toScaled = (divisor: number) => (raw: number) => (raw === NO_UINT16 ? null : raw / divisor);

/** Of every subject. */
export const RESIDENTS: CellProperty<unknown> = {
  name: "residents",
  description: "Residents of the cell, estimated from squares or places; rounded up to whole ones in tiles",
  column: ({ base }) => base.residentTenths,
  toValue: (raw) => raw / 10,
  toTileValue: (raw) => Math.ceil(raw / 10),
};

const COMMON: CellProperty[] = [
  RESIDENTS,
  {
    name: "dwellings",
    description: "Dwellings in the cell, estimated from squares or places; null where no source tells them",
    column: ({ base }) => base.dwellingTenths,
    toValue: (raw) => (raw === NO_UINT32 ? null : raw / 10),
    isItemOnly: true,
  },
  {
    name: "openShare",
    description:
      "Share of the period's hours in which an AED within 500 m is open; absent or null: none of known hours",
    column: ({ period }) => period.openShare,
    toValue: toShare,
  },
  {
    name: "nearestAedMeters",
    description:
      "Metres in a straight line to the nearest AED reachable in the period, rounded up to 10 m in tiles; absent or null: more than 2,500 m",
    column: ({ period }) => period.nearestMeters,
    toValue: toScaled(1),
    toTileValue: (raw) => (raw === NO_UINT16 ? null : Math.ceil(raw / 10) * 10),
  },
  {
    name: "nearestAedStreetMeters",
    description:
      "Metres along streets to the AED reachable in the period that is nearest so, rounded up to 10 m in tiles; an estimate where travelSource says straight, the most it can be where it says streetsAtMost; absent or null: none within 2,500 m in a straight line",
    column: ({ period }) => period.streetMeters,
    toValue: toScaled(1),
    toTileValue: (raw) => (raw === NO_UINT16 ? null : Math.ceil(raw / 10) * 10),
  },
  {
    name: "detour",
    description:
      "Metres along streets divided by the straight line, both to the AED that is nearest along streets, to one decimal in tiles; absent or null: not measured, or less than 58 m away in a straight line",
    column: ({ period }) => period.detourHundredths,
    toValue: toScaled(100),
    toTileValue: (raw) => (raw === NO_UINT16 ? null : Math.round(raw / 10) / 10),
  },
  {
    name: "aedsWithin500m",
    description: "AEDs within 500 m that are reachable in the period",
    column: ({ period }) => period.within500mTenths,
    toValue: toScaled(10),
  },
  {
    name: "aedsPerSquareKm",
    description: "AEDs reachable in the period per km², counted within 1 km",
    column: ({ period }) => period.aedDensityHundredths,
    toValue: toScaled(100),
  },
  {
    name: "respondersPerSquareKm",
    description:
      "Protected responders per km² of the protected unit: who is near in the period where inputs.whereabouts is loaded, else by home; absent or null: no responders loaded",
    column: ({ base, period }) => period.responderDensityTenths ?? base.responderDensityTenths,
    toValue: toScaled(10),
  },
];

const YES_OR_NO: CellProperty[] = [
  {
    name: "inOfficialZone",
    description: "An AED open day and night lies within 500 m in a straight line; the same for every period",
    column: ({ base }) => base.officialZone,
    toValue: toFlag,
  },
  {
    name: "reachableWithin500m",
    description: "An AED open in all hours of the period lies within 500 m in a straight line",
    column: ({ period }) => period.reachable,
    toValue: toFlag,
  },
  {
    name: "hoursUnknown",
    description: "None is known to be reachable within 500 m, but an AED of unknown hours lies there",
    column: ({ period }) => period.hoursUnknown,
    toValue: toFlag,
  },
];

const TRAVEL_SOURCES = new Map([
  [SHARE_STEPS, "streets"],
  [AT_MOST_ON_STREETS, "streetsAtMost"],
]);

const ALONG_STREETS: CellProperty[] = [
  {
    name: "within500mByStreet",
    description:
      "An AED open in all hours of the period lies within 500 m along streets; absent or null: not known, streets are not loaded here or so near that a shorter way may run outside them",
    column: ({ period }) => period.within500mByStreet,
    toValue: toFlag,
  },
  {
    name: "nearButNotReachable",
    description:
      "Such an AED lies within 500 m in a straight line, but none within 750 m along streets; absent or null: not known",
    column: ({ period }) => period.nearNotReachable,
    toValue: toFlag,
  },
  {
    name: "travelSource",
    description:
      "How nearestAedStreetMeters came about: streets = measured along streets; streetsAtMost = measured, but a shorter way may run where streets are not loaded; straight = estimated from the straight line; absent or null: no AED",
    column: ({ period }) => period.onStreets,
    toValue: (raw) => (raw === NO_UINT8 ? null : (TRAVEL_SOURCES.get(raw) ?? "straight")),
  },
];

const SHARES: CellProperty[] = [
  {
    name: "officialZoneShare",
    description: "Share of residents (of cells where nobody lives) in the official zone",
    column: ({ base }) => base.officialZone,
    toValue: toShare,
  },
  {
    name: "reachableWithin500mShare",
    description: "Share of residents with an AED reachable in the period within 500 m",
    column: ({ period }) => period.reachable,
    toValue: toShare,
  },
  {
    name: "hoursUnknownShare",
    description: "Share of residents for whom only an AED of unknown hours lies within 500 m",
    column: ({ period }) => period.hoursUnknown,
    toValue: toShare,
  },
  {
    name: "beyondReachShare",
    description: "Share of residents with no reachable AED within 2,500 m",
    column: ({ period }) => period.beyondReach,
    toValue: toShare,
    isItemOnly: true,
  },
];

const SHARES_ALONG_STREETS: CellProperty[] = [
  {
    name: "within500mByStreetShare",
    description:
      "Share of residents with an AED reachable in the period within 500 m along streets; absent or null: not known for more than 5 %",
    column: ({ period }) => period.within500mByStreet,
    toValue: toShare,
  },
  {
    name: "nearButNotReachableShare",
    description:
      "Share of residents with such an AED within 500 m in a straight line, but none within 750 m along streets; absent or null: not known for more than 5 %",
    column: ({ period }) => period.nearNotReachable,
    toValue: toShare,
  },
  {
    name: "travelStreetsShare",
    description:
      "Share of residents with an AED in reach whose nearestAedStreetMeters was measured along streets; the rest is estimated or the most that it can be",
    column: ({ period }) => period.onStreets,
    toValue: toShare,
  },
];

const OF_CELL = [...YES_OR_NO, ...ALONG_STREETS, ...COMMON];
const OF_ROLL_UP = [...SHARES, ...SHARES_ALONG_STREETS, ...COMMON];

export function propertiesOfResolution(resolution: number): readonly CellProperty[] {
  return resolution === CELL_RESOLUTION ? OF_CELL : OF_ROLL_UP;
}

export function cellProperties<P>(
  columns: CellColumns<P>,
  row: number,
  properties: readonly CellProperty<P>[],
): Record<string, CellValue> {
  const entries = properties.map(({ name, column, toValue }) => {
    const values = column(columns);
    return [name, values ? toValue(values[row]) : null] as const;
  });
  return Object.fromEntries(entries);
}

/** Sea and foreign ground are no cells of ours. */
export function isInDomain(base: BaseColumns, row: number): boolean {
  return base.land[row] !== NO_UINT8;
}
