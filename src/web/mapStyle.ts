/**
 * The map's own plain style: sea, land from the coverage tiles, cells, AEDs, names, watermark. No sprite, no
 * glyphs (MapLibre draws letters with the reader's own fonts), no address outside this origin.
 */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { cellToNumber } from "../grid/cellNumber.ts";
import type { PeriodOrWeek } from "../grid/periods.ts";
import { aedTileJson, coverageTileJson, responseTileJson } from "./dataClient.ts";
import type { LayerId } from "./layerIds.ts";
import { orientationNames } from "./orientationNames.ts";
import { ESTIMATED_FILTER } from "./streetSymbology.ts";
import { cellColor, cellOpacity, HATCH_FILTER, LAND_COLOR } from "./symbology.ts";

/** From here on tiles hold single cells, and from there on AEDs: as `serve/tiles` makes them (tested). */
export const CELL_MIN_ZOOM = 12;
export const AED_MIN_ZOOM = 11;
/** From here on outlines and names of regions are drawn; further out they would be a grey tangle. */
export const OUTLINE_MIN_ZOOM = 9;
const SEA_COLOR = "#dfe7ec";
/** Cells hide the plain land, and let the background map shine through where it is on. */
export const PLAIN_CELL_OPACITY = 0.95;
export const OVERLAID_CELL_OPACITY = 0.68;

export const CELL_LAYER = "coverage-cells";
export const RESPONSE_CELL_LAYER = "response-cells";
/** Drawn from the tiles of their own, in place of those of coverage. */
export const RESPONSE_LAYERS = [RESPONSE_CELL_LAYER, "response-edges", "response-chosen"] as const;
export const COVERAGE_LAYERS = [CELL_LAYER, "cell-edges", "cell-chosen"] as const;
export const AED_LAYER = "aeds";
export const LAND_LAYER = "land";
export const WATERMARK_LAYER = "watermark";

const EDGE_PAINT = { "line-color": "#ffffff", "line-opacity": 0.45, "line-width": 0.75 };
const CHOSEN_PAINT = { "line-color": "#101820", "line-width": 3 };

const FONTS = ["system-ui", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];
const NO_REGIONS: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

/** Before the first run there is nothing to ask for: `hasRun` false leaves the data sources out. */
export function emptyStyle(): StyleSpecification {
  return {
    version: 8,
    sources: {
      regions: { type: "geojson", data: NO_REGIONS },
      regionNames: { type: "geojson", data: NO_REGIONS },
      cities: { type: "geojson", data: orientationNames() },
    },
    layers: [{ id: "sea", type: "background", paint: { "background-color": SEA_COLOR } }],
    transition: { duration: 0, delay: 0 },
  };
}

export function dataSources(period: PeriodOrWeek, hasResponse: boolean): StyleSpecification["sources"] {
  return {
    coverage: { type: "vector", url: coverageTileJson(period) },
    ...(hasResponse && { response: { type: "vector" as const, url: responseTileJson(period) } }),
    aeds: { type: "vector", url: aedTileJson() },
  };
}

/** In drawing order, bottom first. */
export function dataLayers(layer: LayerId, hasResponse: boolean): LayerSpecification[] {
  const response = hasResponse ? responseLayers() : [];
  return [landLayer(), ...cellLayers(layer), ...response, ...regionLayers(), aedLayer(), ...nameLayers()];
}

function landLayer(): LayerSpecification {
  return {
    id: LAND_LAYER,
    type: "fill",
    source: "coverage",
    "source-layer": "coverage",
    paint: { "fill-color": LAND_COLOR, "fill-antialias": false },
  };
}

function cellLayers(layer: LayerId): LayerSpecification[] {
  const cells = { source: "coverage", "source-layer": "coverage" } as const;
  return [
    {
      id: CELL_LAYER,
      type: "fill",
      ...cells,
      paint: {
        "fill-color": cellColor(layer),
        "fill-opacity": cellOpacity(PLAIN_CELL_OPACITY),
      },
    },
    {
      id: "hours-unknown",
      type: "fill",
      ...cells,
      filter: HATCH_FILTER,
      paint: { "fill-pattern": "hatch-unknown", "fill-opacity": 0.75 },
    },
    {
      id: "estimated",
      type: "fill",
      ...cells,
      filter: ESTIMATED_FILTER,
      paint: { "fill-pattern": "dots-estimated", "fill-opacity": 0.75 },
    },
    {
      id: "cell-edges",
      type: "line",
      ...cells,
      minzoom: 13,
      paint: EDGE_PAINT,
    },
    {
      id: "cell-chosen",
      type: "line",
      ...cells,
      filter: chosenCell(null),
      paint: CHOSEN_PAINT,
    },
  ];
}

