/** Patients who stand for the country of the published run: so many shards, drawn by their residents, and in each so many. */

import { ARREST_SHARE_PERCENT, PERIODS } from "../../src/grid/periods.ts";
import type { RunHead } from "../../src/refresh/shardTask.ts";
import type { Scenario } from "../../src/scenario.ts";
import { incidentAt } from "../../src/simulate/incidentAt.ts";
import type { DemandPlace } from "../../src/simulate/simulateArrests.ts";
import { sampleCells } from "../../src/simulate/sweepSample.ts";
import type { Database } from "../../src/store/database.ts";
import { unpackPopulation } from "../../src/store/inputPacking.ts";
import { fromBase64 } from "../../src/store/packing.ts";
import { attachDatabase } from "../database/attach.ts";
import { startProgress } from "../load/progress.ts";
import { type ReadGround, readGround, readRun } from "../simulate/readGround.ts";

/** One shard of the sample: each stands for as many residents as any other. */
export interface SampledShard extends ReadGround {
  patients: { x: number; y: number }[];
}

const PATIENTS_PER_SHARD = 10;

/** Systematic: a step of residents along the shards in the order of their ids; nothing is drawn. */
async function readNationalSample(
  database: Database,
  run: RunHead,
  shardCount: number,
  onProgress: (done: number, total: number) => void,
): Promise<SampledShard[]> {
  const rows = await database.sql`select shard, encode(cells, 'base64') as cells from population_shard
    where edition = ${run.editions.population} order by shard`;
  const residents = rows.map((row) =>
    unpackPopulation(fromBase64(row.cells)).residents.reduce((sum, many) => sum + many, 0),
  );
  const step = residents.reduce((sum, many) => sum + many, 0) / shardCount;
  const chosen = sampleCells(Float64Array.from(residents), step);
  const sample: SampledShard[] = [];
  for (const { cell: at, demand } of chosen) {
    const read = await readGround(database, run, rows[at].shard);
    const times = Math.round(demand / step);
    const cells = sampleCells(read.residents, residents[at] / (PATIENTS_PER_SHARD * times));
    const patients = cells.flatMap(({ cell, demand: stands }) =>
      Array.from({ length: Math.round((stands * PATIENTS_PER_SHARD * times) / residents[at]) }, () => ({
        x: read.grid.x[cell],
        y: read.grid.y[cell],
      })),
    );
    sample.push({ ...read, patients });
    onProgress(sample.length, chosen.length);
  }
  return sample;
}

/** Each patient at an instant of the week: the periods in their shares, one patient after another. */
export function toPlaces(sample: readonly SampledShard[], scenario: Scenario): DemandPlace[] {
  const patients = sample.flatMap((shard) => shard.patients.map((patient) => ({ shard, patient })));
  return patients.map(({ shard, patient }, n) => ({
    name: String(n).padStart(6, "0"),
    demand: 1,
    place: incidentAt(shard.ground, [patient.x, patient.y], instantOf(n), scenario),
  }));
}

/** The golden ratio spreads any few patients in a row over the week. */
function instantOf(n: number): number {
  const at = (n * 0.618_033_988_75) % 1;
  let sum = 0;
  for (const [period, name] of PERIODS.entries()) {
    const share = ARREST_SHARE_PERCENT[name] / 100;
    if (at < sum + share) return 4 * period + Math.min(3, Math.floor((4 * (at - sum)) / share));
    sum += share;
  }
  return 4 * PERIODS.length - 1;
}

/** Reads the sample of what is loaded, with progress, and closes the database when `use` is done with it. */
export async function withNationalSample<R>(
  {
    command,
    shards,
    dataFolder,
    databaseUrl,
  }: { command: string; shards: number; dataFolder: string; databaseUrl: string | undefined },
  use: (sample: readonly SampledShard[], run: RunHead) => R,
): Promise<R> {
  const attached = await attachDatabase({ dataFolder, databaseUrl, role: "run", command });
  const progress = startProgress(0);
  try {
    const run = await readRun(attached.database);
    const sample = await readNationalSample(attached.database, run, shards, (done, total) =>
      progress.step("reading", done, total),
    );
    progress.stop();
    return use(sample, run);
  } finally {
    progress.stop();
    await attached.close();
  }
}
