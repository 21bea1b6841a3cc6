import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PERIODS_AND_WEEK } from "../../src/grid/periods.ts";
import { COMPLETENESS_WARNING_BELOW as SERVED_WARNING_BELOW } from "../../src/serve/regionFeature.ts";
import { AED_MIN_ZOOM as SERVED_AED_MIN_ZOOM } from "../../src/serve/tiles/aedTile.ts";
import { zoomToResolution } from "../../src/serve/tiles/cellTile.ts";
import { STREET_CUTOFF_METERS } from "../../src/travel/network.ts";
import {
  COMPLETENESS_WARNING_BELOW,
  incompleteResidentShare,
  isIncomplete,
  regionAt,
  regionBox,
} from "../../src/web/completeness.ts";
import { BACKGROUND_MAP_ORIGIN, PAGE_CONTENT_SECURITY_POLICY } from "../../src/web/csp.ts";
import type { RegionFeature } from "../../src/web/dataClient.ts";
import {
  formatChance,
  formatCount,
  formatDay,
  formatDecimal,
  formatDetour,
  formatMeters,
  formatShare,
  formatStreetMeters,
  STREET_METERS_MAX,
} from "../../src/web/format.ts";
import { LAYER_IDS } from "../../src/web/layerIds.ts";
import { AED_MIN_ZOOM, CELL_MIN_ZOOM } from "../../src/web/mapStyle.ts";
import { LANGUAGES, TEXTS } from "../../src/web/texts.ts";
import {
  DEFAULT_VIEW,
  formatViewHash,
  MAX_ZOOM,
  MIN_ZOOM,
  parseViewHash,
  preferredView,
} from "../../src/web/viewState.ts";
import { formatRuns, weekToRuns } from "../../src/web/weekHours.ts";
import { DAY_AND_NIGHT, openOn, UNKNOWN, WORKDAYS } from "../world/hours.ts";

const { nl, en } = TEXTS;

describe("the address of a view", () => {
  it("leads back to the same view", () => {
    const views = fc.record({
      lng: fc.double({ min: 3, max: 8, noNaN: true }),
      lat: fc.double({ min: 50, max: 54, noNaN: true }),
      zoom: fc.double({ min: MIN_ZOOM, max: MAX_ZOOM, noNaN: true }),
      layer: fc.constantFrom(...LAYER_IDS),
      period: fc.constantFrom(...PERIODS_AND_WEEK),
      language: fc.constantFrom(...LANGUAGES),
    });
    fc.assert(
      fc.property(views, (view) => {
        const back = parseViewHash(formatViewHash(view));
        // five decimals are written: half of the last is 0.000005
        expect(Math.abs(back.lng - view.lng)).toBeLessThanOrEqual(5.1e-6);
        expect(Math.abs(back.lat - view.lat)).toBeLessThanOrEqual(5.1e-6);
        expect(Math.abs(back.zoom - view.zoom)).toBeLessThanOrEqual(5.1e-3);
        expect([back.layer, back.period, back.language]).toEqual([view.layer, view.period, view.language]);
      }),
    );
  });

  it("falls back on the default for anything unreadable, and never throws", () => {
    for (const hash of [
      "",
      "#",
      "#at=a/b/c",
      "#at=11/52",
      "#at=99/52/5",
      "#at=//",
      "#layer=constructor&period=noon&lang=fr",
    ]) {
      expect(parseViewHash(hash), hash).toEqual(DEFAULT_VIEW);
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(LAYER_IDS).toContain(parseViewHash(`#${text}`).layer);
      }),
    );
  });

  it("keeps what is readable beside what is not", () => {
    expect(parseViewHash("#at=zz&layer=nearest&period=night")).toMatchObject({
      zoom: DEFAULT_VIEW.zoom,
      layer: "nearest",
      period: "night",
    });
  });

  it("takes the reader's first language that the page speaks, else Dutch", () => {
    expect(preferredView(["fr-FR", "en-US", "nl"]).language).toBe("en");
    expect(preferredView(["fr", "de"]).language).toBe("nl");
  });
});

