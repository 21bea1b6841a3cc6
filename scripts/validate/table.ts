/** The validation as a table for the docs, and as JSON lines. */
import { RESUSCITATION_RULES } from "../../src/simulate/startRules.ts";
import type { ValidationRow } from "./checks.ts";

const KINDS = ["unit", "calibration", "prediction", "hand"] as const;

export function validationTable(rows: readonly ValidationRow[]): string {
  const head = `| # | figure | published | model | ${KINDS.join(" | ")} | error ÷ tolerance | tolerance | note |`;
  const lines = rows.map((row) => {
    const columns = KINDS.map((kind) => (row.kind === kind ? verdictText(row) : ""));
    return `| ${row.id} | ${row.figure} | ${row.published} | ${modelText(row)} | ${columns.join(" | ")} | ${row.standardisedError?.toFixed(2) ?? ""} | ${rangeText(row)} | ${row.note} |`;
  });
  return [head, head.replace(/[^|]+/g, " --- "), ...lines].join("\n");
}

export function validationSummary(rows: readonly ValidationRow[]): string {
  const count = (verdict: ValidationRow["verdict"], kind?: ValidationRow["kind"]) =>
    rows.filter((row) => row.verdict === verdict && (!kind || row.kind === kind)).length;
  return KINDS.map(
    (kind) =>
      `${kind}: ${count("pass", kind)} pass, ${count("within our tolerance", kind)} within a tolerance of ours, ${count("fail", kind)} fail, ${count("not modelled", kind)} not modelled`,
  ).join("\n");
}

const DECISIONS = { start: "start", doNotStart: "do not start", stop: "stop" } as const;
const USES = { used: "used", share: "as a share", notApplicable: "not applicable" } as const;

/** The rules of starting and stopping resuscitation, and what the model knows of each. */
export function rulesTable(): string {
  const rows = RESUSCITATION_RULES.map(
    ({ decision, rule, use, why }) => `| ${DECISIONS[decision]} | ${rule} | ${USES[use]} | ${why} |`,
  );
  return ["| decision | rule | in the model | how, or why not |", "| --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

function verdictText({ verdict }: ValidationRow): string {
  return verdict === "fail" ? "**FAIL**" : verdict;
}

function modelText({ model, modelLow, modelHigh, unit }: ValidationRow): string {
  if (model === null) return "–";
  const interval = modelLow === null ? "" : ` (${show(modelLow, unit)} to ${show(modelHigh!, unit)})`;
  return `${show(model, unit)}${interval}`;
}

function rangeText({ low, high, unit, tolerance }: ValidationRow): string {
  if (low === null || high === null) return "";
  const end = (value: number) => (Number.isFinite(value) ? show(value, unit) : "…");
  return `${end(low)} to ${end(high)} (${tolerance})`;
}

function show(value: number, unit: ValidationRow["unit"]): string {
  if (!Number.isFinite(value)) return "never";
  if (unit === "s") {
    const whole = Math.round(Math.abs(value));
    return `${value < 0 ? "−" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  }
  if (unit === "%" || unit === "pp") return `${value.toFixed(1)} ${unit}`;
  return unit === "" || unit === "ratio"
    ? value.toPrecision(3)
    : `${value.toPrecision(3)}${unit === "m/s" ? " m/s" : ""}`;
}
