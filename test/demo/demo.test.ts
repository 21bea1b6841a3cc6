import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { AED_KINDS } from "../../scripts/demo/aedKinds.ts";
import { DEMO_ATTRIBUTION } from "../../scripts/demo/attribution.ts";
import { type Demo, makeDemo } from "../../scripts/demo/index.ts";
import { LAKES } from "../../scripts/demo/lake.ts";
import { landOutline, pointInRings } from "../../scripts/demo/outline.ts";
import { cellToPosition, cellToShard, positionToCell } from "../../src/grid/cell.ts";
import { type RegionsOfShard, regionsToCells } from "../../src/grid/polygonToCells.ts";
import { cellToShardIndex, shardGrid } from "../../src/grid/shard.ts";
import type { LngLat } from "../../src/load/records.ts";

let demo: Demo;
let again: Demo;
beforeAll(() => {
  demo = makeDemo(1);
  again = makeDemo(1);
});

const isOnLand = pointInRings(landOutline().flat());
const isInLake = pointInRings(LAKES);
const centerOf = (position: LngLat) => cellToPosition(positionToCell(position));
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

function fingerprint({ regions, population, aeds, posts, responders }: Demo): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([regions, aeds, posts, [...responders]]));
  for (const [shard, { residents, dwellings }] of population)
    hash.update(shard).update(residents).update(dwellings);
  return hash.digest("hex");
}

/** Share of residents within 500 m of one of the AEDs, on a plane good to 0.2 %. */
function residentsWithin500m(aeds: Demo["aeds"]): number {
  const metersPerDegree = 111_250;
  const column = (lng: number) => Math.floor(lng * 130);
  const row = (lat: number) => Math.floor(lat * 220);
  const squares = new Map<string, LngLat[]>();
  for (const { position } of aeds) {
    const key = `${column(position.lng)} ${row(position.lat)}`;
    squares.set(key, [...(squares.get(key) ?? []), position]);
  }
  let [inside, total] = [0, 0];
  for (const [shard, { residents }] of demo.population) {
    const { lng, lat } = shardGrid(shard);
    for (let i = 0; i < residents.length; i++) {
      if (residents[i] === 0) continue;
      total += residents[i];
      const east = metersPerDegree * Math.cos((lat[i] * Math.PI) / 180);
      const isNear = [-1, 0, 1].some((dx) =>
        [-1, 0, 1].some((dy) =>
          squares
            .get(`${column(lng[i]) + dx} ${row(lat[i]) + dy}`)
            ?.some(
              (aed) => Math.hypot((aed.lng - lng[i]) * east, (aed.lat - lat[i]) * metersPerDegree) <= 500,
            ),
        ),
      );
      if (isNear) inside += residents[i];
    }
  }
  return inside / total;
}