describe("numbers for readers", () => {
  it("says more than 2,500 m where no reachable AED lies within the halo, and unknown where nothing is told", () => {
    expect(formatMeters(null, nl)).toBe("meer dan 2.500 m");
    expect(formatMeters(null, en)).toBe("more than 2,500 m");
    expect(formatMeters(undefined, nl)).toBe("onbekend");
    expect(formatMeters(0, nl)).toBe("0 m");
    expect(formatMeters(1234.4, nl)).toBe("1.234 m");
    expect(formatMeters(1234.5, en)).toBe("1,235 m");
  });

  it("tell an estimate along streets from what was measured, and no more than the bound", () => {
    expect(STREET_METERS_MAX).toBe(STREET_CUTOFF_METERS);
    expect(formatStreetMeters(860, "streets", nl)).toBe("860 m");
    expect(formatStreetMeters(860, "straight", nl)).toBe("860 m (geschat)");
    expect(formatStreetMeters(860, "straight", en)).toBe("860 m (estimate)");
    expect(formatStreetMeters(3_500, "streets", en)).toBe("3,500 m");
    expect(formatStreetMeters(3_500, "straight", en)).toBe("3,500 m or more (estimate)");
    expect(formatStreetMeters(860, "streetsAtMost", nl)).toBe("hoogstens 860 m");
    expect(formatStreetMeters(860, "streetsAtMost", en)).toBe("at most 860 m");
    expect(formatStreetMeters(null, "streets", nl)).toBe("meer dan 2.500 m");
    expect(formatStreetMeters(undefined, "straight", nl)).toBe("onbekend");
    expect(formatDetour(1.44, nl)).toBe("1,4 ×");
    expect(formatDetour(2, en)).toBe("2.0 ×");
    expect(formatDetour(null, nl)).toBe("onbekend");
  });

  it("never shows a missing value as 0", () => {
    for (const format of [formatCount, formatDecimal, formatShare]) {
      expect(format(null, nl)).toBe("onbekend");
      expect(format(undefined, en)).toBe("unknown");
    }
  });

  it("never rounds a share to none or all of it unless it is", () => {
    expect(formatShare(0, nl)).toBe("0%");
    expect(formatShare(0.0001, nl)).toBe("< 1%");
    expect(formatShare(0.5, nl)).toBe("50%");
    expect(formatShare(0.9999, nl)).toBe("> 99%");
    expect(formatShare(1, nl)).toBe("100%");
  });

  it("never shows a simulated chance that was rounded as none or all", () => {
    expect(formatChance(0, 0.05, nl)).toBe("minder dan 5%");
    expect(formatChance(1, 0.05, en)).toBe("more than 95%");
    expect(formatChance(0, 0.01, en)).toBe("less than 1%");
    expect(formatChance(0.05, 0.05, nl)).toBe("5%");
    expect(formatChance(0.95, 0.05, nl)).toBe("95%");
    expect(formatChance(null, 0.05, nl)).toBe("onbekend");
  });

  it("keeps a little apart from nothing", () => {
    expect(formatCount(0, en)).toBe("0");
    expect(formatCount(0.4, en)).toBe("< 1");
    expect(formatDecimal(0.01, en)).toBe("< 0.1");
    expect(formatDecimal(3.24, nl)).toBe("3,2");
    expect(formatDecimal(32.4, nl)).toBe("32");
  });

  it("writes a day as a day, whatever the reader's time zone", () => {
    expect(formatDay("2026-01-31", nl, "?")).toBe("31 januari 2026");
    expect(formatDay("2026-01-31", en, "?")).toBe("31 January 2026");
    expect(formatDay(null, nl, "?")).toBe("?");
    expect(formatDay("soon", nl, "?")).toBe("?");
  });
});

describe("the week of an AED", () => {
  it("is one run a day when always open or always unknown", () => {
    expect(weekToRuns(DAY_AND_NIGHT)).toEqual(Array(7).fill([{ state: "open", fromHour: 0, toHour: 24 }]));
    expect(weekToRuns(UNKNOWN)![6]).toEqual([{ state: "unknown", fromHour: 0, toHour: 24 }]);
  });

  it("reads office hours on workdays and none at the weekend", () => {
    const week = weekToRuns(openOn(WORKDAYS, 8, 18))!;
    expect(week[0].map(({ state }) => state)).toEqual(["closed", "open", "closed"]);
    expect(formatRuns(week[4], "open")).toBe("08–18");
    expect(formatRuns(week[5], "open")).toBeNull();
  });

  it("covers all 168 hours exactly once, for any hours", () => {
    const hours = fc.array(fc.constantFrom("0", "1", "?"), { minLength: 168, maxLength: 168 });
    fc.assert(
      fc.property(hours, (week) => {
        const sign = { closed: "0", open: "1", unknown: "?" };
        const back = weekToRuns(week.join(""))!
          .flat()
          .map(({ state, fromHour, toHour }) => sign[state].repeat(toHour - fromHour))
          .join("");
        expect(back).toBe(week.join(""));
      }),
    );
  });

  it("draws nothing from hours that are not a week", () => {
    for (const hours of [null, undefined, "", "1", "1".repeat(167), "2".repeat(168)])
      expect(weekToRuns(hours)).toBeNull();
  });
});

