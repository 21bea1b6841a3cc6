/**
 * Single played arrests in Utstein terms, as a row each: every core and supplementary field of the template (table 1.1 of
 * the Dutch chapter on the epidemiology of resuscitation, 2025). What the model does not simulate says so.
 */
import type { Scenario } from "../scenario.ts";
import { lognormalFactors, QUANTILE_BITS } from "./normalQuantiles.ts";
import { witnessedSurvival } from "./outcome.ts";
import { EVENT, EVENT_COUNT, type Replicator, replicate, SOURCES } from "./replicate.ts";
import { isBegun } from "./startRules.ts";
import { bitsAt, drawsOf, uniformAt } from "./streams.ts";

const NOT_SIMULATED = "not simulated";
/** Mean age of Dutch patients (epidemiology of resuscitation in the Netherlands, 2025); its spread is an assumption. */
const AGE_YEARS = { mean: 67, spread: 15, max: 105 };

/** What is known of one arrest beside its events. */
interface PlayedArrest {
  arrest: number;
  record: Float64Array;
  residents: number;
  ageYears: number;
  isMale: boolean;
  isWitnessed: boolean;
  isAtHome: boolean;
  isMedical: boolean;
  isDrowning: boolean;
  isShockable: boolean;
  isAttempted: boolean;
  isAlive: boolean;
  isWell: boolean;
}

interface UtsteinField {
  name: string;
  domain: "system" | "dispatch" | "patient" | "process" | "outcome";
  isCore: boolean;
  value: ((arrest: PlayedArrest) => string | number) | null;
}

const yes = (is: boolean) => (is ? "yes" : "no");
const seconds = (time: number) => (Number.isFinite(time) ? Math.round(time) : "never");
const core = (domain: UtsteinField["domain"], name: string, value: UtsteinField["value"] = null) =>
  ({ name, domain, isCore: true, value }) as const;
const more = (domain: UtsteinField["domain"], name: string, value: UtsteinField["value"] = null) =>
  ({ name, domain, isCore: false, value }) as const;

export const UTSTEIN_FIELDS: readonly UtsteinField[] = [
  core("system", "populationWithin1000m", ({ residents }) => Math.round(residents)),
  core("system", "arrest", ({ arrest }) => arrest),
  core("system", "resuscitationAttempted", ({ isAttempted }) => yes(isAttempted)),
  core("system", "systemDescription"),
  core("dispatch", "ohcaRecognised", ({ record }) => yes(record[EVENT.isAlerted] === 1)),
  core("dispatch", "dispatcherInstructions"),
  core("patient", "ageYears", ({ ageYears }) => ageYears),
  core("patient", "sex", ({ isMale }) => (isMale ? "male" : "female")),
  core("patient", "witnessedByBystander", ({ isWitnessed }) => yes(isWitnessed)),
  core("patient", "location", ({ isAtHome }) => (isAtHome ? "home" : "public")),
  core("patient", "bystanderCpr", ({ record }) =>
    yes(record[EVENT.bystanderSeconds] <= record[EVENT.ambulanceSeconds]),
  ),
  core("patient", "bystanderAed", ({ record }) =>
    yes(record[EVENT.localAedReadySeconds] <= record[EVENT.ambulanceSeconds]),
  ),
  core("patient", "firstRhythm", ({ isShockable }) => (isShockable ? "shockable" : "not shockable")),
  core("patient", "presumedCause", ({ isMedical, isDrowning }) =>
    isDrowning ? "drowning" : isMedical ? "medical" : "other",
  ),
  core("process", "responseTimeSeconds", ({ record }) => seconds(record[EVENT.ambulanceSeconds])),
  core("process", "timeToFirstDefibrillationSeconds", ({ isShockable, isAttempted, record }) =>
    isShockable && isAttempted ? seconds(record[EVENT.readySeconds]) : "no shock",
  ),
  core("process", "medication"),
  core("process", "stemi"),
  core("process", "coronaryAngiography"),
  core("process", "reperfusionAttempted"),
  core("process", "hospitalType"),
  core("outcome", "eventSurvived"),
  core("outcome", "anyRosc"),
  core("outcome", "transportedToHospital"),
  core("outcome", "survivedTo30Days", ({ isAlive }) => yes(isAlive)),
  core("outcome", "goodNeurologicalOutcome", ({ isAlive, isWell }) => (isAlive ? yes(isWell) : "died")),
  more("dispatch", "timeToRecognitionSeconds"),
  more("dispatch", "respondersAlerted"),
  more("dispatch", "alertsAccepted", ({ record }) => record[EVENT.wentCount]),
  more("patient", "firstCprBy", ({ record }) => SOURCES[record[EVENT.cprBy]]),
  more("patient", "firstDefibrillatorBy", ({ record }) => SOURCES[record[EVENT.readyBy]]),
  more("patient", "functionBeforeArrest"),
  more("patient", "comorbidity"),
  more("patient", "ventricularAssistDevice"),
  more("patient", "implantedDefibrillator"),
  more("process", "timeToFirstCompressionSeconds", ({ record }) => seconds(record[EVENT.cprSeconds])),
  more("process", "timeToDefibrillatorReadySeconds", ({ record }) => seconds(record[EVENT.readySeconds])),
  more("process", "prehospitalAirway"),
  more("process", "shockCount"),
  more("process", "timeToMedicationSeconds"),
  more("process", "vascularAccess"),
  more("process", "mechanicalCompression"),
  more("process", "ecpr"),
  more("process", "hospitalSize"),
  more("process", "ecg12Leads"),
  more("process", "temperatureManagement"),
  more("process", "fever"),
  more("process", "mechanicalCirculatorySupport"),
  more("process", "vasopressors"),
  more("process", "neuroprognosticTests"),
  more("outcome", "outcomeOnScene"),
  more("outcome", "outcomeAtHospitalArrival"),
  more("outcome", "treatmentWithdrawn"),
  more("outcome", "contextOfDeath"),
  more("outcome", "timeOfDeath"),
  more("outcome", "organDonation"),
  more("outcome", "statusAfterDischarge"),
  more("outcome", "qualityOfLife"),
];

