import { createExpression } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";
import {
  BEYOND_COLOR,
  INSIDE_COLOR,
  NO_DATA_COLOR,
  OUTSIDE_COLOR,
  UNKNOWN_COLOR,
} from "../../src/web/colorRules.ts";
import { LAYER_IDS, type LayerId } from "../../src/web/layerIds.ts";
import { ESTIMATED_FILTER } from "../../src/web/streetSymbology.ts";
import { cellColor, cellOpacity, HATCH_FILTER, legendEntries } from "../../src/web/symbology.ts";
import { TEXTS } from "../../src/web/texts.ts";

/** What MapLibre's own expression engine makes of a cell. */
function evaluate(expression: unknown, properties: Record<string, unknown>): unknown {
  const compiled = createExpression(expression, "layers[0].paint.fill-color");
  if (compiled.result !== "success") throw new Error(JSON.stringify(compiled.value));
  return compiled.value.evaluate({ zoom: 12 }, { type: "Polygon", properties });
}
const colorOf = (layer: LayerId, properties: Record<string, unknown>) =>
  evaluate(cellColor(layer), properties);

describe("a cell's colour", () => {
  it("tells inside, outside and unknown hours apart", () => {
    expect(colorOf("zone", { inOfficialZone: true, hoursUnknown: false })).toBe(INSIDE_COLOR);
    expect(colorOf("zone", { inOfficialZone: false, hoursUnknown: false })).toBe(OUTSIDE_COLOR);
    expect(colorOf("zone", { inOfficialZone: false, hoursUnknown: true })).toBe(UNKNOWN_COLOR);
    expect(colorOf("reachable", { reachableWithin500m: false, hoursUnknown: true })).toBe(UNKNOWN_COLOR);
  });

  it("is neither inside nor outside where the tile says nothing", () => {
    expect(colorOf("zone", {})).toBe(NO_DATA_COLOR);
    expect(colorOf("responders", {})).toBe(NO_DATA_COLOR);
  });

  it("counts exactly 500 m as within 500 m", () => {
    const within = colorOf("nearest", { nearestAedMeters: 500 });
    expect(within).toBe(colorOf("nearest", { nearestAedMeters: 301 }));
    expect(colorOf("nearest", { nearestAedMeters: 501 })).not.toBe(within);
  });

  it("is the farthest class, not the nearest, where no AED is within the halo", () => {
    expect(colorOf("nearest", {})).toBe(colorOf("nearest", { nearestAedMeters: 2_501 }));
    expect(colorOf("nearest", { nearestAedMeters: 0 })).not.toBe(colorOf("nearest", {}));
  });

  it("shows roll-ups by their share, none and all included", () => {
    expect(colorOf("zone", { officialZoneShare: 0 })).toBe(OUTSIDE_COLOR);
    expect(colorOf("zone", { officialZoneShare: 1 })).toBe(INSIDE_COLOR);
    expect(colorOf("zone", { officialZoneShare: 0.8 })).toBe(INSIDE_COLOR);
    expect(colorOf("zone", { officialZoneShare: 0.79 })).not.toBe(INSIDE_COLOR);
  });

  it("is in the legend, whatever the cell", () => {
    const cells = [0, 0.5, 1, 1.5, 2, 7, 12, 30, 80, 120, 260, 480, 700, 2_000].map((value) => ({
      inOfficialZone: value > 5,
      reachableWithin500m: value > 5,
      hoursUnknown: value < 2,
      nearestAedMeters: value,
      aedsPerSquareKm: value,
      respondersPerSquareKm: value,
      within500mByStreet: value > 5 ? true : value > 1 ? false : undefined,
      nearestAedStreetMeters: 1.4 * value,
      nearButNotReachable: value > 5 ? true : value > 1 ? false : undefined,
      detour: value < 1 ? undefined : value,
      cprWithinSixMinutes: value < 1 ? undefined : Math.min(1, value / 100),
      aedReadyWithinSixMinutes: value < 1 ? undefined : Math.min(1, value / 100),
    }));
    for (const layer of LAYER_IDS) {
      const inLegend = legendEntries(layer, false, TEXTS.nl).map(({ color }) => color);
      for (const cell of cells) expect(inLegend).toContain(colorOf(layer, cell));
    }
    const coarse = legendEntries("zone", true, TEXTS.en).map(({ color }) => color);
    for (const share of [0, 0.2, 0.39, 0.4, 0.6, 0.8, 1]) {
      expect(coarse).toContain(colorOf("zone", { officialZoneShare: share }));
    }
  });

  it("differs in lightness between inside and outside, for grey print and colour blindness", () => {
    // contrast of relative luminance, as WCAG computes it; 1.75 is seen as two greys
    expect(contrast(INSIDE_COLOR, OUTSIDE_COLOR)).toBeGreaterThan(1.75);
  });
});

