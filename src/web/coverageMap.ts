/**
 * The map: made once, told which layer and period to show, asked what lies under a point.
 * It knows MapLibre and nothing of the page around it.
 */
import type { LngLatBoundsLike, MapGeoJSONFeature, Map as MapLibreMap, VectorTileSource } from "maplibre-gl";
import { numberToCell } from "../grid/cellNumber.ts";
import type { PeriodOrWeek } from "../grid/periods.ts";
import { followBackgroundMap } from "./backgroundMap.ts";
import { coverageTileJson, responseTileJson } from "./dataClient.ts";
import {
  areEstimatesDotted,
  areHoursHatched,
  isAboutAeds,
  isResponseLayer,
  type LayerId,
  periodOfLayer,
} from "./layerIds.ts";
import { addMapImages, putWatermark } from "./mapImages.ts";
import {
  AED_LAYER,
  aedSign,
  CELL_LAYER,
  COVERAGE_LAYERS,
  chosenCell,
  dataLayers,
  dataSources,
  emptyStyle,
  OVERLAID_CELL_OPACITY,
  PLAIN_CELL_OPACITY,
  RESPONSE_CELL_LAYER,
  RESPONSE_LAYERS,
  WATERMARK_LAYER,
  watermarkLayer,
} from "./mapStyle.ts";
import { cellColor, cellOpacity } from "./symbology.ts";
import { MAX_ZOOM, MIN_ZOOM, type ViewState } from "./viewState.ts";

/** A finger is wider than an AED sign. */
const PICK_RADIUS_PIXELS = 8;
const NARROW_MAP_PIXELS = 640;
const NETHERLANDS: LngLatBoundsLike = [3.3, 50.7, 7.25, 53.6];
/** The Netherlands with room around it, west, south, east, north. */
const NETHERLANDS_WITH_MARGIN: LngLatBoundsLike = [1.5, 49.8, 9.2, 54.6];

export interface Picked {
  lng: number;
  lat: number;
  aeds: { id: string }[];
  cell: { cell: string } | null;
}

export interface CoverageMap {
  readonly map: MapLibreMap;
  /** once a run is published: sources and layers; a second call does nothing */
  showData: (view: Pick<ViewState, "layer" | "period">, hasResponse: boolean) => void;
  setLayer: (layer: LayerId, period: PeriodOrWeek) => void;
  setWatermark: (text: string | null) => void;
  markCell: (cell: string | null) => void;
  /** waits for tiles that are under way: what is not drawn yet is not "nothing"; null before the first run */
  pickAt: (point: { x: number; y: number }) => Promise<Picked | null>;
}

