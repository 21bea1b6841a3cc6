/**
 * Printing: a WebGL canvas prints blank, so the map is copied into a plain one at the moment of printing, with the
 * watermark that is drawn in it. Layer, period, date and "(demo)" stand in words beside it.
 */
import type { Map as MapLibreMap } from "maplibre-gl";
import { byId, element } from "./html.ts";

/** `describe` gives the line under the printed map. */
export function preparePrinting(map: MapLibreMap, describe: () => string): void {
  byId("print").addEventListener("click", () => window.print());
  addEventListener("beforeprint", () => {
    byId("print-map").replaceChildren(copyCanvas(map));
    byId("print-note").textContent = describe();
  });
  addEventListener("afterprint", () => {
    byId("print-map").replaceChildren();
    byId("print-note").textContent = "";
  });
}

/** Drawn anew and read in one go, while the drawing buffer still holds the picture. */
export function copyCanvas(map: MapLibreMap): HTMLCanvasElement {
  map.redraw();
  const drawn = map.getCanvas();
  const copy = element("canvas");
  copy.width = drawn.width;
  copy.height = drawn.height;
  copy.getContext("2d")!.drawImage(drawn, 0, 0);
  return copy;
}