/**
 * A heading and `count` rows, the arrests numbered from 0: those of the Monte Carlo with the same seed. `respondersAlerted`
 * is what the rule alerts at that instant.
 */
export function utsteinRows(
  replicatorOf: (arrest: number) => Replicator,
  scenario: Scenario,
  { count, residents }: { count: number; residents: number },
): string[] {
  const record = new Float64Array(EVENT_COUNT);
  const rows = [UTSTEIN_FIELDS.map(({ name }) => name).join(",")];
  for (let arrest = 0; arrest < count; arrest++) {
    const replicator = replicatorOf(arrest);
    replicate(replicator, arrest, record);
    const played = playPatient(replicator, scenario, arrest, record, residents);
    const alerted = record[EVENT.isAlerted] === 1 ? replicator.peopleCount.toFixed(1) : 0;
    rows.push(
      UTSTEIN_FIELDS.map(({ name, value }) =>
        name === "respondersAlerted" ? alerted : value ? value(played) : NOT_SIMULATED,
      ).join(","),
    );
  }
  return rows;
}

function playPatient(
  { streams }: Replicator,
  scenario: Scenario,
  arrest: number,
  record: Float64Array,
  residents: number,
): PlayedArrest {
  const { arrests, outcome } = scenario;
  const patient = drawsOf(streams.patient, arrest);
  const luck = drawsOf(streams.outcome, arrest);
  const isWitnessed = uniformAt(patient, 1) < arrests.witnessedShare;
  const isDrowning = uniformAt(patient, 4) < outcome.drowningShare;
  const noFlowSeconds = record[EVENT.cprSeconds] + outcome.collapseBeforeCallSeconds;
  const isAttempted =
    isBegun(noFlowSeconds, outcome, isDrowning) && uniformAt(patient, 5) >= outcome.nonResuscitationShare;
  return {
    arrest,
    record,
    residents,
    ageYears: ageOf(bitsAt(patient, 6)),
    isMale: uniformAt(patient, 0) < arrests.maleShare,
    isWitnessed,
    isAtHome: uniformAt(patient, 2) < arrests.atHomeShare,
    isMedical: uniformAt(patient, 3) < arrests.medicalCauseShare,
    isDrowning,
    isShockable: uniformAt(patient, 7) < arrests.shockableShare,
    isAttempted,
    isAlive: isAttempted && uniformAt(luck, 0) < survivalOf(record, scenario, isWitnessed),
    isWell: uniformAt(luck, 1) < outcome.goodNeurologicalShare,
  };
}

/** Of an attempt that is begun. A function for all rhythms does not know this patient's: survival is drawn without it. */
function survivalOf(record: Float64Array, scenario: Scenario, isWitnessed: boolean): number {
  const { outcome } = scenario;
  const help = {
    cpr: record[EVENT.cprSeconds],
    ready: record[EVENT.readySeconds],
    ambulance: record[EVENT.ambulanceSeconds],
  };
  // whether it is begun is drawn already
  const begun = { ...scenario, outcome: { ...outcome, noFlowLimitSeconds: Number.POSITIVE_INFINITY } };
  const survival = witnessedSurvival(help, begun);
  return isWitnessed ? survival : survival * outcome.unwitnessedFactor;
}

function ageOf(bits: number): number {
  // ln of the factor for a spread of 1 is the standard normal value
  const z = Math.log(lognormalFactors(1)[bits >>> (32 - QUANTILE_BITS)]);
  return Math.min(AGE_YEARS.max, Math.max(0, Math.round(AGE_YEARS.mean + AGE_YEARS.spread * z)));
}
