/**
 * Ways as lists of nodes → segments between two nodes, with whole metres. The rounding is spread along the way: the
 * metres between any two of its nodes are within 1 m of the true ones, however many nodes lie between them.
 */
import { shortMetersE7 } from "../grid/shortMeters.ts";
import { dutchPositionFault } from "./dutchExtent.ts";
import { NO_POSITION, type OsmNodeTable } from "./osmNodeTable.ts";
import type { OsmStreets } from "./osmStreets.ts";
import { type Finding, rejected, warning } from "./reader.ts";
import type { PositionRules } from "./readPosition.ts";
import type { DegreeBox } from "./records.ts";

export interface StreetSegments {
  /** 1e-7 degrees; nodes that no segment uses may be without meaning */
  nodeLngE7: Int32Array;
  nodeLatE7: Int32Array;
  from: Int32Array;
  to: Int32Array;
  /** whole metres, 0 or more */
  meters: Int32Array;
  /** `MODE_BITS`, never 0 */
  modes: Uint8Array;
  areas: readonly DegreeBox[];
  /** ways of which at least one segment is taken */
  wayCount: number;
}

/** No street between two nodes is longer; a position must be wrong. */
const SEGMENT_MAX_METERS = 50_000;

const POSITION_EXPECTED = "in the Netherlands or within 25 km of it";

/** Findings come one by one, so that a file of errors needs no memory. */
export function streetSegments(
  streets: OsmStreets,
  addFinding: (finding: Finding) => void,
  rules: PositionRules = {},
): StreetSegments {
  const { wayIds, firstNode, nodes, table } = streets;
  const segmentMax = nodes.length;
  const kept = {
    from: new Int32Array(segmentMax),
    to: new Int32Array(segmentMax),
    meters: new Int32Array(segmentMax),
    modes: new Uint8Array(segmentMax),
  };
  const isOutside = outsideNodes(streets, rules);
  let [count, wayCount] = [0, 0];
  for (let way = 0; way < wayIds.length; way++) {
    const own = nodes.subarray(firstNode[way], firstNode[way + 1]);
    const faults = wayFaults(own, table.lngE7, isOutside);
    nameFaults(wayIds[way], own, table, faults, addFinding);
    if (faults.outsideAt >= 0) continue;
    const before = count;
    count = addWay(streets, way, own, kept, count, addFinding);
    if (count > before) wayCount++;
  }
  return {
    nodeLngE7: table.lngE7,
    nodeLatE7: table.latE7,
    from: kept.from.slice(0, count),
    to: kept.to.slice(0, count),
    meters: kept.meters.slice(0, count),
    modes: kept.modes.slice(0, count),
    areas: streets.areas,
    wayCount,
  };
}

/** 1 per node whose position is known and not where streets can be. */
function outsideNodes({ table }: OsmStreets, { anywhere }: PositionRules): Uint8Array {
  const isOutside = new Uint8Array(table.ids.length);
  for (let i = 0; i < isOutside.length; i++) {
    if (table.lngE7[i] === NO_POSITION) continue;
    const fault = dutchPositionFault({ lng: table.lngE7[i] / 1e7, lat: table.latE7[i] / 1e7 });
    const isAllowed = fault === null || (anywhere && (fault === "far" || fault === "swapped"));
    if (!isAllowed) isOutside[i] = 1;
  }
  return isOutside;
}

interface WayFaults {
  missingCount: number;
  /** index in the way, −1 = none */
  outsideAt: number;
}

function wayFaults(own: Int32Array, lngE7: Int32Array, isOutside: Uint8Array): WayFaults {
  const faults: WayFaults = { missingCount: 0, outsideAt: -1 };
  for (let i = 0; i < own.length; i++) {
    if (lngE7[own[i]] === NO_POSITION) faults.missingCount++;
    else if (isOutside[own[i]] && faults.outsideAt < 0) faults.outsideAt = i;
  }
  return faults;
}

function nameFaults(
  wayId: number,
  own: Int32Array,
  { ids, lngE7, latE7 }: OsmNodeTable,
  { missingCount, outsideAt }: WayFaults,
  addFinding: (finding: Finding) => void,
): void {
  const place = `way ${wayId}`;
  if (outsideAt >= 0) {
    const advice = "The way is left out; correct it, or load with --anywhere if that is meant.";
    const node = own[outsideAt];
    const got = `node ${ids[node]} at ${lngE7[node] / 1e7},${latE7[node] / 1e7}`;
    addFinding(rejected(place, "position", got, POSITION_EXPECTED, advice));
  } else if (missingCount === own.length || own.length < 2) {
    const got = `${own.length - missingCount} of ${own.length} positions`;
    addFinding(rejected(place, "nodes", got, "at least two nodes with positions", LEFT_OUT_ADVICE));
  } else if (missingCount > 0) {
    const got = `${own.length - missingCount} of ${own.length} positions`;
    addFinding(warning(place, "nodes", got, "the positions of its nodes", MISSING_ADVICE));
  }
}

const MISSING_ADVICE =
  "The way is taken between the nodes that the file holds; take an extract with whole ways (osmium extract does that).";

const LEFT_OUT_ADVICE = "The way is left out; take an extract with whole ways (osmium extract does that).";

/** Appends the segments of one way and returns their new count. */
function addWay(
  { wayIds, modes, table, closed }: OsmStreets,
  way: number,
  own: Int32Array,
  kept: Pick<StreetSegments, "from" | "to" | "meters" | "modes">,
  countBefore: number,
  addFinding: (finding: Finding) => void,
): number {
  const { lngE7, latE7 } = table;
  const place = `way ${wayIds[way]}`;
  let count = countBefore;
  let along = 0;
  for (let i = 1; i < own.length; i++) {
    const [a, b] = [own[i - 1], own[i]];
    if (lngE7[a] === NO_POSITION || lngE7[b] === NO_POSITION) continue;
    const meters = shortMetersE7(lngE7[a], latE7[a], lngE7[b], latE7[b]);
    if (meters > SEGMENT_MAX_METERS) {
      addFinding(
        rejected(
          place,
          "length",
          `${Math.round(meters / 1_000)} km`,
          "at most 50 km from node to node",
          LONG_ADVICE,
        ),
      );
      continue;
    }
    if (meters === 0) addFinding(warning(place, "length", "0 m", "nodes that lie apart", ZERO_ADVICE));
    const rounded = Math.round(along + meters) - Math.round(along);
    along += meters;
    const bits = modes[way] & ~closed[a] & ~closed[b];
    if (bits === 0 || a === b) continue;
    kept.from[count] = a;
    kept.to[count] = b;
    kept.meters[count] = rounded;
    kept.modes[count] = bits;
    count++;
  }
  return count;
}

const LONG_ADVICE = "That piece is left out: a node of it must lie elsewhere; correct the file.";
const ZERO_ADVICE = "Two nodes of it lie at one place; it is taken as 0 m long.";
