/**
 * `npm run calibrate`: the calibrated assumptions fitted again to their published figures, from the population, responders
 * and posts loaded. Prints residuals and the refitted assumptions; changes nothing, and nothing calls it.
 */
import { parseArgs } from "node:util";
import { ALERT_RULES, type Scenario } from "../src/scenario.ts";
import { simulateArrests } from "../src/simulate/simulateArrests.ts";
import {
  AMBULANCE_TARGETS,
  bisect,
  type FittedPatient,
  fitAmbulance,
  fitWillingness,
  GOES_TARGETS,
  goesShare,
  meanArrival,
  type Residual,
  shareWithin,
} from "./calibrate/fit.ts";
import { fittedPatients } from "./calibrate/patients.ts";
import { syntheticKinds } from "./simulate/readGround.ts";
import { type SampledShard, toPlaces, withNationalSample } from "./validate/nationalSample.ts";

const HELP = `Zesminuten: fit the calibrated assumptions to their published figures again, from what is loaded.

  npm run calibrate -- [options]

Prints what is reached and the refitted assumptions as JSON; changes nothing. They are taken over by hand, into
src/scenario/, with a word on the data that they were fitted to.

options
  --shards <n>         parts of the country that are looked at (60)
  --cities <density>   residents per km² from which a place stands for the three largest cities (4500)
  --data .data         data folder, as of npm start; a running npm start is found by itself
  --database-url <url> a real Postgres or Neon instead of the embedded one
  --help               this text`;

/** Zijlstra et al. 2014: a volunteer's AED shocks at 8:00, median, under the rule of 2010. */
const VOLUNTEER_AED_SECONDS = 480;
const ARRESTS = 60_000;

process.exit(await main());

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({
      options: {
        shards: { type: "string", default: "60" },
        cities: { type: "string", default: "4500" },
        data: { type: "string", default: ".data" },
        "database-url": { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) console.log(HELP);
    else
      console.log(
        await calibrate(values.data, values["database-url"], Number(values.shards), Number(values.cities)),
      );
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

async function calibrate(
  dataFolder: string,
  databaseUrl: string | undefined,
  shards: number,
  cityDensity: number,
) {
  if (!(shards >= 2) || !(cityDensity > 0))
    throw new Error(
      `got --shards ${shards} and --cities ${cityDensity}, expected at least 2 and more than 0`,
    );
  return withNationalSample(
    { command: "npm run calibrate", shards, dataFolder, databaseUrl },
    (sample, run) => text(fitAll(sample, run.scenario, cityDensity), syntheticKinds(run), cityDensity),
  );
}

interface Fitted {
  residuals: Residual[];
  refitted: Record<string, unknown>;
  refused: string[];
  patientCount: number;
  cityCount: number;
}

/** Each fit stands alone: what the data cannot meet is said, and the others are made. */
function fitAll(sample: readonly SampledShard[], scenario: Scenario, cityDensity: number): Fitted {
  const patients = fittedPatients(sample, scenario);
  const cities = patients.filter(({ residentsNear }) => residentsNear / Math.PI >= cityDensity);
  const fitted: Fitted = {
    residuals: [],
    refitted: {},
    refused: [],
    patientCount: patients.length,
    cityCount: cities.length,
  };
  const attempt = (what: string, act: () => void) => {
    try {
      act();
    } catch (error) {
      fitted.refused.push(`${what}: ${(error as Error).message}`);
    }
  };
  attempt("ambulance", () => addAmbulance(fitted, patients, scenario));
  attempt("willingness", () => addWillingness(fitted, patients, cities, scenario));
  attempt("door", () => addDoor(fitted, sample, scenario));
  return fitted;
}

function addAmbulance({ residuals, refitted }: Fitted, patients: FittedPatient[], scenario: Scenario): void {
  const ambulance = fitAmbulance(patients, scenario.ambulance);
  refitted.ambulance = {
    secondsPerRootKm: round(ambulance.secondsPerRootKm, 1),
    spread: round(ambulance.spread, 3),
  };
  residuals.push(
    {
      figure: "ambulance, mean",
      target: AMBULANCE_TARGETS.meanSeconds,
      reached: meanArrival(patients, ambulance),
      unit: "s",
    },
    {
      figure: "ambulance within 14:00",
      target: 0.95,
      reached: shareWithin(patients, ambulance, AMBULANCE_TARGETS.p95Seconds),
      unit: "share",
    },
  );
}

function addWillingness(
  { residuals, refitted }: Fitted,
  patients: FittedPatient[],
  cities: FittedPatient[],
  scenario: Scenario,
): void {
  if (cities.length === 0) throw new Error("got no place as dense as the cities; lower --cities");
  const willingness = fitWillingness(patients, cities, scenario.willingness);
  const { atReference, densityExponent } = willingness;
  refitted.willingness = { atReference: round(atReference, 4), densityExponent: round(densityExponent, 2) };
  residuals.push(
    {
      figure: "somebody goes, nation",
      target: GOES_TARGETS.nation,
      reached: goesShare(patients, willingness),
      unit: "share",
    },
    {
      figure: "somebody goes, cities",
      target: GOES_TARGETS.cities,
      reached: goesShare(cities, willingness),
      unit: "share",
    },
  );
}

/** Everything that is not published of the delays is in the door. */
function addDoor({ residuals, refitted }: Fitted, sample: readonly SampledShard[], scenario: Scenario): void {
  const then = { ...scenario, alert: ALERT_RULES.sms2010 };
  const places = toPlaces(sample, then);
  const median = (doorSeconds: number) =>
    simulateArrests(places, { ...then, doorSeconds }, { seed: 1, arrestsMax: ARRESTS }).readyOf.responder[1]
      .value;
  const doorSeconds = bisect(median, VOLUNTEER_AED_SECONDS, 0, 300);
  refitted.doorSeconds = Math.round(doorSeconds);
  residuals.push({
    figure: "volunteer's AED first (rule of 2010), median",
    target: VOLUNTEER_AED_SECONDS,
    reached: median(doorSeconds),
    unit: "s",
  });
}

function text(
  { residuals, refitted, refused, patientCount, cityCount }: Fitted,
  synthetic: string[],
  cityDensity: number,
): string {
  return [
    ...(synthetic.length > 0
      ? [`SYNTHETIC: ${synthetic.join(", ")} are invented: a fit to them says nothing of the Netherlands`, ""]
      : []),
    `${patientCount} patients, ${cityCount} of them where at least ${cityDensity} per km² live`,
    "",
    ...residuals.map(
      ({ figure, target, reached, unit }) =>
        `  ${figure.padEnd(46)} target ${show(target)} reached ${show(reached)} residual ${show(reached - target)} ${unit}`,
    ),
    ...refused.map((why) => `  not fitted: ${why}`),
    "",
    JSON.stringify(refitted, null, 2),
  ].join("\n");
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function show(value: number): string {
  return value.toPrecision(4).padStart(9);
}
