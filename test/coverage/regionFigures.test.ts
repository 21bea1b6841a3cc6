import { describe, expect, it } from "vitest";
import { regionFigures } from "../../src/coverage/regionFigures.ts";
import {
  addRegionSums,
  emptyRegionSums,
  type RegionSums,
  sumRegions,
} from "../../src/coverage/regionSums.ts";
import {
  RESPONSE_FIGURES,
  type ResponseFigure,
  type ShardResponse,
} from "../../src/coverage/shardResponse.ts";
import { computeStreetZones } from "../../src/coverage/streetZones.ts";
import { computeZones } from "../../src/coverage/zones.ts";
import { positionToShard, SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { PERIODS_AND_WEEK } from "../../src/grid/periods.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { straightTravel } from "../../src/travel/straightTravel.ts";
import { BASIS, type Travel } from "../../src/travel/travel.ts";
import { DAY_AND_NIGHT, openOn, WORKDAYS } from "../world/hours.ts";

const GRID = shardGrid(positionToShard({ lng: 5.12, lat: 52.09 }));
const at = (index: number) => ({ lng: GRID.lng[index], lat: GRID.lat[index] });

/** Cells 0…6 are the seven children of one parent, all within 150 m; cell 16,800 is kilometres away. */
const FAR = 16_800;

const STRAIGHT = straightTravel(GRID, 1.4);

function sumsOf(
  residents: Record<number, number>,
  dwellings: Record<number, number>,
  {
    ages = null,
    travel = STRAIGHT,
    response = {},
  }: {
    ages?: Record<number, number>[] | null;
    travel?: Travel;
    response?: Record<number, Partial<Record<ResponseFigure, number>>>;
  } = {},
) {
  const fill = (held: Record<number, number>) => {
    const values = new Float64Array(SHARD_CELL_COUNT);
    for (const [index, value] of Object.entries(held)) values[Number(index)] = value;
    return values;
  };
  const cell = new Uint16Array(SHARD_CELL_COUNT).fill(1);
  cell[FAR] = 2;
  const aeds = [
    { position: at(0), openHours: DAY_AND_NIGHT, alwaysOpen: true },
    { position: at(FAR), openHours: openOn(WORKDAYS, 8, 18), alwaysOpen: false },
  ];
  const zones = computeZones(GRID, aeds);
  return sumRegions({
    domain: new Float64Array(SHARD_CELL_COUNT).fill(1),
    residents: fill(residents),
    dwellings: fill(dwellings),
    ages: ages?.map((held) => fill(held).map((value) => (value === 0 ? Number.NaN : value))) ?? null,
    zones,
    streets: computeStreetZones(aeds, travel, zones),
    response: responseOf(response),
    partitions: [{ codes: ["NEAR", "FAR"], cell }],
    aeds: [
      { index: 0, isAlwaysOpen: true, isHoursUnknown: false },
      { index: FAR, isAlwaysOpen: false, isHoursUnknown: false },
    ],
  });
}

/** The figures given, the same in every layer, and NaN for the rest. */
function responseOf(held: Record<number, Partial<Record<ResponseFigure, number>>>): ShardResponse {
  const cells = Uint16Array.from(Object.keys(held), Number);
  const values = PERIODS_AND_WEEK.flatMap(() =>
    RESPONSE_FIGURES.flatMap((figure) => [...cells].map((cell) => held[cell][figure] ?? Number.NaN)),
  );
  return { cells, values: Float32Array.from(values) };
}

const figures = (sums: RegionSums) => regionFigures(sums, DEFAULT_SCENARIO);

describe("a region's figures", () => {
  it("name the cells that are in the zone by powers of two", () => {
    // near: 1 + 2 in the zone of cell 0, 4 in the open field; far: 8 with an AED in office hours only
    const sums = sumsOf({ 0: 1, 1: 2, 9000: 4, [FAR]: 8 }, {});
    expect(sums.NEAR.officialZoneResidents).toBe(3);
    expect(sums.FAR.officialZoneResidents).toBe(0);
    expect(sums.FAR.periods.weekday.reachableResidents).toBe(8);
    expect(sums.NL).toMatchObject({ residents: 15, officialZoneResidents: 3, aeds: 2, aedsAlwaysOpen: 1 });
    expect(figures(sums.NEAR).officialZoneShare).toBeCloseTo(3 / 7, 12);
    expect(figures(sums.FAR).periods.weekday.reachableWithin500mShare).toBe(1);
    expect(figures(sums.FAR).periods.night.reachableWithin500mShare).toBe(0);
  });

  it("weigh the response by residents, and make the band of a region of its own members", () => {
    // by density cell 0 is low (0.2) and cell 1 high (0.8); with one p for all it is the other way round
    const response = {
      0: { cpr: 0.5, cprLowByDensity: 0.25, cprLowConstant: 0.75, secondsGained: 60, beforeAmbulance: 0.5 },
      1: { cpr: 0.75, cprLowByDensity: 0.75, cprLowConstant: 0.25, secondsGained: 0, beforeAmbulance: 0 },
    };
    const own = figures(sumsOf({ 0: 1, 1: 1 }, {}, { response }).NEAR).response!.week;
    expect(own).toMatchObject({ cpr: 0.625, cprLow: 0.5, beforeAmbulance: 0.25, cprHigh: null });
    // 60 s gained on average by half of the residents' arrests, of which half have a responder first: 30 / 0.25
    expect(own.lead).toBe(120);
    const weighted = figures(sumsOf({ 0: 3, 1: 1 }, {}, { response }).NEAR).response!.night;
    expect(weighted).toMatchObject({ cpr: (3 * 0.5 + 0.75) / 4, cprLow: (3 * 0.25 + 0.75) / 4 });
  });

  it("tell no response of sums of before it was computed", () => {
    const { response: _, ...old } = sumsOf({ 0: 1 }, {}).NEAR;
    expect(figures(old).response).toBeUndefined();
  });

  it("are the same when its parts are added in another order", () => {
    const { NEAR, FAR: far } = sumsOf({ 0: 1, 1: 2, [FAR]: 8 }, { 0: 1 });
    const [one, other] = [emptyRegionSums(), emptyRegionSums()];
    for (const part of [NEAR, far]) addRegionSums(one, part);
    for (const part of [far, NEAR]) addRegionSums(other, part);
    expect(one).toEqual(other);
    expect(one.residents).toBe(11);
  });

  it("tell no dwellings where a source gave none, instead of a share of the few that are known", () => {
    // 1 resident of 100 lives in a cell with dwellings: their share in the zone would be 100 %
    const partly = figures(sumsOf({ 0: 1, 9000: 99 }, { 0: 1 }).NEAR);
    expect(partly).toMatchObject({ dwellings: null, officialZoneDwellingsShare: null });
    expect(partly.periods.week.reachableWithin500mDwellingsShare).toBeNull();
    const known = figures(sumsOf({ 0: 1, 9000: 99 }, { 0: 1, 9000: 40 }).NEAR);
    expect(known.dwellings).toBe(41);
    expect(known.officialZoneDwellingsShare).toBeCloseTo(1 / 41, 12);
  });

  it("add up the residents of known age, and tell them where that is nearly all", () => {
    // near: 95 of 100 of known age; far: 8 of 10
    const ages: Record<number, number>[] = [{ 0: 5 }, { 0: 10 }, { 0: 30 }, { 0: 30 }, { 0: 20, [FAR]: 8 }];
    const sums = sumsOf({ 0: 60, 9000: 40, [FAR]: 10 }, {}, { ages });
    expect(figures(sums.NEAR).residentsByAge).toEqual([5, 10, 30, 30, 20]);
    expect(figures(sums.FAR).residentsByAge).toBeNull();
    const country = emptyRegionSums();
    for (const part of [sums.NEAR, sums.FAR]) addRegionSums(country, part);
    expect(country.ages).toEqual(sums.NL.ages);
    expect(country.ages).toEqual([5, 10, 30, 30, 28]);
  });

  it("count who is within 500 m along streets, only where that is known for nearly all", () => {
    // every way is twice the straight line, and measured: cells 0 and 1 lie within 150 m, cell 9000 far off
    const twice: Travel = {
      reachFrom(source) {
        const reach = straightTravel(GRID, 2).reachFrom(source);
        return { ...reach, basis: reach.basis.map(() => BASIS.streets) };
      },
    };
    const measured = sumsOf({ 0: 1, 1: 2, 9000: 4 }, { 0: 8, 1: 8, 9000: 16 }, { travel: twice }).NEAR;
    expect(measured.periods.week).toMatchObject({ street500mResidents: 3, street500mKnownResidents: 7 });
    expect(figures(measured).periods.week).toMatchObject({
      street500mShare: 3 / 7,
      street500mDwellingsShare: 1 / 2,
      nearButNotReachableShare: 0,
    });
    // without streets nothing is known of 3 of 7 residents: no share; of 4 in 100, the share holds, they count as no
    expect(figures(sumsOf({ 0: 1, 1: 2, 9000: 4 }, {}).NEAR).periods.week.street500mShare).toBeNull();
    expect(figures(sumsOf({ 0: 1, 1: 2, 9000: 97 }, {}).NEAR).periods.week.street500mShare).toBe(0);
  });

  it("hold no shares where nobody lives", () => {
    const empty = figures(emptyRegionSums());
    expect(empty).toMatchObject({
      residents: 0,
      dwellings: null,
      officialZoneShare: null,
      aedCompleteness: null,
    });
  });

  it("compare the AEDs loaded with those registered nationally per resident", () => {
    // 2 AEDs for 1,334.45 residents: 17,942,942 / 26,892 = 667.22 residents an AED, so exactly what is expected
    const sums = { ...emptyRegionSums(), aeds: 2, residents: (2 * 17_942_942) / 26_892 };
    expect(figures(sums).aedCompleteness).toBeCloseTo(1, 12);
  });
});
