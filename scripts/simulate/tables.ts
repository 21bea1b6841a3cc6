/** What `npm run simulate` prints. */
import type { SweepFigures } from "../../src/simulate/sweepSums.ts";
import type { SimulatedPlace } from "./place.ts";
import type { SweptByCommand } from "./sweepRegion.ts";

const WAYS = "ways are straight lines × the detour factor, whatever streets are loaded";

export function placeText({
  cell,
  synthetic,
  residentsNear,
  arrestCount,
  isPrecise,
  rows,
}: SimulatedPlace): string {
  const lines = rows.map(
    ({ figure, law, played: { value, low, high } }) =>
      `  ${figure.padEnd(34)} ${show(law).padStart(9)} ${show(value).padStart(9)}   ${show(low)} to ${show(high)}`,
  );
  return [
    ...marks(synthetic),
    `cell ${cell}, ${Math.round(residentsNear)} residents within 1,000 m`,
    `${arrestCount} arrests for which the network is alerted${isPrecise ? "" : "; the precision asked for is not reached"}`,
    "",
    `  ${"".padEnd(34)} ${"law".padStart(9)} ${"played".padStart(9)}   95 % interval`,
    ...lines,
    "",
    WAYS,
    "one cell is never surer than about ±2 percentage points, whatever is computed; the band of the assumptions is wider",
  ].join("\n");
}

export function sweepText(
  { name, synthetic, patientCount, halfWidth, residents, responders, figures }: SweptByCommand,
  period: string,
): string {
  const [inForce, ...tried] = figures.filter((one) => one.period === period);
  return [
    ...marks(synthetic),
    `${name}, ${period}: ${Math.round(residents)} residents, ${Math.round(responders)} responders (protected), ${patientCount} patients, AED ready ± ${(100 * halfWidth).toFixed(1)} percentage points by sampling`,
    "",
    "  radius   max  via  extra | alerts  goes  CPR≤6  AED≤6  CPR p50   p90  AED p50  before  lead  survivors  a year each",
    `${rowText(inForce)}  in force`,
    ...tried.map(rowText),
    "",
    ...adviceLines(inForce, tried, halfWidth),
    "how many of the alerted go was fitted to the rule in force: far more alerts than that may find fewer willing",
    WAYS,
    "survivors: a year more than by the rule in force, before the national shift of level; a year each: alerts per responder",
  ].join("\n");
}

/** Three measures, three best rules: sending people round by a far AED delays CPR. */
function adviceLines(inForce: SweepFigures, tried: SweepFigures[], halfWidth: number): string[] {
  const best = (measure: "cprWithinSixMinutes" | "aedReadyWithinSixMinutes" | "survivorsMorePerYear") =>
    [inForce, ...tried].reduce((most, one) => (one[measure] > most[measure] + 1e-12 ? one : most));
  const told = (rule: SweepFigures) =>
    `${rule.alertRadiusMeters} m, ${rule.alertedMax ?? "all"}, ${Math.round(100 * rule.viaAedShare)} % by an AED, detour ${rule.maxExtraPathMeters ?? "any"}`;
  return [
    `best here by CPR within six minutes: ${told(best("cprWithinSixMinutes"))}`,
    `by AED ready: ${told(best("aedReadyWithinSixMinutes"))}`,
    `by survivors: ${told(best("survivorsMorePerYear"))}`,
    `differences of less than ${(100 * halfWidth).toFixed(1)} percentage points may be the sample's; more alerts cost more than is counted here: people tire`,
  ];
}

function rowText(one: SweepFigures): string {
  const cells = [
    String(one.alertRadiusMeters).padStart(8),
    String(one.alertedMax ?? "all").padStart(5),
    one.viaAedShare.toFixed(2).padStart(5),
    String(one.maxExtraPathMeters ?? "any").padStart(6),
    " |",
    one.alertsPerIncident.toFixed(1).padStart(6),
    percent(one.somebodyGoes).padStart(6),
    percent(one.cprWithinSixMinutes).padStart(6),
    percent(one.aedReadyWithinSixMinutes).padStart(6),
    clock(one.cprMedianSeconds).padStart(8),
    clock(one.cprP90Seconds).padStart(6),
    clock(one.aedReadyMedianSeconds).padStart(8),
    percent(one.responderBeforeAmbulance).padStart(7),
    clock(one.leadOverAmbulanceSeconds).padStart(6),
    one.survivorsMorePerYear.toFixed(2).padStart(10),
    (one.alertsPerResponderPerYear?.toFixed(1) ?? "–").padStart(8),
  ];
  return cells.join(" ");
}

function marks(synthetic: readonly string[]): string[] {
  return synthetic.length > 0 ? [`SYNTHETIC: ${synthetic.join(", ")} are invented`, ""] : [];
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function clock(seconds: number | null): string {
  if (seconds === null) return "–";
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function show(value: number | null): string {
  if (value === null || Number.isNaN(value)) return "–";
  return Math.abs(value) <= 1 ? value.toFixed(4) : value.toFixed(1);
}