describe("the demo", () => {
  it("has exactly the residents, AEDs and responders that are published for the country", () => {
    const residents = sum([...demo.population.values()].map((shard) => sum(shard.residents)));
    expect(residents).toBe(17_942_942);
    expect(demo.aeds.length).toBe(26_892);
    expect(sum(demo.responders.values())).toBe(236_715);
    expect(demo.posts.length).toBe(250);
  });

  it("is the same to the byte for the same seed, and another for another", () => {
    expect(fingerprint(again)).toBe(fingerprint(demo));
    expect(fingerprint(makeDemo(2))).not.toBe(fingerprint(demo));
  });

  it("says (demo) in every name, and whose data it is made from in both languages", () => {
    const names = [...demo.regions, ...demo.aeds, ...demo.posts].map(({ name }) => name);
    expect(names.filter((name) => !name?.endsWith(" (demo)"))).toEqual([]);
    expect(DEMO_ATTRIBUTION).toMatch(
      /verzonnen.*invented.*GeoNames.*CC BY 4\.0.*Natural Earth.*world-atlas.*ISC/,
    );
  });

  it("has a ref of its own for every AED and post, and every region code once", () => {
    for (const keys of [
      demo.aeds.map(({ ref }) => ref),
      demo.posts.map(({ ref }) => ref),
      demo.posts.map(({ name }) => name),
      demo.regions.map(({ code }) => code),
    ])
      expect(new Set(keys).size).toBe(keys.length);
  });

  it("puts every AED and post, and everybody, on dry land", () => {
    const wet = [...demo.aeds, ...demo.posts].filter(({ position }) => {
      const center = centerOf(position);
      return !isOnLand(center) || isInLake(center);
    });
    expect(wet).toEqual([]);
    for (const [shard, { residents }] of demo.population) {
      const { lng, lat } = shardGrid(shard);
      const swimming = residents.findIndex((people, i) => {
        const position = { lng: lng[i], lat: lat[i] };
        return people > 0 && (!isOnLand(position) || isInLake(position));
      });
      expect(swimming).toBe(-1);
    }
  });

  it("leaves most land empty, with dense extremes, 2.1 people to a dwelling", () => {
    const cells = [...demo.population.values()].flatMap(({ residents }) => [
      ...residents.filter((n) => n > 0),
    ]);
    expect(demo.landCellCount).toBeGreaterThan(2_700_000);
    expect(demo.landCellCount).toBeLessThan(2_950_000);
    expect(cells.length / demo.landCellCount).toBeGreaterThan(0.1);
    expect(cells.length / demo.landCellCount).toBeLessThan(0.5);
    expect(cells.every(Number.isInteger)).toBe(true);
    expect(cells.filter((n) => n > 300).length).toBeGreaterThan(500);
    expect(cells.filter((n) => n <= 5).length / cells.length).toBeGreaterThan(0.2);
    const dwellings = sum([...demo.population.values()].map((shard) => sum(shard.dwellings)));
    expect(Math.abs(17_942_942 / dwellings - 2.1)).toBeLessThan(0.05);
  });

  it("opens 65–75 % of the AEDs day and night, in at least 60 texts, all of them read", () => {
    const alwaysOpen = demo.aeds.filter((aed) => aed.alwaysOpen === true);
    expect(alwaysOpen.length / 26_892).toBeGreaterThan(0.65);
    expect(alwaysOpen.length / 26_892).toBeLessThan(0.75);
    expect(alwaysOpen.every(({ openingHours }) => openingHours === "24/7")).toBe(true);
    const texts = new Set(demo.aeds.map(({ openingHours }) => openingHours));
    expect(texts.size).toBeGreaterThanOrEqual(60);
    const unread = demo.aeds.filter(
      (aed) =>
        aed.openHours.includes("?") !== (aed.openingHours === null) || !/^[01?]{168}$/.test(aed.openHours),
    );
    expect(unread).toEqual([]);
    expect(sum(AED_KINDS.map(({ share }) => share))).toBeCloseTo(1, 12);
  });

  it("has some AEDs of unknown hours, which are never day and night", () => {
    const unknown = demo.aeds.filter(({ openingHours }) => openingHours === null);
    expect(unknown.length / 26_892).toBeGreaterThan(0.01);
    expect(unknown.length / 26_892).toBeLessThan(0.06);
    expect(
      unknown.every(({ alwaysOpen, openHours }) => alwaysOpen === null && openHours === "?".repeat(168)),
    ).toBe(true);
  });

  it("comes near the published 88 % within 500 m of an AED, and clearly lower by day and night", () => {
    const any = residentsWithin500m(demo.aeds);
    const dayAndNight = residentsWithin500m(demo.aeds.filter(({ alwaysOpen }) => alwaysOpen === true));
    expect(any).toBeGreaterThan(0.84);
    expect(any).toBeLessThan(0.92);
    expect(dayAndNight).toBeLessThan(any - 0.04);
  });

  it("scatters responders beyond Poisson around the residents", () => {
    const rate = 236_715 / 17_942_942;
    const counts = new Map([...demo.population].map(([shard]) => [shard, new Map<number, number>()]));
    for (const [cell, n] of demo.responders) counts.get(cellToShard(cell))!.set(cellToShardIndex(cell), n);
    let [terms, cellCount] = [0, 0];
    for (const [shard, { residents }] of demo.population)
      residents.forEach((people, i) => {
        if (people < 50) return;
        terms += ((counts.get(shard)!.get(i) ?? 0) - people * rate) ** 2 / (people * rate);
        cellCount++;
      });
    // Poisson counts give 1.00 ± √(2/100,000)
    expect(terms / cellCount).toBeGreaterThan(1.5);
  });
});

