/** The map as a test sees it inside the page: what is drawn, and where. */
import type { Page } from "playwright-core";
import { numberToCell } from "../../src/grid/cellNumber.ts";

/** Software drawing on a busy machine is slow: this bounds a hang, it measures nothing. */
export const PATIENCE_MILLISECONDS = 100_000;

/** The library's map, which the page puts on its global object. */
interface MapOnPage {
  loaded(): boolean;
  isMoving(): boolean;
  getLayer(id: string): unknown;
  getSource(id: string): unknown;
  getCenter(): { lng: number; lat: number };
  project(position: [number, number]): { x: number; y: number };
  unproject(point: [number, number]): { lng: number; lat: number };
  queryRenderedFeatures(
    where: unknown,
    options: unknown,
  ): { id?: number; properties: Record<string, unknown> }[];
  getCanvas(): HTMLCanvasElement;
  redraw(): unknown;
  setLayoutProperty(layer: string, name: string, value: unknown): unknown;
}
declare global {
  var zesminutenMap: MapOnPage;
}

export async function settle(page: Page): Promise<void> {
  const isSettled = () => {
    const map = globalThis.zesminutenMap;
    return !!map?.getLayer("coverage-cells") && map.loaded() && !map.isMoving();
  };
  await page.waitForFunction(isSettled, null, { timeout: PATIENCE_MILLISECONDS });
}

/** The features drawn in a layer, by what they say. */
export function drawn(page: Page, layer: string): Promise<Record<string, unknown>[]> {
  return page.evaluate(
    (id) =>
      globalThis.zesminutenMap
        .queryRenderedFeatures(undefined, { layers: [id] })
        .map(({ properties }) => ({ ...properties })),
    layer,
  );
}

export function hasBackground(page: Page): Promise<boolean> {
  return page.evaluate(() => !!globalThis.zesminutenMap.getSource("background-map"));
}

/** Share of the canvas that each colour takes, most frequent first; read back from the picture itself. */
export function drawnColors(page: Page): Promise<[color: string, share: number][]> {
  return page.evaluate(() => {
    const map = globalThis.zesminutenMap;
    map.redraw();
    const canvas = map.getCanvas();
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext("2d")!;
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    const counts = new Map<string, number>();
    for (let i = 0; i < data.length; i += 4) {
      const color = `${data[i] >> 4},${data[i + 1] >> 4},${data[i + 2] >> 4}`;
      counts.set(color, (counts.get(color) ?? 0) + 1);
    }
    const shares = [...counts].map(([color, count]): [string, number] => [color, (4 * count) / data.length]);
    return shares.sort((p, q) => q[1] - p[1]);
  });
}

/** Pixels per quarter of the canvas that differ when a layer is left out. */
export function pixelsOfLayer(page: Page, layer: string): Promise<number[]> {
  return page.evaluate((id) => {
    const map = globalThis.zesminutenMap;
    const read = () => {
      map.redraw();
      const canvas = map.getCanvas();
      const copy = document.createElement("canvas");
      copy.width = canvas.width;
      copy.height = canvas.height;
      const context = copy.getContext("2d")!;
      context.drawImage(canvas, 0, 0);
      return context.getImageData(0, 0, copy.width, copy.height);
    };
    const shown = read();
    map.setLayoutProperty(id, "visibility", "none");
    const bare = read();
    map.setLayoutProperty(id, "visibility", "visible");
    const quarters = [0, 0, 0, 0];
    for (let i = 0; i < shown.data.length; i += 4) {
      if (Math.abs(shown.data[i] - bare.data[i]) < 8) continue;
      const x = (i / 4) % shown.width;
      const y = Math.floor(i / 4 / shown.width);
      quarters[(x * 2 < shown.width ? 0 : 1) + (y * 2 < shown.height ? 0 : 2)]++;
    }
    return quarters;
  }, layer);
}

/** A spot right of the legend with a cell, hours known within 500 m, and no AED sign near. */
export async function findPlainCell(page: Page): Promise<{ lng: number; lat: number; cell: string }> {
  const { number, ...position } = await page.evaluate(() => {
    const map = globalThis.zesminutenMap;
    const { width, height } = map.getCanvas().getBoundingClientRect();
    const y = height / 2;
    for (let x = width * 0.55; x < width * 0.95; x += 9) {
      const box = [
        [x - 12, y - 12],
        [x + 12, y + 12],
      ];
      const aeds = map.queryRenderedFeatures(box, { layers: ["aeds"] });
      const [cell] = map.queryRenderedFeatures([x, y], { layers: ["coverage-cells"] });
      if (cell && "openShare" in cell.properties && aeds.length === 0) {
        return { ...map.unproject([x, y]), number: Number(cell.id) };
      }
    }
    throw new Error("got no plain cell in the middle row, expected one; choose another view of the town");
  });
  return { ...position, cell: numberToCell(number) };
}

/** A click of the mouse where a position lies on the page. */
export async function clickAt(page: Page, { lng, lat }: { lng: number; lat: number }): Promise<void> {
  const point = await page.evaluate(
    ([x, y]) => {
      const { x: left, y: top } = globalThis.zesminutenMap.project([x, y]);
      const box = globalThis.zesminutenMap.getCanvas().getBoundingClientRect();
      return { x: box.left + left, y: box.top + top };
    },
    [lng, lat] as const,
  );
  await page.mouse.click(point.x, point.y);
}
