/** What is in the tiles of a collection, for TileJSON, tileset metadata and the check of an address. */
import { PERIODS } from "../../grid/periods.ts";
import { reachableName } from "../aedHours.ts";
import { type CellSubject, COVERAGE, RESPONSE } from "../cellSubjects.ts";
import { NETHERLANDS, type TiledCollectionId } from "../collectionTexts.ts";
import { AED_MAX_ZOOM, AED_MIN_ZOOM } from "./aedTile.ts";
import { COVERAGE_MAX_ZOOM, tileFields } from "./coverageTile.ts";
import { positionToTile } from "./mercator.ts";

export interface TilesetFacts {
  minZoom: number;
  /** the last zoom that is served */
  maxZoom: number;
  geometryDimension: 0 | 2;
  /** property → one sentence */
  fields: Record<string, string>;
  /** what the id of a feature means, where it has one */
  featureId?: string;
}

/** The zoom from which clients should enlarge tiles themselves: finer ones hold the same cells and positions. */
export const OVERZOOM_FROM = 12;

const SYNTHETIC = "True if any input is synthetic: a demonstration, no facts";

export const TILESET_FACTS: Record<TiledCollectionId, TilesetFacts> = {
  coverage: cellFacts(COVERAGE),
  response: cellFacts(RESPONSE),
  aeds: {
    minZoom: AED_MIN_ZOOM,
    maxZoom: AED_MAX_ZOOM,
    geometryDimension: 0,
    fields: {
      synthetic: SYNTHETIC,
      alwaysOpen: "Open day and night; absent: not known",
      hoursUnknown: "Some hours are not known",
      ...Object.fromEntries(
        PERIODS.map((period) => [
          reachableName(period),
          `Open in all hours of this period (${period}); absent: not known`,
        ]),
      ),
      name: "Name as the source gives it",
      id: "Source and its own id: the featureId of the collection",
    },
  },
};

function cellFacts<P>(subject: CellSubject<P>): TilesetFacts {
  return {
    minZoom: 0,
    maxZoom: COVERAGE_MAX_ZOOM,
    geometryDimension: 2,
    fields: { synthetic: SYNTHETIC, ...tileFields(subject) },
    featureId:
      "The id of a feature is its cell: the last 13 hexadecimal characters of the H3 id, as a number. In front of them stand 8 and the resolution: 5 to zoom 7, then zoom − 2, from zoom 12 on 10 (a).",
  };
}

/** A second layer in every tile of a run with synthetic inputs: the word DEMO as lines. */
export const DEMO_LAYER = {
  id: "demo",
  description: "The word DEMO as lines, present only where inputs are synthetic; draw it",
  fields: { label: "(demo)", synthetic: SYNTHETIC },
};

/** Tiles outside these hold nothing; the country plus nothing. */
export function tileLimits({ minZoom, maxZoom }: TilesetFacts) {
  const [west, south, east, north] = NETHERLANDS;
  return Array.from({ length: maxZoom - minZoom + 1 }, (_, n) => {
    const first = positionToTile(west, north, minZoom + n);
    const last = positionToTile(east, south, minZoom + n);
    return {
      tileMatrix: String(minZoom + n),
      minTileRow: first.y,
      maxTileRow: last.y,
      minTileCol: first.x,
      maxTileCol: last.x,
    };
  });
}
