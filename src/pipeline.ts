/**
 * The main job on one page: load → protect → grid → travel → coverage → simulate → analyse. Pure; read it first.
 *
 * `load/` turned files into records and `privacy/` turned responders into protected units before this begins: the
 * input of a shard holds nothing that must not be published. What stands below is computed for each of the about
 * 235 shards on its own, with a halo of 2,500 m, in a queue task (`refresh/shardTask.ts`), a script or a test alike.
 */
import { encodeLayers, type LayerLevels } from "./coverage/encode.ts";
import { encodeResponse, type ResponseLevels } from "./coverage/encodeResponse.ts";
import { type RegionSums, sumRegions } from "./coverage/regionSums.ts";
import { sumWeights } from "./coverage/rollUp.ts";
import type { ShardResponse } from "./coverage/shardResponse.ts";
import { computeStreetZones, emptyStreetZones } from "./coverage/streetZones.ts";
import { computeZones, emptyZones } from "./coverage/zones.ts";
import { type CellId, positionToCell, SHARD_CELL_COUNT } from "./grid/cell.ts";
import { ARREST_SHARE_PERCENT, PERIODS, type PeriodOrWeek } from "./grid/periods.ts";
import { cellToShardIndex, type ShardGrid } from "./grid/shard.ts";
import type { ShardPopulation } from "./load/populationToCells.ts";
import type { LngLat, RegionKind, WeekHours } from "./load/records.ts";
import { type GroundedUnit, unitDensity } from "./privacy/spread.ts";
import type { Scenario } from "./scenario.ts";
import { groundOf, type PlacedPeople } from "./simulate/ground.ts";
import type { ShardPost } from "./simulate/nearPosts.ts";
import { peopleAround, type ShardCells } from "./simulate/people.ts";
import { solveShard } from "./simulate/shardLaw.ts";
import { routedTravel } from "./travel/routedTravel.ts";
import { straightTravel } from "./travel/straightTravel.ts";
import type { StreetMeters } from "./travel/streetMeters.ts";
import type { Travel } from "./travel/travel.ts";

export interface ShardAed {
  position: LngLat;
  openHours: WeekHours;
  /** false beside 168 open hours: not on holidays */
  alwaysOpen: boolean | null;
  /** the shard it stands in: this one, or a neighbour whose AED reaches over */
  shard: CellId;
}

export interface ShardInput {
  shard: CellId;
  /** all AEDs of the shard and its halo */
  aeds: readonly ShardAed[];
  /** metres along streets from each of these AEDs; null = no streets are loaded here */
  streets: StreetMeters | null;
  /** metres along streets from each place where responders are counted (`peopleOf`); null = as with AEDs */
  responderStreets: StreetMeters | null;
  /** protected units on the ground of the shard and its neighbours; null = no responders loaded */
  units: readonly GroundedUnit[] | null;
  /** true where the units tell who is near per period; else responders are counted at home */
  hasWhereabouts: boolean;
  /** people per cell, in child order; null = none known here */
  population: ShardPopulation | null;
  /** per kind, the region of each cell: 0 = none, else 1 + index into codes */
  regions: readonly { kind: RegionKind; codes: string[]; cell: Uint16Array }[];
  /** the people of the neighbouring shards: those within the halo count */
  neighbours: readonly ShardCells[];
  /** ambulance posts that may be among the two nearest to a cell; null = none loaded */
  posts: readonly ShardPost[] | null;
}

export interface ShardResult {
  layers: LayerLevels & Partial<ResponseLevels>;
  regionSums: Record<string, RegionSums>;
}

/** Working memory: taken up into columns and sums before the next shard begins. */
const ZONES = emptyZones();
const STREETS = emptyStreetZones();

