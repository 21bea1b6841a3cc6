/**
 * The validated records that loading yields: what every later stage may rely on.
 * Positions are WGS84, `lng, lat`. A responder's position exists only inside `load/`.
 */
export interface LngLat {
  /** degrees east, −180…180 */
  lng: number;
  /** degrees north, −90…90 */
  lat: number;
}

/** Who may take the AED (OSM `access=`, ranked). */
export type AedAccess = "public" | "restricted" | "private" | "unknown";

/**
 * 168 characters, one per hour of the week on the Dutch clock, Monday 00–01 first:
 * `1` open the whole hour, `0` not open the whole hour, `?` not known.
 */
export type WeekHours = string;

export interface Aed {
  /** the source's own identifier; unique within its source and stable between editions */
  ref: string;
  name: string | null;
  position: LngLat;
  /** opening hours as the source wrote them (OSM syntax or Dutch free text), null when absent */
  openingHours: string | null;
  openHours: WeekHours;
  /**
   * true or false where known, null = unknown (never shown as day-and-night); false beside 168 open hours: closed
   * on holidays
   */
  alwaysOpen: boolean | null;
  indoor: boolean | null;
  access: AedAccess;
  /** date of the last check, `YYYY-MM-DD` */
  checkedDate: string | null;
  /** true when the position was coarsened because the owner keeps it private */
  coarsened: boolean;
  /** the organisation that keeps it, its floor and its serial number: to tell two AEDs apart, never served */
  operator: string | null;
  level: string | null;
  serial: string | null;
}

export interface AmbulancePost {
  ref: string;
  name: string;
  position: LngLat;
  /** availability as the source wrote it, for example `24 uur` */
  availability: string | null;
  openHours: WeekHours;
}

export type PoliceFireKind = "police" | "fire";

/**
 * A police or fire station, from which its crews are taken to set out when they are sent as first responders. No
 * hours: those that sources give are the front desk's.
 */
export interface PoliceFirePost {
  /** the source's own identifier (`node/123`, `way/45` from OpenStreetMap); unique within its source */
  ref: string;
  kind: PoliceFireKind;
  name: string | null;
  position: LngLat;
}

/** A place of one or more responders. Counted into cells at once and dropped; never leaves `load/`. */
export interface ResponderPlace {
  position: LngLat;
  count: number;
  /** share of each period of the week that they are near, 0…1, in the order of `PERIODS`; null = their home, all week */
  weights: readonly number[] | null;
}

/** Residents per age group, in the order of `AGE_GROUPS`; null = withheld by the source (never 0). */
export type AgeCounts = readonly (number | null)[];

/** A piece of ground with people: a CBS square of 100 or 500 m, or a postcode-4 area. */
export interface PopulationUnit {
  /** the source's code: `E0974N4514`, `1011`; a square of 500 m may have the code of one of 100 m */
  code: string;
  /** null = withheld by the source (never 0) */
  residents: number | null;
  dwellings: number | null;
  /** null where the source says nothing of ages */
  ages: AgeCounts | null;
  /** a ring of lng, lat pairs (square), or a disc (postcode point) */
  shape: SquareShape | DiscShape;
}

export interface SquareShape {
  kind: "square";
  sideMeters: number;
  /** closed, counter-clockwise from the south-west */
  ring: readonly LngLat[];
}

export interface DiscShape {
  kind: "disc";
  center: LngLat;
  areaSquareMeters: number;
}

/** A figure that somebody observed in a region, in the unit of its measure (`observedMeasures.ts`). */
export interface ObservedValue {
  /** region and measure: one value of each per source */
  ref: string;
  regionCode: string;
  measure:
    | "respondersGoShare"
    | "ambulanceMeanSeconds"
    | "ambulanceP95Seconds"
    | "policeFireDispatchShare"
    | "policeFireArrivalSeconds"
    | "aedsExpected";
  value: number;
  /** who observed it */
  source: string;
  /** the day it describes, `YYYY-MM-DD` */
  date: string;
}

export type RegionKind = "provincie" | "veiligheidsregio" | "ggd" | "gemeente" | "wijk" | "buurt" | "place";

export interface Region {
  code: string;
  name: string;
  kind: RegionKind;
  /** code of the region it lies in, as the source says; null when unknown */
  parentCode: string | null;
  /** residents as the source says; null = withheld or absent */
  residents: number | null;
  /** GeoJSON MultiPolygon coordinates, lng lat, rings closed; empty for roll-ups made of others */
  polygons: [number, number][][][];
}

/** How somebody comes. */
export const TRAVEL_MODES = ["foot", "bicycle"] as const;
export type TravelMode = (typeof TRAVEL_MODES)[number];

/** Who may go along a street which way, as bits: forward is the direction in which it is written down. */
export const MODE_BITS = {
  foot: { forward: 1, backward: 2 },
  bicycle: { forward: 4, backward: 8 },
} as const satisfies Record<TravelMode, { forward: number; backward: number }>;

export type DegreeBox = readonly [west: number, south: number, east: number, north: number];
