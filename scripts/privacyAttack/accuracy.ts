/**
 * What the protection costs: responders around a resident's cell, from exact counts and from the protected field.
 * Classes go by residents per km² within 1 km of the cell (assumption: near the five CBS classes of urbanity).
 */
import { SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import {
  drawPeriodAreas,
  type PeriodArea,
  PRESENCE_STEPS,
  periodFigures,
} from "../../src/privacy/periodAreas.ts";
import { spreadResponders, unitGround } from "../../src/privacy/spread.ts";
import { createGenerator } from "./random.ts";
import { centres } from "./reconstruct.ts";
import { type Release, type Scheme, SHARD } from "./release.ts";
import { blockPresence, drawJobs, drawPeople, homesOf, presenceOf } from "./whereaboutsWorld.ts";
import { type AreaKind, type Clustering, cellsByWeight, drawResidents, drawResponders } from "./world.ts";

export const DENSITY_CLASSES = [
  { name: "under 250", below: 250 },
  { name: "250–1,000", below: 1000 },
  { name: "1,000–2,500", below: 2500 },
  { name: "2,500–5,000", below: 5000 },
  { name: "5,000 and more", below: Number.POSITIVE_INFINITY },
];

const CIRCLE_METERS = 1000;
const CIRCLE_SQUARE_KM = Math.PI;
/** The cell and its six neighbours (centres 114–129 m apart). */
const NEIGHBOURHOOD_METERS = 150;
/** Homes whose circle lies wholly within the shard. */
const INNER_METERS = 5500;

export interface Accuracy {
  densityClass: string;
  homes: number;
  /** responders per km² within 1 km: mean of exact, then error of protected − exact */
  densityMean: number;
  densityBias: number;
  densitySd: number;
  densityWithin95: number;
  /** responders in the cell and its six neighbours */
  neighbourhoodMean: number;
  neighbourhoodBias: number;
  neighbourhoodSd: number;
  neighbourhoodWithin95: number;
}

interface Sample {
  residentsPerSquareKm: number;
  density: number;
  densityError: number;
  neighbourhood: number;
  neighbourhoodError: number;
}

export function measureAccuracy(
  { first }: Scheme,
  {
    clustering,
    worldsPerKind,
    homesPerWorld,
    seed,
  }: { clustering: Clustering; worldsPerKind: number; homesPerWorld: number; seed: number },
): Accuracy[] {
  const samples: Sample[] = [];
  for (const kind of ["sparse", "town", "dense"] as AreaKind[]) {
    for (let world = 0; world < worldsPerKind; world++) {
      const random = createGenerator(seed * 104_729 + world);
      const residents = drawResidents(kind, random);
      const counts = drawResponders(residents, clustering, random);
      const key = Uint8Array.from({ length: 32 }, () => 256 * random());
      const field = protectedField(residents, first(counts, key));
      samples.push(...sampleHomes(residents, counts, field, homesPerWorld, random));
    }
  }
  return byClass(samples);
}

/**
 * The same for those near by day (weekday daytime): counted at home where no whereabouts are loaded, or by the shares
 * of the period areas; both with the units of the project.
 */
export function measureByDay(
  { first }: Scheme,
  setting: { clustering: Clustering; worldsPerKind: number; homesPerWorld: number; seed: number },
): { atHome: Accuracy[]; byArea: Accuracy[] } {
  const samples = { atHome: [] as Sample[], byArea: [] as Sample[] };
  for (const kind of ["sparse", "town", "dense"] as AreaKind[]) {
    for (let world = 0; world < setting.worldsPerKind; world++) {
      const random = createGenerator(setting.seed * 104_729 + world);
      const residents = drawResidents(kind, random);
      const drawJob = cellsByWeight(drawJobs(residents, random));
      const people = drawPeople(drawResponders(residents, setting.clustering, random), drawJob, random);
      const presence = presenceOf(people, residents.length);
      const key = Uint8Array.from({ length: 32 }, () => 256 * random());
      const units = first(homesOf(presence), key);
      const exact = Float64Array.from(presence[1], (thousandths) => thousandths / PRESENCE_STEPS);
      const areas = drawPeriodAreas([], blockPresence(presence), key);
      const sampleSeed = random() * 2 ** 31;
      const sample = (field: Float64Array) =>
        sampleHomes(residents, exact, field, setting.homesPerWorld, createGenerator(sampleSeed));
      samples.atHome.push(...sample(protectedField(residents, units)));
      samples.byArea.push(...sample(protectedField(residents, nearByDay(residents, units, areas))));
    }
  }
  return { atHome: byClass(samples.atHome), byArea: byClass(samples.byArea) };
}

/** Units with what is near them by day in place of their homes. */
function nearByDay(residents: Float64Array, units: Release, areas: readonly PeriodArea[]): Release {
  if (areas.length === 0) return units;
  const people = { shard: SHARD, residents, domain: new Float64Array(SHARD_CELL_COUNT).fill(1) };
  const near = periodFigures(units, areas, [people]);
  return units.map((unit) => ({ ...unit, protectedCount: near.get(unit.unit)!.weekday }));
}

function byClass(samples: readonly Sample[]): Accuracy[] {
  return DENSITY_CLASSES.map(({ name, below }, i) => {
    const from = i === 0 ? 0 : DENSITY_CLASSES[i - 1].below;
    const inClass = samples.filter((s) => s.residentsPerSquareKm >= from && s.residentsPerSquareKm < below);
    return summarise(name, inClass);
  });
}

/**
 * The price of figures that stand: an edition carried over `quarters` in which a share leaves and a share joins.
 * Protected total ÷ exact total at the end, and how many units were drawn again on the way.
 */
export function measureStanding(
  { first, next }: Scheme,
  kind: AreaKind,
  clustering: Clustering,
  { quarters, leave, join, seed }: { quarters: number; leave: number; join: number; seed: number },
): { totalRatio: number; unitsAtEnd: number; standingShare: number } {
  const random = createGenerator(seed);
  const residents = drawResidents(kind, random);
  const key = Uint8Array.from({ length: 32 }, () => 256 * random());
  let counts = drawResponders(residents, clustering, random);
  const atStart = first(counts, key);
  let units = atStart;
  for (let quarter = 0; quarter < quarters; quarter++) {
    counts = counts.map((count) => {
      let next = count;
      for (let person = 0; person < count; person++)
        next += (random() < join ? 1 : 0) - (random() < leave ? 1 : 0);
      return next;
    });
    units = next(units, counts, key);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const standing = new Set(atStart);
  return {
    totalRatio: units.reduce((sum, { protectedCount }) => sum + protectedCount, 0) / total,
    unitsAtEnd: units.length,
    standingShare: units.filter((unit) => standing.has(unit)).length / units.length,
  };
}

function protectedField(residents: Float64Array, units: Release): Float64Array {
  const people = { residents, domain: new Float64Array(SHARD_CELL_COUNT).fill(1) };
  const grounds = unitGround(units, [{ shard: SHARD, ...people }]);
  return spreadResponders(
    SHARD,
    units.map((unit) => ({ ...unit, ...grounds.get(unit.unit)! })),
    people,
  );
}

function sampleHomes(
  residents: Float64Array,
  counts: ArrayLike<number>,
  field: Float64Array,
  homes: number,
  random: () => number,
): Sample[] {
  const { x, y } = centres();
  const samples: Sample[] = [];
  const drawHome = cellsByWeight(residents);
  while (samples.length < homes) {
    const home = drawHome(random);
    if (Math.hypot(x[home], y[home]) > INNER_METERS) continue;
    const within = (meters: number, values: ArrayLike<number>) => {
      let sum = 0;
      for (let cell = 0; cell < SHARD_CELL_COUNT; cell++) {
        if ((x[cell] - x[home]) ** 2 + (y[cell] - y[home]) ** 2 <= meters ** 2) sum += values[cell];
      }
      return sum;
    };
    const density = within(CIRCLE_METERS, counts) / CIRCLE_SQUARE_KM;
    const neighbourhood = within(NEIGHBOURHOOD_METERS, counts);
    samples.push({
      residentsPerSquareKm: within(CIRCLE_METERS, residents) / CIRCLE_SQUARE_KM,
      density,
      densityError: within(CIRCLE_METERS, field) / CIRCLE_SQUARE_KM - density,
      neighbourhood,
      neighbourhoodError: within(NEIGHBOURHOOD_METERS, field) - neighbourhood,
    });
  }
  return samples;
}

function summarise(densityClass: string, samples: Sample[]): Accuracy {
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const sd = (values: number[]) => Math.sqrt(mean(values.map((v) => v ** 2)) - mean(values) ** 2);
  const within95 = (values: number[]) =>
    values.map(Math.abs).sort((a, b) => a - b)[Math.floor(0.95 * values.length)];
  const densityErrors = samples.map((s) => s.densityError);
  const neighbourhoodErrors = samples.map((s) => s.neighbourhoodError);
  return {
    densityClass,
    homes: samples.length,
    densityMean: mean(samples.map((s) => s.density)),
    densityBias: mean(densityErrors),
    densitySd: sd(densityErrors),
    densityWithin95: within95(densityErrors),
    neighbourhoodMean: mean(samples.map((s) => s.neighbourhood)),
    neighbourhoodBias: mean(neighbourhoodErrors),
    neighbourhoodSd: sd(neighbourhoodErrors),
    neighbourhoodWithin95: within95(neighbourhoodErrors),
  };
}