describe("an incomplete register", () => {
  const region = (aedCompleteness: number | null, residents: number): RegionFeature => ({
    geometry: null,
    properties: { code: "x", name: "x", kind: "gemeente", aedCompleteness, residents },
  });

  it("is one below 80 %, as the API has it; exactly 80 % and not known are not", () => {
    expect(COMPLETENESS_WARNING_BELOW).toBe(SERVED_WARNING_BELOW);
    expect([0.79, 0.8, null].map((share) => isIncomplete(region(share, 1)))).toEqual([true, false, false]);
  });

  it("counts for the whole by its residents", () => {
    // 300 of 1,000 residents live where 50 % is loaded
    expect(incompleteResidentShare([region(0.5, 300), region(0.9, 700)])).toBe(0.3);
    expect(incompleteResidentShare([])).toBe(0);
  });

  it("finds the region a point lies in, holes left out", () => {
    const square = (size: number) => [
      [-size, -size],
      [size, -size],
      [size, size],
      [-size, size],
      [-size, -size],
    ];
    const withHole: RegionFeature = {
      geometry: { type: "MultiPolygon", coordinates: [[square(10), square(2)]] },
      properties: { code: "ring", name: "Ring", kind: "gemeente" },
    };
    expect(regionAt([withHole], 5, 5)).toBe(withHole);
    expect(regionAt([withHole], 1, 1)).toBeNull();
    expect(regionAt([withHole], 11, 0)).toBeNull();
    expect(regionBox(withHole)).toEqual([-10, -10, 10, 10]);
  });
});

describe("what the page and the API agree on", () => {
  it("draws single cells from the zoom on that tiles hold them", () => {
    expect(zoomToResolution(CELL_MIN_ZOOM)).toBe(10);
    expect(zoomToResolution(CELL_MIN_ZOOM - 1)).toBe(9);
    expect(AED_MIN_ZOOM).toBe(SERVED_AED_MIN_ZOOM);
  });

  it("allows itself and the government's background map, and nothing else", () => {
    const sources = PAGE_CONTENT_SECURITY_POLICY.split("; ").flatMap((directive) =>
      directive.split(" ").slice(1),
    );
    expect(new Set(sources)).toEqual(new Set(["'none'", "'self'", "data:", "blob:", BACKGROUND_MAP_ORIGIN]));
  });
});

describe("the texts", () => {
  it("never promise six minutes without saying no, or that it is simulated", () => {
    const promises = { nl: /zes minuten/i, en: /six minutes/i };
    const denials = { nl: /\bniet\b|gesimuleerd/i, en: /\bnot\b|simulated/i };
    for (const language of LANGUAGES) {
      const sentences = allTexts(TEXTS[language]).filter((text) => promises[language].test(text));
      expect(sentences.length).toBeGreaterThan(2);
      for (const sentence of sentences) expect(sentence).toMatch(denials[language]);
    }
  });

  it("name the two simulated layers as simulated, and never as a zone, a shock or survival", () => {
    for (const [{ layers, response, layerGroups }, simulated, others] of [
      [nl, /gesimuleerd/i, /overlevingskans|schok/i],
      [en, /simulated/i, /survival|shock/i],
    ] as const) {
      for (const { name, meaning } of [layers.cpr, layers.aedReady]) {
        expect(name).toMatch(simulated);
        expect(meaning).toMatch(simulated);
        expect(`${name} ${meaning}`).not.toMatch(/zone/i);
        expect(`${name} ${meaning}`).not.toMatch(others);
      }
      expect(layerGroups.response).toMatch(simulated);
      expect(response.range(35, 55)).toMatch(simulated);
    }
    expect(nl.response.range(35, 55)).toBe("gesimuleerd; tussen 35 en 55%");
    expect(en.response.range(35, 55)).toBe("simulated; between 35 and 55%");
  });

  it("say so at the official zone, in its legend and in the card", () => {
    expect(nl.layers.zone.caution).toContain("planregel");
    expect(nl.card.planningRule).toContain("planregel");
    expect(en.layers.zone.caution).toContain("planning rule");
    expect(en.card.planningRule).toContain("planning rule");
  });
});

function allTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(allTexts) : [];
}
