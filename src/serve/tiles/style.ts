/**
 * A default style (MapLibre style specification 8) so that QGIS and MapLibre show the tiles at once: no sprites, no
 * fonts. Blue inside, orange outside: told apart with every common colour blindness and in grey.
 */
import type { TiledCollectionId } from "../collectionTexts.ts";

const INSIDE = "#2a6a9e";
const OUTSIDE = "#ecab66";
const UNKNOWN = "#d8cfe6";
const EDGE = "#ffffff";

interface StyleOptions {
  title: string;
  /** absolute address of the TileJSON */
  tileJson: string;
  metadata: Record<string, unknown>;
}

export function collectionStyle(id: TiledCollectionId, { title, tileJson, metadata }: StyleOptions) {
  const layers = LAYERS_OF[id]();
  return {
    version: 8,
    name: title,
    metadata,
    sources: { [id]: { type: "vector", url: tileJson } },
    layers: [...layers.map((layer) => ({ source: id, ...layer })), { source: id, ...DEMO_LINES }],
  };
}

/** Last, so that it lies over the numbers it warns of; the layer is empty where the inputs are real. */
const DEMO_LINES = {
  id: "demo",
  type: "line",
  "source-layer": "demo",
  layout: { "line-cap": "round", "line-join": "round" },
  paint: { "line-color": "#7a1f1f", "line-opacity": 0.35, "line-width": 4 },
};

/** Coloured by what an AED that is open in the tiles' period reaches; roll-ups by their share. */
function coverageLayers() {
  const color = [
    "case",
    ["==", ["get", "reachableWithin500m"], true],
    INSIDE,
    ["==", ["get", "hoursUnknown"], true],
    UNKNOWN,
    ["==", ["get", "reachableWithin500m"], false],
    OUTSIDE,
    ["has", "reachableWithin500mShare"],
    ["interpolate", ["linear"], ["get", "reachableWithin500mShare"], 0, OUTSIDE, 0.5, "#e2e3e1", 1, INSIDE],
    UNKNOWN,
  ];
  return [
    {
      id: "coverage",
      type: "fill",
      "source-layer": "coverage",
      paint: { "fill-color": color, "fill-opacity": 0.6 },
    },
  ];
}

/** Coloured by the probability of CPR within six minutes; grey where nobody lives or nothing was computed. */
function responseLayers() {
  const probability = ["get", "cprWithinSixMinutes"];
  const scale = ["interpolate", ["linear"], probability, 0, OUTSIDE, 0.5, "#e2e3e1", 1, INSIDE];
  const color = ["case", ["has", "cprWithinSixMinutes"], scale, UNKNOWN];
  return [
    {
      id: "response",
      type: "fill",
      "source-layer": "response",
      paint: { "fill-color": color, "fill-opacity": 0.6 },
    },
  ];
}

function aedLayers() {
  const color = [
    "case",
    ["==", ["get", "alwaysOpen"], true],
    INSIDE,
    ["==", ["get", "alwaysOpen"], false],
    OUTSIDE,
    UNKNOWN,
  ];
  const paint = {
    "circle-color": color,
    "circle-radius": ["interpolate", ["linear"], ["zoom"], 11, 3, 14, 6],
    "circle-stroke-color": EDGE,
    "circle-stroke-width": 1,
  };
  return [{ id: "aeds", type: "circle", "source-layer": "aeds", paint }];
}

const LAYERS_OF: Record<TiledCollectionId, () => Record<string, unknown>[]> = {
  coverage: coverageLayers,
  response: responseLayers,
  aeds: aedLayers,
};
