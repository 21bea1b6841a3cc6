/** `npm run simulate -- place`: the exact law and the Monte Carlo at one place, side by side. */
import { writeFile } from "node:fs/promises";
import { FIGURE_COUNT, RESPONSE_FIGURES, type ResponseFigure } from "../../src/coverage/shardResponse.ts";
import { cellToPosition, positionToCell, positionToShard } from "../../src/grid/cell.ts";
import { PERIODS_AND_WEEK } from "../../src/grid/periods.ts";
import { cellToShardIndex } from "../../src/grid/shard.ts";
import { domainOf } from "../../src/pipeline.ts";
import type { Scenario } from "../../src/scenario.ts";
import { incidentsAt, residentsAround } from "../../src/simulate/incidentAt.ts";
import type { Estimate } from "../../src/simulate/intervals.ts";
import { patientLaw, solvePatient } from "../../src/simulate/patientLaw.ts";
import { createReplicator } from "../../src/simulate/replicate.ts";
import { responseTables } from "../../src/simulate/responseTables.ts";
import { demandChooser, simulateArrests } from "../../src/simulate/simulateArrests.ts";
import { utsteinRows } from "../../src/simulate/utstein.ts";
import type { Database } from "../../src/store/database.ts";
import type { SimulateOptions } from "./options.ts";
import { readGround, readRun, syntheticKinds } from "./readGround.ts";

export interface PlaceRow {
  figure: string;
  /** by the exact law; null: it does not say */
  law: number | null;
  played: Estimate;
}

export interface SimulatedPlace {
  cell: string;
  synthetic: string[];
  residentsNear: number;
  arrestCount: number;
  isPrecise: boolean;
  rows: PlaceRow[];
}

export async function simulatePlace(
  database: Database,
  options: SimulateOptions,
  scenarioOf: (stored: Scenario) => Scenario,
): Promise<SimulatedPlace> {
  const run = await readRun(database);
  const scenario = scenarioOf(run.scenario);
  const cell = positionToCell(options.at!);
  const { grid, ground, input, residents } = await readGround(database, run, positionToShard(options.at!));
  if (domainOf(residents, input.regions)[cellToShardIndex(cell)] === 0) {
    const { lng, lat } = options.at!;
    throw new Error(
      `got ${lng}, ${lat}, which lies in no region loaded and where nobody lives; give another place`,
    );
  }
  const { x, y } = grid.toLocal(cellToPosition(cell));
  const residentsNear = residentsAround(ground, [x, y]);
  const layer = PERIODS_AND_WEEK.indexOf(options.period);
  const law = patientLaw(ground, responseTables(scenario));
  solvePatient(law, x, y);
  const exact = (figure: ResponseFigure) =>
    law.figures[layer * FIGURE_COUNT + RESPONSE_FIGURES.indexOf(figure)];
  const places = incidentsAt(ground, [x, y], layer, scenario);
  const played = simulateArrests(places, scenario, options);
  if (options.utsteinPath) {
    const { activatedShare } = scenario.arrests;
    const replicators = places.map(({ place }) =>
      createReplicator(place, scenario, { ...options, activatedShare }),
    );
    const placeOf = demandChooser(places, options.seed);
    const rows = utsteinRows((arrest) => replicators[placeOf(arrest)], scenario, {
      count: options.utsteinCount,
      residents: residentsNear,
    });
    const invented = syntheticKinds(run);
    const mark = invented.length > 0 ? `SYNTHETIC: ${invented.join(" ")} are invented; ` : "";
    const made = [`# ${mark}played by a model: no real arrest`];
    await writeFile(options.utsteinPath, `${[...made, ...rows].join("\n")}\n`);
  }
  const [cprMedian, readyMedian] = [played.seconds.systemCpr[1], played.seconds.systemReady[1]];
  return {
    cell,
    synthetic: syntheticKinds(run),
    residentsNear,
    arrestCount: played.arrestCount,
    isPrecise: played.isPrecise,
    rows: [
      { figure: "cprWithinSixMinutes", law: exact("cpr"), played: played.cprWithinSixMinutes },
      { figure: "aedReadyWithinSixMinutes", law: exact("aedReady"), played: played.aedReadyWithinSixMinutes },
      {
        figure: "responderCprWithinSixMinutes",
        law: exact("responderCpr"),
        played: played.responderCprWithinSixMinutes,
      },
      {
        figure: "responderAedReadyWithinSixMinutes",
        law: exact("responderAedReady"),
        played: played.responderAedReadyWithinSixMinutes,
      },
      {
        figure: "responderBeforeAmbulance",
        law: exact("beforeAmbulance"),
        played: played.responderBeforeAmbulance,
      },
      { figure: "noCprWithin15Minutes", law: exact("noCprIn15"), played: played.noCprWithin15Minutes },
      { figure: "somebodyGoes", law: null, played: played.somebodyGoes },
      {
        figure: "leadOverAmbulanceSeconds",
        law: exact("secondsGained") / exact("beforeAmbulance"),
        played: played.leadOverAmbulanceSeconds,
      },
      { figure: "cprMedianSeconds", law: exact("cprMedian"), played: cprMedian },
      { figure: "aedReadyMedianSeconds", law: exact("aedReadyMedian"), played: readyMedian },
      {
        figure: "ambulanceMedianSeconds",
        law: exact("ambulanceMedian"),
        played: played.seconds.ambulance[1],
      },
      { figure: "respondersCalledOff", law: null, played: played.calledOffCount },
    ],
  };
}