describe("the demo's regions", () => {
  let cells: Map<string, RegionsOfShard[]>;
  beforeAll(() => {
    cells = regionsToCells(demo.regions).shards;
  });

  it("cover the land: every cell once", () => {
    const inRegion = sum(
      [...cells.values()].map((kinds) => sum(kinds.map(({ cell }) => cell.filter((c) => c > 0).length))),
    );
    expect(inRegion).toBe(demo.landCellCount);
  });

  it("hold exactly the residents they state", () => {
    const residents = new Map<string, number>();
    let strays = 0;
    for (const [shard, { residents: people }] of demo.population) {
      const [{ codes, cell }] = cells.get(shard)!;
      people.forEach((n, i) => {
        if (n === 0) return;
        if (cell[i] === 0) strays += n;
        const code = codes[cell[i] - 1];
        residents.set(code, (residents.get(code) ?? 0) + n);
      });
    }
    expect(strays).toBe(0);
    for (const region of demo.regions) expect(residents.get(region.code)).toBe(region.residents);
  });

  describe("as a complete register", () => {
    let completeness: { residents: number; aeds: number; share: number }[];
    beforeAll(() => {
      const aeds = new Map<string, number>();
      for (const { position } of demo.aeds) {
        const aedCell = positionToCell(position);
        const [{ codes, cell }] = cells.get(cellToShard(aedCell))!;
        const code = codes[cell[cellToShardIndex(aedCell)] - 1];
        aeds.set(code, (aeds.get(code) ?? 0) + 1);
      }
      completeness = demo.regions.map(({ code, residents }) => {
        const loaded = aeds.get(code) ?? 0;
        return {
          residents: residents!,
          aeds: loaded,
          share: loaded / ((residents! * 26_892) / 17_942_942),
        };
      });
    });
    type Completeness = (typeof completeness)[number];
    const residentsOf = (some: Completeness[]) => sum(some.map(({ residents }) => residents));

    it("have every AED in one of them", () => {
      expect(sum(completeness.map(({ aeds }) => aeds))).toBe(26_892);
    });

    it("leave fewer than 2 % of the residents below 80 % of the AEDs expected, all in villages", () => {
      // 17,942,942 / 26,892 = 667.22 residents an AED: 10,000 residents expect 14.99, and 12 are 80.1 %;
      // 2 % of the residents are 358,858: above that the map of the country warns of an incomplete register
      const below = completeness.filter(({ share }) => share < 0.8);
      expect(residentsOf(below)).toBeLessThan(358_858);
      expect(below.length).toBeGreaterThan(0);
      expect(below.filter(({ residents }) => residents >= 10_000)).toEqual([]);
    });

    it("give every city of 100,000 about the AEDs it expects, and villages somewhat more", () => {
      const cities = completeness.filter(({ residents }) => residents >= 100_000);
      const villages = completeness.filter(({ residents }) => residents < 10_000);
      // residents^0.965: a city of 500,000 has 100^−0.035 = 0.85 of what a village of 5,000 has per resident
      const rate = (some: Completeness[]) =>
        (sum(some.map(({ aeds }) => aeds)) / residentsOf(some)) * (17_942_942 / 26_892);
      expect(cities.length).toBeGreaterThan(20);
      for (const { share } of cities) expect(Math.abs(share - 1)).toBeLessThan(0.15);
      expect(rate(cities) / rate(villages)).toBeGreaterThan(0.8);
      expect(rate(cities) / rate(villages)).toBeLessThan(0.95);
      expect(rate(villages)).toBeGreaterThan(1);
      expect(rate(villages)).toBeLessThan(1.2);
    });
  });
});
