/**
 * The demo: an invented Netherlands around real places. Same seed, same bytes. Everything in it says "(demo)".
 */
import { type CellId, cellToPosition, positionToCell } from "../../src/grid/cell.ts";
import type { Aed, AmbulancePost, LngLat, Region } from "../../src/load/records.ts";
import { createStreams, type Stream } from "../../src/load/streams.ts";
import { syntheticResponders } from "../../src/load/syntheticResponders.ts";
import { demoAeds } from "./aeds.ts";
import { catchmentWeights, nearestPlace } from "./catchments.ts";
import { groundOfShard, landShards } from "./ground.ts";
import { homesOfPlaces } from "./homes.ts";
import { LAKES } from "./lake.ts";
import { landOutline, pointInRings } from "./outline.ts";
import { demoPlaces } from "./places.ts";
import { toPoint } from "./plane.ts";
import { type HomesOfShard, homesOfShard, type PopulationOfShard, wholeResidents } from "./population.ts";
import { demoPosts } from "./posts.ts";
import { demoRegions, townCenters } from "./regions.ts";
import { demoRoads, demoSettlements, type Settlement } from "./settlements.ts";

/** Registered at the end of 2023 (`docs/evidence.md` §1.3). */
export const DEMO_RESPONDERS = 236_715;

export interface Demo {
  regions: Region[];
  /** shards with land → people; cells that are absent from every region are 0 */
  population: Map<CellId, PopulationOfShard>;
  aeds: Aed[];
  posts: AmbulancePost[];
  /** cells with responders → count */
  responders: Map<CellId, number>;
  /** cells of the domain: centres on the land outline */
  landCellCount: number;
}

/** `share` from 0 to 1 within one step; the steps come in this order. */
export type DemoProgress = (
  step: "regions" | "population" | "aeds" | "posts" | "responders",
  share: number,
) => void;

export function makeDemo(seed: number, onProgress: DemoProgress = () => {}): Demo {
  const streams = createStreams(seed);
  const country = readCountry();
  const { places, weights, regions, isDryLand } = country;
  onProgress("regions", 1);

  const centers = townCenters(places, regions, country.land);
  const settlements = demoSettlements(places, centers, weights, isDryLand, streams("demo:hamlets"));
  const { shardHomes, landCellCount } = settleShards(country, settlements, streams, onProgress);
  const population = wholeResidents(shardHomes, places);
  const homes = homesOfPlaces(shardHomes, population, places.length);

  const aeds = demoAeds(places, homes, settlements, groundTest(country), streams("demo:aeds"));
  onProgress("aeds", 1);
  const posts = demoPosts(places, homes, streams("demo:posts"));
  onProgress("posts", 1);
  const responders = syntheticResponders({ population, total: DEMO_RESPONDERS, seed });
  onProgress("responders", 1);
  return { regions, population, aeds, posts, responders, landCellCount };
}

type Country = ReturnType<typeof readCountry>;

/** What is the same for every seed. */
function readCountry() {
  const land = landOutline();
  const isOnLand = pointInRings(land.flat());
  const isWater = pointInRings(LAKES);
  const places = demoPlaces();
  const weights = catchmentWeights(places);
  return {
    land,
    isOnLand,
    isWater,
    isDryLand: (position: LngLat) => isOnLand(position) && !isWater(position),
    places,
    weights,
    regions: demoRegions(places, weights, land),
  };
}

/** Shard by shard; a stream per shard, so that their order does not matter. */
function settleShards(
  { land, isOnLand, isWater, places, weights }: Country,
  settlements: readonly Settlement[],
  streams: (source: string) => Stream,
  onProgress: DemoProgress,
) {
  const roads = demoRoads(places);
  const shards = landShards(land, isOnLand);
  const shardHomes: HomesOfShard[] = [];
  let landCellCount = 0;
  shards.forEach((shard, s) => {
    const ground = groundOfShard(shard, places, weights, isOnLand);
    landCellCount += ground.landCellCount;
    if (ground.landCellCount > 0)
      shardHomes.push(homesOfShard(ground, settlements, roads, isWater, streams(`demo:homes:${shard}`)));
    onProgress("population", (s + 1) / shards.length);
  });
  return { shardHomes, landCellCount };
}

/** Whether the cell under a position is dry land in the catchment of the place. */
function groundTest({ places, weights, isDryLand }: Country) {
  const everyPlace = places.map((_, i) => i);
  return (position: LngLat, place: number): boolean => {
    const center = cellToPosition(positionToCell(position));
    const { x, y } = toPoint(center);
    return isDryLand(center) && nearestPlace(places, weights, everyPlace, x, y) === place;
  };
}
