/** `npm run simulate -- sweep`: other alert rules in a region, by the exact law at a sample of its residents. */
import { cellToPosition } from "../../src/grid/cell.ts";
import { domainOf } from "../../src/pipeline.ts";
import { spreadResponders } from "../../src/privacy/spread.ts";
import type { Scenario } from "../../src/scenario.ts";
import { createSweeper, sweepPatient } from "../../src/simulate/sweepPatient.ts";
import { detourRules, radiusRules } from "../../src/simulate/sweepRules.ts";
import { sampleCells } from "../../src/simulate/sweepSample.ts";
import { emptySums, type SweepFigures, sampleHalfWidth, sweepFigures } from "../../src/simulate/sweepSums.ts";
import type { Database } from "../../src/store/database.ts";
import type { SimulateOptions } from "./options.ts";
import { type ReadGround, readGround, readRun, syntheticKinds } from "./readGround.ts";

/** Enough for ±1 percentage point in one municipality (measured: ±0.4 at 300). */
const PATIENTS = 500;
/** From the middle of a shard to its farthest corner, and a little. */
const SHARD_REACH_DEGREES = 0.2;

export interface SweptByCommand {
  name: string;
  synthetic: string[];
  patientCount: number;
  /** of P(AED ready within six minutes), by sampling */
  halfWidth: number;
  residents: number;
  responders: number;
  figures: SweepFigures[];
}

export async function sweepRegion(
  database: Database,
  options: SimulateOptions,
  scenarioOf: (stored: Scenario) => Scenario,
): Promise<SweptByCommand> {
  const run = await readRun(database);
  const scenario = scenarioOf(run.scenario);
  const code = options.region!;
  const [region] = await database.sql`select name, west, south, east, north from region
    where edition = ${run.editions.regions} and code = ${code}`;
  if (!region) throw new Error(`got region ${code}, which is not loaded; /v1/collections/regions lists them`);
  const grounds = await readGrounds(database, run, region, code);
  const residents = sum(grounds.map(({ own }) => sum(own)));
  if (residents === 0) throw new Error(`got region ${code} without residents; give one where people live`);
  const sums = emptySums(options.isDetours ? detourRules(scenario) : radiusRules(scenario));
  for (const { ground, grid, own } of grounds) {
    const sweeper = createSweeper(ground, scenario, sums);
    for (const { cell, demand } of sampleCells(own, residents / PATIENTS)) {
      sweepPatient(sweeper, grid.x[cell], grid.y[cell], demand);
    }
  }
  const responders = sum(grounds.map(respondersOf));
  return {
    name: region.name,
    synthetic: syntheticKinds(run),
    patientCount: sums.perPatient.length,
    halfWidth: sampleHalfWidth(sums),
    residents,
    responders,
    figures: sweepFigures(sums, { residents, responders }, scenario),
  };
}

/** A shard that holds part of the region; `own`: residents of that part, 0 elsewhere. */
interface RegionGround extends ReadGround {
  own: Float64Array;
}

async function readGrounds(
  database: Database,
  run: Awaited<ReturnType<typeof readRun>>,
  { west, south, east, north }: Record<string, number>,
  code: string,
): Promise<RegionGround[]> {
  const shards = await database.sql`select shard from run_shard where run_id = ${run.id} order by shard`;
  const grounds: RegionGround[] = [];
  for (const { shard } of shards) {
    const { lng, lat } = cellToPosition(shard);
    const reach = SHARD_REACH_DEGREES;
    if (lng < west - reach || lng > east + reach || lat < south - reach || lat > north + reach) continue;
    const read = await readGround(database, run, shard);
    const own = new Float64Array(read.residents.length);
    for (const { codes, cell } of read.input.regions) {
      const at = codes.indexOf(code) + 1;
      if (at === 0) continue;
      for (let n = 0; n < own.length; n++) if (cell[n] === at) own[n] = read.residents[n];
    }
    if (own.some((many) => many > 0)) grounds.push({ ...read, own });
  }
  return grounds;
}

function respondersOf({ input, residents, own }: RegionGround): number {
  const domain = domainOf(residents, input.regions);
  const responders = spreadResponders(input.shard, input.units ?? [], { residents, domain });
  return responders.reduce((all, many, n) => (own[n] > 0 ? all + many : all), 0);
}

function sum(values: ArrayLike<number>): number {
  let all = 0;
  for (let n = 0; n < values.length; n++) all += values[n];
  return all;
}
