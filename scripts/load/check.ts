/**
 * `npm run load -- check`: files that no figure is made of, held against what is in force. Nothing is stored.
 */
import { area, multiPolygon } from "@turf/turf";
import { cellToShard, positionToCell } from "../../src/grid/cell.ts";
import { localPlane } from "../../src/grid/localPlane.ts";
import { indexPolygon, isInPolygon } from "../../src/grid/polygonIndex.ts";
import { polygonToShardCells } from "../../src/grid/polygonToCells.ts";
import { cellToShardIndex } from "../../src/grid/shard.ts";
import { metersBetween } from "../../src/load/aedSameness.ts";
import type { GivenCrs } from "../../src/load/givenCrs.ts";
import { type ReachArea, readReachAreas } from "../../src/load/reachAreas.ts";
import type { Read } from "../../src/load/reader.ts";
import { isSquareCentres, readSquareCentres, type SquareCentre } from "../../src/load/squareCentres.ts";
import type { Database } from "../../src/store/database.ts";
import { readEditions } from "../../src/store/imports/editions.ts";
import { readAll, refusalOf, startFindings } from "../../src/store/imports/report.ts";
import { readShardPeople } from "../../src/store/imports/shardPeople.ts";
import type { InputFile } from "./files.ts";
import { findingLines } from "./reportText.ts";

/** CBS writes its centres to 1e-5 degrees: rounding alone is up to 0.65 m. */
const MAX_CENTRE_METERS = 1;
const SHOWN = 5;

export interface Check {
  text: string;
  /** false where the file is not usable, or not what it should be */
  isGood: boolean;
}

export async function checkFile(database: Database, file: InputFile, crs?: GivenCrs): Promise<Check> {
  const findings = startFindings();
  const told = async <R>(what: string, read: Read<R>, hold: (records: R[]) => Promise<Held>) => {
    const records = await readAll([read], findings);
    const refused = refusalOf(findings, records.length);
    const held = refused ? { lines: [`not usable: ${refused}`], isGood: false } : await hold(records);
    const report = { findings: findings.shown, findingCounts: [...findings.counts.values()] };
    const lines = [`check of ${file.name}: ${what}`, "", ...held.lines.map((line) => `  ${line}`)];
    if (findings.rejected > 0) lines.push(`  ${findings.rejected} more in the file and left out`);
    const text = [...lines, "  nothing was stored", ...findingLines(report)].join("\n");
    return { text, isGood: held.isGood && findings.rejected === 0 };
  };
  return isSquareCentres(file.head)
    ? told("centres of squares", readSquareCentres(file.bytes), (centres) => holdCentres(database, centres))
    : told("areas that posts reach", readReachAreas(file.bytes, { crs }), (areas) =>
        holdAreas(database, areas),
      );
}

interface Held {
  lines: string[];
  isGood: boolean;
}

/** Against our conversion of their codes, and the people in force. */
export async function holdCentres(database: Database, centres: readonly SquareCentre[]): Promise<Held> {
  const meters = centres.map(({ told, converted }) => metersBetween(told, converted));
  const alongAxes = centres.map(({ told, converted }) => {
    const { x, y } = localPlane(converted).toLocal(told);
    return Math.max(Math.abs(x), Math.abs(y));
  });
  const most = (lengths: number[]) => lengths.reduce((least, far) => Math.max(least, far), 0).toFixed(2);
  const far = centres.filter((_, n) => meters[n] > MAX_CENTRE_METERS);
  const people = await readPeople(database);
  const inhabited = centres.filter(({ told }) => people && residentsAt(people, told) > 0).length;
  return {
    isGood: far.length === 0,
    lines: [
      `${count(centres.length)} centres; from where RD is converted to at most ${most(alongAxes)} m north, south, east or west, ${most(meters)} m straight`,
      people === null
        ? "no population is in force to hold them against"
        : `${count(inhabited)} of them stand in a cell where people live, as the population in force has it`,
      ...far.slice(0, SHOWN).map(({ code }) => `${code} is more than ${MAX_CENTRE_METERS} m off`),
      ...(far.length > SHOWN ? [`and ${count(far.length - SHOWN)} more`] : []),
    ],
  };
}

/** Against the people and the ambulance posts in force. */
export async function holdAreas(database: Database, areas: readonly ReachArea[]): Promise<Held> {
  const radii = areas
    .map(({ polygons }) => Math.sqrt(area(multiPolygon(polygons)) / Math.PI))
    .sort((p, q) => p - q);
  const middle = (radii[(radii.length - 1) >> 1] + radii[radii.length >> 1]) / 2;
  return {
    isGood: true,
    lines: [
      `${count(areas.length)} areas, the median one as large as a circle of ${(middle / 1000).toFixed(1)} km`,
      await peopleLine(database, areas),
      await postsLine(database, areas),
    ],
  };
}

async function peopleLine(database: Database, areas: readonly ReachArea[]): Promise<string> {
  const people = await readPeople(database);
  if (people === null) return "no population is in force to hold them against";
  const { inside, all } = residentsInside(people, areas);
  const percent = ((100 * inside) / all).toFixed(1);
  return `${count(inside)} of ${count(all)} residents in force live in one or more of them: ${percent} %`;
}

/** By the centres of their cells. */
export function residentsInside(people: People, areas: readonly ReachArea[]) {
  const cells = polygonToShardCells(areas.flatMap(({ polygons }) => polygons));
  let [inside, all] = [0, 0];
  for (const [shard, residents] of people) {
    for (const number of residents) all += number;
    for (const cell of cells.get(shard) ?? []) inside += residents[cell];
  }
  return { inside, all };
}

async function postsLine({ sql }: Database, areas: readonly ReachArea[]): Promise<string> {
  const rows = await sql`select ref, lng, lat from ambulance_post where until is null`;
  if (rows.length === 0) return "no ambulance posts are in force to hold them against";
  const posts = new Map(rows.map(({ ref, lng, lat }) => [ref, { lng: Number(lng), lat: Number(lat) }]));
  const known = areas.filter(({ ref }) => posts.has(ref));
  const within = known.filter(({ ref, polygons }) => {
    const { lng, lat } = posts.get(ref)!;
    return polygons.some((polygon) => isInPolygon(indexPolygon(polygon), lng, lat));
  });
  return `${count(known.length)} belong to a post in force (${count(posts.size)} are), of which ${count(within.length)} stand in their own area`;
}

/** Residents by shard and cell. */
export type People = ReadonlyMap<string, Float64Array>;

async function readPeople(database: Database): Promise<People | null> {
  const { population } = await readEditions(database);
  if (population.edition === 0) return null;
  const shards = await readShardPeople(database, { population: population.edition, regions: 0 });
  return new Map(shards.map(({ shard, residents }) => [shard, residents]));
}

function residentsAt(people: People, position: SquareCentre["told"]): number {
  const cell = positionToCell(position);
  return people.get(cellToShard(cell))?.[cellToShardIndex(cell)] ?? 0;
}

function count(number: number): string {
  return Math.round(number).toLocaleString("en");
}
