/**
 * The synthetic city as an OpenStreetMap file: its streets as ways with tags, and beside them what such a file is
 * otherwise full of (houses, names, things at one place), so that a reader has something to leave out.
 */
import { MODE_BITS } from "../../src/load/records.ts";
import { DEGREE_STEPS } from "../../src/travel/network.ts";
import { createGenerator } from "../privacyAttack/random.ts";
import { type PbfBlock, type PbfNode, type PbfWay, writeOsmPbf } from "./osmPbfWriter.ts";
import type { LooseStreets } from "./syntheticCity.ts";

/** Elements per block, as osmium writes them. */
const BLOCK_ELEMENTS = 8_000;
/** 1e-7 degrees in a step of the network. */
const STEP_E7 = 1e7 / DEGREE_STEPS;
const HOUSE_E7 = 800;
/** Real ids have gaps and real positions are no multiples of a step: without that a file would pack too well. */
const MAX_ID_GAP = 40;

/** Every street one way; beside every second one a house. */
export function cityPbf({ lng, lat, edges }: LooseStreets): Uint8Array {
  const random = createGenerator(edges.length);
  const nodes: PbfNode[] = [];
  const add = (lngE7: number, latE7: number): number => {
    const id = (nodes.at(-1)?.id ?? 0) + 1 + Math.floor(random() * MAX_ID_GAP);
    const jitter = () => Math.floor((random() - 0.5) * STEP_E7);
    nodes.push({ id, lngE7: Math.round(lngE7) + jitter(), latE7: Math.round(latE7) + jitter(), tags: {} });
    return id;
  };
  const crossings = Array.from(lng, (east, n) => add(east * STEP_E7, lat[n] * STEP_E7));
  const streets = edges.map(({ from, to, course, modes }, n): PbfWay => {
    const bends: number[] = [];
    for (let i = 0; i < course.length; i += 2) bends.push(add(course[i] * STEP_E7, course[i + 1] * STEP_E7));
    return { id: n + 1, refs: [crossings[from], ...bends, crossings[to]], tags: streetTags(modes, n) };
  });
  const houses = edges
    .filter((_, n) => n % 2 === 0)
    .map(({ from }, n): PbfWay => {
      const [west, south] = [lng[from] * STEP_E7 + 2 * HOUSE_E7, lat[from] * STEP_E7 + HOUSE_E7];
      const [east, north] = [west + HOUSE_E7, south + HOUSE_E7];
      const corners = [add(west, south), add(east, south), add(east, north), add(west, north)];
      const tags = { building: "house", "addr:housenumber": `${(n % 90) + 1}`, source: "synthetic" };
      return { id: streets.length + n + 1, refs: [...corners, corners[0]], tags };
    });
  for (let n = 0; n < nodes.length; n += 97) nodes[n].tags = placeTags(n);
  const blocks: PbfBlock[] = [
    ...inBlocks(nodes).map((some) => ({ nodes: some })),
    ...inBlocks([...streets, ...houses]).map((some) => ({ ways: some })),
  ];
  return writeOsmPbf(blocks);
}

function streetTags(modes: number, n: number): Record<string, string> {
  const name = `Straat ${n % 4_000}`;
  const isRidden = modes & (MODE_BITS.bicycle.forward | MODE_BITS.bicycle.backward);
  if (!isRidden) return { highway: "footway", surface: "paving_stones" };
  const isOneway = (modes & MODE_BITS.bicycle.backward) === 0;
  return isOneway ? { highway: "residential", name, oneway: "yes" } : { highway: "residential", name };
}

function placeTags(n: number): Record<string, string> {
  const kind = n % 5;
  if (kind === 0) return { emergency: "defibrillator", opening_hours: "24/7" };
  if (kind === 1) return { amenity: n % 2 ? "fire_station" : "police", name: `Post ${n}` };
  return { amenity: "bench" };
}

function inBlocks<E>(elements: readonly E[]): E[][] {
  const count = Math.ceil(elements.length / BLOCK_ELEMENTS);
  return Array.from({ length: count }, (_, n) =>
    elements.slice(n * BLOCK_ELEMENTS, (n + 1) * BLOCK_ELEMENTS),
  );
}
