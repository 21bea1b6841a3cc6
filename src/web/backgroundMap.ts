/**
 * The government's grey background map (PDOK, BRT-A) under the cells: added when it answers, taken away quietly
 * when it stops. One question decides, so that a machine without internet makes no second one.
 */
import type { Map as MapLibreMap } from "maplibre-gl";
import { BACKGROUND_MAP_ORIGIN } from "./csp.ts";
import { CELL_LAYER } from "./mapStyle.ts";

export const BACKGROUND_SOURCE = "background-map";
const TILES = `${BACKGROUND_MAP_ORIGIN}/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png`;
/** One tile over the middle of the country. */
const PROBE_TILE = TILES.replace("{z}", "6").replace("{x}", "32").replace("{y}", "21");
const PROBE_TIMEOUT_MILLISECONDS = 4_000;
/** So many failed tiles in a row and the map service is taken to be gone. */
const FAILURES_BEFORE_REMOVAL = 3;
/** Words that PDOK asks for, in every language of the page. */
const ATTRIBUTION = "Kaartgegevens © Kadaster";

/** `onChange` hears whether the background is drawn, so that cells can let it shine through. */
export function followBackgroundMap(map: MapLibreMap, onChange: (isShown: boolean) => void): void {
  let failureCount = 0;
  const remove = () => {
    if (!map.getSource(BACKGROUND_SOURCE)) return;
    map.removeLayer(BACKGROUND_SOURCE);
    map.removeSource(BACKGROUND_SOURCE);
    onChange(false);
  };
  const add = async () => {
    if (!navigator.onLine || map.getSource(BACKGROUND_SOURCE) || !(await doesAnswer(PROBE_TILE))) return;
    if (map.getSource(BACKGROUND_SOURCE)) return;
    failureCount = 0;
    addBackground(map);
    onChange(true);
  };
  map.on("error", (event) => {
    if ((event as { sourceId?: string }).sourceId !== BACKGROUND_SOURCE) return;
    failureCount++;
    if (failureCount >= FAILURES_BEFORE_REMOVAL) remove();
  });
  map.on("sourcedata", (event) => {
    if (event.sourceId === BACKGROUND_SOURCE && event.tile) failureCount = 0;
  });
  addEventListener("offline", remove);
  addEventListener("online", () => void add());
  void add();
}

function addBackground(map: MapLibreMap): void {
  map.addSource(BACKGROUND_SOURCE, {
    type: "raster",
    tiles: [TILES],
    tileSize: 256,
    minzoom: 6,
    maxzoom: 19,
    attribution: ATTRIBUTION,
  });
  const above = map.getLayer(CELL_LAYER) ? CELL_LAYER : undefined;
  map.addLayer({ id: BACKGROUND_SOURCE, type: "raster", source: BACKGROUND_SOURCE }, above);
}

async function doesAnswer(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MILLISECONDS) });
    return response.ok;
  } catch {
    // no internet is a normal state of this page
    return false;
  }
}