export async function makeCoverageMap(
  container: HTMLElement,
  view: ViewState,
  workerUrl: string,
): Promise<CoverageMap> {
  const { Map: MapClass, NavigationControl, ScaleControl, setWorkerUrl } = await import("maplibre-gl");
  setWorkerUrl(workerUrl);
  const map = new MapClass({
    container,
    style: emptyStyle(),
    center: [view.lng, view.lat],
    zoom: view.zoom,
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    maxBounds: NETHERLANDS_WITH_MARGIN,
    maxPitch: 0,
    dragRotate: false,
    attributionControl: { compact: isNarrow(container) },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
  map.addControl(new ScaleControl({ maxWidth: 120, unit: "metric" }), "bottom-right");
  await new Promise<void>((resolve) => map.once("load", () => resolve()));
  addMapImages(map);
  // for the console and for tests; nothing of the page reads it
  Object.assign(globalThis, { zesminutenMap: map });
  return coverageMapOf(map);
}

function isNarrow(container: HTMLElement): boolean {
  return container.clientWidth < NARROW_MAP_PIXELS;
}

/** On a phone the makers stand behind the (i): unfolded they would cover a third of the map. */
function foldAttribution(container: HTMLElement): void {
  const attribution = container.querySelector("details.maplibregl-ctrl-attrib");
  attribution?.classList.remove("maplibregl-compact-show");
  attribution?.removeAttribute("open");
}

/** Shows the whole country beside whatever lies over the map. */
export function fitCountry({ map }: CoverageMap, leftPixels: number): void {
  const padding = { top: 10, right: 10, bottom: 30, left: leftPixels };
  map.fitBounds(NETHERLANDS, { padding, animate: false });
}

function coverageMapOf(map: MapLibreMap): CoverageMap {
  let cellBaseOpacity = PLAIN_CELL_OPACITY;
  let shownPeriod: PeriodOrWeek | null = null;
  const paintCells = () => {
    for (const id of [CELL_LAYER, RESPONSE_CELL_LAYER])
      if (map.getLayer(id)) map.setPaintProperty(id, "fill-opacity", cellOpacity(cellBaseOpacity));
  };
  const showLayer = (layer: LayerId, period: PeriodOrWeek) => {
    if (!shownPeriod) return;
    const isResponse = isResponseLayer(layer);
    map.setPaintProperty(isResponse ? RESPONSE_CELL_LAYER : CELL_LAYER, "fill-color", cellColor(layer));
    const show = (id: string, isShown: boolean) => {
      if (map.getLayer(id)) map.setLayoutProperty(id, "visibility", isShown ? "visible" : "none");
    };
    for (const id of RESPONSE_LAYERS) show(id, isResponse);
    for (const id of COVERAGE_LAYERS) show(id, !isResponse);
    show("hours-unknown", areHoursHatched(layer));
    show("estimated", areEstimatesDotted(layer));
    // the register that is incomplete is that of the AEDs
    for (const id of ["region-incomplete", "region-incomplete-edges"]) show(id, isAboutAeds(layer));
    const wanted = periodOfLayer(layer, period);
    map.setLayoutProperty(AED_LAYER, "icon-image", aedSign(wanted));
    if (wanted !== shownPeriod) {
      map.getSource<VectorTileSource>("coverage")?.setUrl(coverageTileJson(wanted));
      map.getSource<VectorTileSource>("response")?.setUrl(responseTileJson(wanted));
    }
    shownPeriod = wanted;
  };
  return {
    map,
    showData: ({ layer, period }, hasResponse) => {
      if (shownPeriod) return;
      shownPeriod = periodOfLayer(layer, period);
      for (const [id, source] of Object.entries(dataSources(shownPeriod, hasResponse)))
        map.addSource(id, source);
      const below = map.getLayer(WATERMARK_LAYER) ? WATERMARK_LAYER : undefined;
      for (const each of dataLayers(layer, hasResponse)) map.addLayer(each, below);
      showLayer(layer, period);
      // the library unfolds it when the first maker's name arrives
      const container = map.getContainer();
      if (isNarrow(container)) map.once("idle", () => foldAttribution(container));
      followBackgroundMap(map, (isShown) => {
        cellBaseOpacity = isShown ? OVERLAID_CELL_OPACITY : PLAIN_CELL_OPACITY;
        paintCells();
      });
    },
    setLayer: showLayer,
    setWatermark: (text) => {
      if (text === null) return;
      putWatermark(map, text);
      if (!map.getLayer(WATERMARK_LAYER)) map.addLayer(watermarkLayer());
      else map.triggerRepaint();
    },
    markCell: (cell) => {
      for (const id of ["cell-chosen", "response-chosen"])
        if (map.getLayer(id)) map.setFilter(id, chosenCell(cell));
    },
    pickAt: async (point) => {
      if (!shownPeriod) return null;
      const picked = pickAt(map, point);
      if (picked.cell || areCellsLoaded(map)) return picked;
      await new Promise<void>((resolve) => map.once("idle", () => resolve()));
      return pickAt(map, point);
    },
  };
}

function areCellsLoaded(map: MapLibreMap): boolean {
  return ["coverage", "response"].every((id) => !map.getSource(id) || map.isSourceLoaded(id));
}

function pickAt(map: MapLibreMap, { x, y }: { x: number; y: number }): Picked {
  const { lng, lat } = map.unproject([x, y]);
  const r = PICK_RADIUS_PIXELS;
  const aeds = map.queryRenderedFeatures(
    [
      [x - r, y - r],
      [x + r, y + r],
    ],
    { layers: [AED_LAYER] },
  );
  const [cell] = map.queryRenderedFeatures([x, y], { layers: cellLayersOf(map) });
  return {
    lng,
    lat,
    aeds: withoutRepeats(aeds),
    cell: cell ? { cell: numberToCell(Number(cell.id)) } : null,
  };
}

/** Of these one is shown at a time. */
function cellLayersOf(map: MapLibreMap): string[] {
  return [CELL_LAYER, RESPONSE_CELL_LAYER].filter((id) => map.getLayer(id));
}

/** A point near a tile's edge is drawn by both tiles. */
function withoutRepeats(features: MapGeoJSONFeature[]): Picked["aeds"] {
  const ids = new Set(features.map(({ properties }) => String(properties.id)));
  return [...ids].map((id) => ({ id }));
}
