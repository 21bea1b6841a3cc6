/**
 * A scenario as a person writes it → a whole one, or every fault with its field, what was got, range and unit. Fields
 * left out take their defaults; `alert` may be the name of an era. Never a silent clamp.
 */
import type { z } from "zod";
import { ALERT_RULES, type Scenario, scenarioSchema } from "../scenario.ts";
import { type AssumptionRow, assumptionRows } from "./table.ts";

export interface ScenarioFault {
  /** `alert.alertRadiusMeters`; empty: the whole */
  field: string;
  message: string;
}

export type ParsedScenario =
  | { scenario: Scenario; faults: null }
  | { scenario: null; faults: ScenarioFault[] };

const ROWS = new Map(assumptionRows(scenarioSchema).map((row) => [row.name, row]));
const ERAS = Object.keys(ALERT_RULES) as (keyof typeof ALERT_RULES)[];

export function parseScenario(given: unknown): ParsedScenario {
  const resolved = withRuleOfEra(given);
  if (typeof resolved === "string")
    return { scenario: null, faults: [{ field: "alert", message: resolved }] };
  const parsed = scenarioSchema.safeParse(resolved.value);
  if (!parsed.success) {
    const faults = parsed.error.issues.flatMap((issue) => toFaults(issue, resolved.value));
    return { scenario: null, faults };
  }
  const faults = contradictions(parsed.data);
  return faults.length > 0 ? { scenario: null, faults } : { scenario: parsed.data, faults: null };
}

/** What no responder or AED can obey together, though each value alone is in range. */
function contradictions({ alert, willingness, ambulance, localAed }: Scenario): ScenarioFault[] {
  const faults: ScenarioFault[] = [];
  const add = (field: string, message: string) => faults.push({ field, message });
  const { alertRadiusMeters, aedRadiusMeters, fetchRadiusMeters } = alert;
  const apartMax = alertRadiusMeters + aedRadiusMeters;
  if (fetchRadiusMeters !== null && fetchRadiusMeters > apartMax) {
    const why = `no responder within ${alertRadiusMeters} m and AED within ${aedRadiusMeters} m are further apart than ${apartMax} m`;
    add("alert.fetchRadiusMeters", `got ${fetchRadiusMeters} m, but ${why}; give null for any`);
  }
  if (willingness.min > willingness.max) {
    add(
      "willingness.min",
      `got ${willingness.min}, expected at most willingness.max, which is ${willingness.max}`,
    );
  }
  if (ambulance.attachSeconds < ambulance.cprSeconds) {
    add(
      "ambulance.attachSeconds",
      `got ${ambulance.attachSeconds} s, expected at least ambulance.cprSeconds, which is ${ambulance.cprSeconds} s: CPR comes first`,
    );
  }
  if (localAed.cprLeadSeconds >= localAed.medianSeconds) {
    add(
      "localAed.cprLeadSeconds",
      `got ${localAed.cprLeadSeconds} s, expected less than localAed.medianSeconds, which is ${localAed.medianSeconds} s: CPR would begin before the call`,
    );
  }
  return faults;
}

/** `alert: "sms2010"` → that era's rule; a message where no era has the name. */
function withRuleOfEra(given: unknown): { value: unknown } | string {
  if (typeof given !== "object" || given === null || !("alert" in given) || typeof given.alert !== "string") {
    return { value: given };
  }
  const era = ERAS.find((name) => name === given.alert);
  if (!era)
    return `got ${shown(given.alert)}, expected ${ERAS.join(", ")}, or an object with the rule's fields`;
  return { value: { ...given, alert: ALERT_RULES[era] } };
}

function toFaults(issue: z.core.$ZodIssue, given: unknown): ScenarioFault[] {
  const field = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const name = field ? `${field}.${key}` : key;
      return {
        field: name,
        message: `got ${name}, which is no assumption here; expected ${namesUnder(field)}`,
      };
    });
  }
  const got = shown(issue.path.reduce<unknown>((value, key) => (value as never)?.[key], given));
  const row = ROWS.get(field);
  if (issue.code === "not_multiple_of") {
    return [
      { field, message: `got ${got} ${row?.unit}, expected a multiple of ${issue.divisor} ${row?.unit}` },
    ];
  }
  const expected = row ? expectedOf(row) : field ? `an object with ${namesUnder(field)}` : "an object";
  return [{ field, message: `got ${got}, expected ${expected}` }];
}

function expectedOf({ range, unit, isWhole, isNullable }: AssumptionRow): string {
  const kind = isWhole ? "a whole number " : "";
  const inUnit = unit === "–" || unit === "name" ? "" : ` ${unit}`;
  return `${kind}${range}${inUnit}${isNullable ? ", or null" : ""}`;
}

function namesUnder(group: string): string {
  const names = [...ROWS.keys()].filter((name) => name.startsWith(group ? `${group}.` : ""));
  const heads = names.map((name) => name.slice(group ? group.length + 1 : 0).split(".")[0]);
  return [...new Set(heads)].join(", ");
}

const SHOWN_MAX = 60;

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}