/** Hidden until one of its layers is chosen: tiles are then asked for. */
function responseLayers(): LayerSpecification[] {
  const cells = { source: "response", "source-layer": "response", layout: { visibility: "none" } } as const;
  return [
    {
      id: RESPONSE_CELL_LAYER,
      type: "fill",
      ...cells,
      paint: { "fill-color": cellColor("cpr"), "fill-opacity": cellOpacity(PLAIN_CELL_OPACITY) },
    },
    { id: "response-edges", type: "line", ...cells, minzoom: 13, paint: EDGE_PAINT },
    { id: "response-chosen", type: "line", ...cells, filter: chosenCell(null), paint: CHOSEN_PAINT },
  ];
}

/** The filter for one cell's outline; null for none. */
export function chosenCell(cell: string | null): ExpressionSpecification {
  return ["==", ["id"], cell === null ? NO_CELL : cellToNumber(cell)];
}

const NO_CELL = -1;

function regionLayers(): LayerSpecification[] {
  const isIncomplete = ["==", ["get", "isIncomplete"], true];
  return [
    {
      id: "region-incomplete",
      type: "fill",
      source: "regions",
      minzoom: OUTLINE_MIN_ZOOM,
      filter: isIncomplete as never,
      paint: { "fill-pattern": "hatch-incomplete", "fill-opacity": 0.4 },
    },
    {
      id: "region-edges",
      type: "line",
      source: "regions",
      minzoom: OUTLINE_MIN_ZOOM,
      paint: { "line-color": "#3c4a55", "line-opacity": 0.45, "line-width": 1 },
    },
    {
      id: "region-incomplete-edges",
      type: "line",
      source: "regions",
      minzoom: OUTLINE_MIN_ZOOM,
      filter: isIncomplete as never,
      paint: { "line-color": "#3c4a55", "line-width": 1.5, "line-dasharray": [3, 2] },
    },
  ];
}

/** Reachable in all hours of the period, not so, or not known (absent in the tile): never shown as open. */
export function aedSign(period: PeriodOrWeek): ExpressionSpecification {
  const property = period === "week" ? "alwaysOpen" : `reachable${period[0].toUpperCase()}${period.slice(1)}`;
  return [
    "case",
    ["==", ["get", property], true],
    "aed-open",
    ["==", ["get", property], false],
    "aed-limited",
    "aed-unknown",
  ];
}

function aedLayer(): LayerSpecification {
  return {
    id: AED_LAYER,
    type: "symbol",
    source: "aeds",
    "source-layer": "aeds",
    layout: {
      "icon-image": aedSign("week"),
      "icon-size": ["interpolate", ["linear"], ["zoom"], 11, 0.3, 12, 0.42, 13, 0.65, 15, 1],
      "icon-allow-overlap": true,
      // a name is worth more than a sign
      "icon-ignore-placement": true,
    },
  };
}

/** Cities for orientation far out, the regions themselves from where their outlines are drawn. */
function nameLayers(): LayerSpecification[] {
  const paint = {
    "text-color": "#16222c",
    "text-halo-color": "rgba(255,255,255,0.9)",
    "text-halo-width": 1.6,
  };
  const layout = { "text-field": ["get", "name"], "text-font": FONTS, "text-max-width": 9 } as const;
  return [
    {
      id: "city-names",
      type: "symbol",
      source: "cities",
      maxzoom: OUTLINE_MIN_ZOOM,
      layout: { ...layout, "text-size": 13, "symbol-sort-key": ["get", "rank"] } as never,
      paint,
    },
    {
      id: "region-names",
      type: "symbol",
      source: "regionNames",
      minzoom: OUTLINE_MIN_ZOOM,
      layout: {
        ...layout,
        "text-size": ["interpolate", ["linear"], ["zoom"], 9, 12, 13, 15],
        "symbol-sort-key": ["-", 0, ["to-number", ["get", "residents"], 0]],
        "text-padding": 6,
      } as never,
      paint,
    },
  ];
}

/** Drawn into the canvas itself, above everything, so that a screenshot carries it. */
export function watermarkLayer(): LayerSpecification {
  return { id: WATERMARK_LAYER, type: "background", paint: { "background-pattern": "watermark" } };
}
