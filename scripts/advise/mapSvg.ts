/** The map of an advice as SVG: outline, who is uncovered, AEDs, and numbered steps with their 500 m. Metres to scale. */
import { ZONE_RADIUS_METERS } from "../../src/coverage/zones.ts";
import { cellToPosition } from "../../src/grid/cell.ts";
import { localPlane } from "../../src/grid/localPlane.ts";
import type { RegionAdvice } from "./readQuestion.ts";

const WIDTH = 720;
const HEIGHT = 430;
const MARGIN_METERS = 300;
/** A cell as a disc of about its own ground. */
const CELL_RADIUS_METERS = 60;

export function adviceMap({ region, cells, aeds, advice }: RegionAdvice): string {
  const [west, south, east, north] = region.bbox;
  const { toLocal } = localPlane({ lng: (west + east) / 2, lat: (south + north) / 2 });
  const [low, high] = [toLocal({ lng: west, lat: south }), toLocal({ lng: east, lat: north })];
  const scale = Math.min(
    WIDTH / (high.x - low.x + 2 * MARGIN_METERS),
    HEIGHT / (high.y - low.y + 2 * MARGIN_METERS),
  );
  const at = (position: { lng: number; lat: number }) => {
    const { x, y } = toLocal(position);
    return [round(WIDTH / 2 + x * scale), round(HEIGHT / 2 - y * scale)];
  };
  const disc = ([x, y]: number[], radius: number, style: string) =>
    `<circle cx="${x}" cy="${y}" r="${round(radius)}" ${style}/>`;
  const outline = region.outline
    .flat()
    .map((ring) => `M${ring.map(([lng, lat]) => at({ lng, lat }).join(" ")).join("L")}Z`);
  const uncovered = cells.filter(({ uncoveredResidents }) => uncoveredResidents > 0);
  const parts = [
    `<path d="${outline.join("")}" fill="#f4f4f2" stroke="#666" fill-rule="evenodd"/>`,
    ...uncovered.map(({ cell, uncoveredResidents }) =>
      disc(
        at(cellToPosition(cell)),
        Math.max(0.7, CELL_RADIUS_METERS * scale),
        `fill="#d55e00" fill-opacity="${round(Math.min(0.9, 0.15 + uncoveredResidents / 150))}"`,
      ),
    ),
    ...aeds.map((aed) => disc(at(aed), 2, `fill="${aed.alwaysOpen === true ? "#009e73" : "#888"}"`)),
    ...advice.steps.flatMap(({ position, rank }) => {
      const [x, y] = at(position);
      return [
        disc([x, y], ZONE_RADIUS_METERS * scale, 'fill="none" stroke="#0072b2" stroke-width="1.2"'),
        `<text x="${x}" y="${y + 4}" text-anchor="middle" font-size="12" font-weight="700" fill="#003c5f" stroke="#fff" stroke-width="3" paint-order="stroke">${rank}</text>`,
      ];
    }),
    scaleBar(scale),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">${parts.join("")}</svg>`;
}

function scaleBar(scale: number): string {
  const meters = [500, 1_000, 2_000, 5_000, 10_000].find((each) => each * scale >= 60) ?? 20_000;
  const y = HEIGHT - 10;
  return `<path d="M10 ${y}h${round(meters * scale)}" stroke="#000" stroke-width="2"/><text x="10" y="${y - 5}" font-size="11">${meters.toLocaleString("en")} m</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