describe("a simulated cell", () => {
  it("is grey where nothing is told, and never in a colour of the zones", () => {
    expect(colorOf("cpr", { inOfficialZone: true })).toBe(NO_DATA_COLOR);
    expect(colorOf("aedReady", { cprWithinSixMinutes: 0.9 })).toBe(NO_DATA_COLOR);
    for (const share of [0, 0.05, 0.3, 0.55, 0.7, 0.95, 1]) {
      const colors = [
        colorOf("cpr", { cprWithinSixMinutes: share }),
        colorOf("aedReady", { aedReadyWithinSixMinutes: share }),
      ];
      for (const color of colors) expect([INSIDE_COLOR, OUTSIDE_COLOR, BEYOND_COLOR]).not.toContain(color);
    }
  });

  it("is darker the likelier it is, and counts a bound to the class it names", () => {
    const cpr = (share: number) => colorOf("cpr", { cprWithinSixMinutes: share }) as string;
    expect(cpr(0.4)).toBe(cpr(0.55));
    expect(cpr(0.35)).not.toBe(cpr(0.4));
    const light = [0, 0.2, 0.4, 0.6, 0.8].map((share) => luminance(cpr(share)));
    for (let n = 1; n < light.length; n++) expect(light[n]).toBeLessThan(light[n - 1] / 1.3);
  });

  it("stands in the legend of its layer in per cent", () => {
    const labels = legendEntries("aedReady", false, TEXTS.en).map(({ label }) => label);
    expect(labels).toEqual([
      "50 % or more",
      "30 to 50 %",
      "20 to 30 %",
      "10 to 20 %",
      "0 to 10 %",
      "Not simulated",
    ]);
  });
});

describe("a cell along streets", () => {
  it("is neither inside nor outside, and neither near nor far, where streets are not known", () => {
    expect(colorOf("street", { inOfficialZone: true, reachableWithin500m: true })).toBe(NO_DATA_COLOR);
    expect(colorOf("cutOff", { nearestAedMeters: 100 })).toBe(NO_DATA_COLOR);
    expect(colorOf("detour", { nearestAedStreetMeters: 140 })).toBe(NO_DATA_COLOR);
    // a run of before the metres along streets
    expect(colorOf("walk", { nearestAedMeters: 100 })).toBe(NO_DATA_COLOR);
    expect(colorOf("street", { within500mByStreetShare: null })).toBe(NO_DATA_COLOR);
  });

  it("is coloured by its own figures, never by those of the straight line", () => {
    expect(colorOf("street", { within500mByStreet: false, reachableWithin500m: true })).toBe(OUTSIDE_COLOR);
    expect(colorOf("walk", { nearestAedStreetMeters: 860, nearestAedMeters: 60 })).toBe(
      colorOf("nearest", { nearestAedMeters: 860 }),
    );
    expect(colorOf("walk", {})).toBe(BEYOND_COLOR);
  });

  it("counts exactly 500 m, and a detour of exactly 1.4, to the class it names", () => {
    const walk = (meters: number) => colorOf("walk", { nearestAedStreetMeters: meters, nearestAedMeters: 1 });
    expect(walk(500)).toBe(walk(310));
    expect(walk(510)).not.toBe(walk(500));
    expect(colorOf("detour", { detour: 1.4 })).toBe(colorOf("detour", { detour: 1.5 }));
    expect(colorOf("detour", { detour: 1.3 })).not.toBe(colorOf("detour", { detour: 1.4 }));
  });

  it("is dotted where its metres are an estimate", () => {
    expect(evaluate(ESTIMATED_FILTER, { travelSource: "straight" })).toBe(true);
    expect(evaluate(ESTIMATED_FILTER, { travelSource: "streetsAtMost" })).toBe(true);
    expect(evaluate(ESTIMATED_FILTER, { travelSource: "streets" })).toBe(false);
    expect(evaluate(ESTIMATED_FILTER, { travelStreetsShare: 0.75 })).toBe(true);
    expect(evaluate(ESTIMATED_FILTER, { travelStreetsShare: 0.76 })).toBe(false);
    expect(evaluate(ESTIMATED_FILTER, {})).toBe(false);
  });
});

describe("hatching", () => {
  it("marks unknown hours of single cells, and of roll-ups from a quarter of residents on", () => {
    expect(evaluate(HATCH_FILTER, { hoursUnknown: true })).toBe(true);
    expect(evaluate(HATCH_FILTER, { hoursUnknown: false })).toBe(false);
    expect(evaluate(HATCH_FILTER, { hoursUnknownShare: 0.25 })).toBe(true);
    expect(evaluate(HATCH_FILTER, { hoursUnknownShare: 0.24 })).toBe(false);
    expect(evaluate(HATCH_FILTER, {})).toBe(false);
  });
});

describe("opacity", () => {
  it("is paler where nobody lives, not where the source withheld the number", () => {
    expect(evaluate(cellOpacity(1), { residents: 0 })).toBeLessThan(0.5);
    expect(evaluate(cellOpacity(1), { residents: 0.1 })).toBe(1);
    expect(evaluate(cellOpacity(1), {})).toBe(1);
  });
});

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((p, q) => p - q);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
