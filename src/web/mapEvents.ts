/** What happens on the map, told to the page; and what the page's language changes on the map. */
import { BACKGROUND_SOURCE } from "./backgroundMap.ts";
import type { CoverageMap } from "./coverageMap.ts";
import type { Texts } from "./texts.ts";
import type { ViewState } from "./viewState.ts";

export interface MapListeners {
  onMove: (at: Pick<ViewState, "lng" | "lat" | "zoom">) => void;
  onPick: (point: { x: number; y: number }, byKeyboard: boolean) => void;
  onTileTrouble: (hasTrouble: boolean) => void;
}

export function listenToMap({ map }: CoverageMap, listeners: MapListeners): void {
  map.on("moveend", () => {
    const { lng, lat } = map.getCenter();
    listeners.onMove({ lng, lat, zoom: map.getZoom() });
  });
  map.on("click", ({ point }) => listeners.onPick(point, false));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const { clientWidth, clientHeight } = map.getContainer();
    listeners.onPick({ x: clientWidth / 2, y: clientHeight / 2 }, true);
  });
  map.on("error", (event) => {
    const { sourceId } = event as { sourceId?: string };
    if (sourceId !== BACKGROUND_SOURCE) listeners.onTileTrouble(true);
  });
  map.on("sourcedata", ({ sourceId, isSourceLoaded }) => {
    if ((sourceId === "coverage" || sourceId === "response") && isSourceLoaded)
      listeners.onTileTrouble(false);
  });
}

export function translateMap(
  { map, setWatermark }: CoverageMap,
  { map: texts }: Texts,
  isSynthetic: boolean,
): void {
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", texts.label);
  canvas.setAttribute("aria-describedby", "map-help");
  for (const [name, label] of [
    ["zoom-in", texts.zoomIn],
    ["zoom-out", texts.zoomOut],
  ]) {
    const button = map.getContainer().querySelector(`.maplibregl-ctrl-${name}`);
    button?.setAttribute("aria-label", label);
    button?.setAttribute("title", label);
  }
  setWatermark(isSynthetic ? texts.watermark : null);
}