/** `grid` is `shardGrid(input.shard)`: the caller has it already. `zonesOnly`: without the simulated response. */
export function computeShard(
  grid: ShardGrid,
  input: ShardInput,
  scenario: Scenario,
  { zonesOnly = false }: { zonesOnly?: boolean } = {},
): ShardResult {
  const { detourFactor } = scenario;
  const { residents, dwellings, ages } = input.population ?? nobody();
  const domain = domainOf(residents, input.regions);
  const weights = sumWeights({ residents, domain });

  const travel = input.streets
    ? routedTravel(grid, input.streets, detourFactor)
    : straightTravel(grid, detourFactor);

  const zones = computeZones(grid, input.aeds, ZONES);
  const streets = computeStreetZones(input.aeds, travel, zones, STREETS);
  const responderDensity = input.units
    ? unitDensity(input.shard, input.units, domain)
    : new Float64Array(SHARD_CELL_COUNT).fill(Number.NaN);
  const nearDensity = input.units && input.hasWhereabouts ? nearDensities(input, input.units, domain) : null;

  const response = zonesOnly ? null : simulate(grid, { ...input, travel, residents }, scenario);

  return {
    layers: {
      ...encodeLayers({ dwellings, zones, streets, responderDensity, nearDensity }, weights),
      ...(response && encodeResponse(response, weights)),
    },
    regionSums: sumRegions({
      domain,
      residents,
      dwellings,
      ages,
      zones,
      streets,
      response,
      partitions: input.regions,
      aeds: ownAeds(input),
    }),
  };
}

/** The law of arrival at every inhabited cell, along streets where ways from responders are known. */
function simulate(
  grid: ShardGrid,
  { travel, residents, ...input }: ShardInput & { travel: Travel; residents: Float64Array },
  scenario: Scenario,
): ShardResponse {
  const { detourFactor, alert } = scenario;
  const people = peopleOf(grid, input);
  const ground = groundOf(grid, {
    people,
    aeds: input.aeds,
    posts: input.posts,
    streets: input.responderStreets && {
      people,
      fromAeds: travel,
      fromPeople: routedTravel(grid, input.responderStreets, detourFactor, alert.alertRadiusMeters),
    },
  });
  return solveShard(grid, residents, ground, scenario);
}

/** The people of the shard and its halo: what it takes to ask for the ways of its responders. */
export function peopleOf(
  grid: ShardGrid,
  {
    shard,
    population,
    regions,
    neighbours,
    units,
    hasWhereabouts,
  }: Pick<ShardInput, "shard" | "population" | "regions" | "neighbours" | "units" | "hasWhereabouts">,
): PlacedPeople {
  const residents = population?.residents ?? new Float64Array(SHARD_CELL_COUNT);
  const own = { shard, residents, domain: domainOf(residents, regions) };
  return peopleAround(grid, [own, ...neighbours], units, hasWhereabouts);
}

/** The domain: cells whose centre lies in a loaded region, and cells where people live. 1 or 0 per cell. */
export function domainOf(residents: Float64Array, regions: readonly { cell: Uint16Array }[]): Float64Array {
  const domain = new Float64Array(SHARD_CELL_COUNT);
  for (let n = 0; n < SHARD_CELL_COUNT; n++) if (residents[n] > 0) domain[n] = 1;
  for (const { cell } of regions) {
    for (let n = 0; n < SHARD_CELL_COUNT; n++) if (cell[n] > 0) domain[n] = 1;
  }
  return domain;
}

/** Per period, and for the week their mean by when arrests happen. */
function nearDensities(
  { shard }: ShardInput,
  units: readonly GroundedUnit[],
  domain: Float64Array,
): Record<PeriodOrWeek, Float64Array> {
  const byPeriod = PERIODS.map((period) => [period, unitDensity(shard, units, domain, period)] as const);
  const week = new Float64Array(SHARD_CELL_COUNT);
  for (const [period, density] of byPeriod) {
    for (let n = 0; n < week.length; n++) week[n] += (ARREST_SHARE_PERCENT[period] / 100) * density[n];
  }
  return { week, ...Object.fromEntries(byPeriod) } as Record<PeriodOrWeek, Float64Array>;
}

function nobody(): ShardPopulation {
  const none = () => new Float64Array(SHARD_CELL_COUNT);
  return { residents: none(), dwellings: none(), ages: null };
}

function ownAeds({ shard, aeds }: ShardInput) {
  return aeds
    .filter((aed) => aed.shard === shard)
    .map(({ position, openHours, alwaysOpen }) => ({
      index: cellToShardIndex(positionToCell(position)),
      isAlwaysOpen: alwaysOpen === true,
      isHoursUnknown: openHours.includes("?"),
    }));
}
