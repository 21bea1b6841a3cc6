/**
 * Several records of one AED → one record. Per field the fresher source that knows it wins; where equally fresh ones
 * contradict each other, the stricter reading, and a finding. An unknown value never wins over a known one.
 */
import { stricter } from "./aedHours.ts";
import { alwaysOpenOf } from "./openHours.ts";
import { type Finding, warning } from "./reader.ts";
import type { Aed, AedAccess } from "./records.ts";
import { type AedOrigin, keyOfRow, type MergedAed, type SourcedAed } from "./sourcedAed.ts";
import { ALL_HOURS, UNKNOWN_HOURS } from "./weekMinutes.ts";

type Hours = Pick<Aed, "openingHours" | "openHours" | "alwaysOpen">;

/** `group`: at least one row, no two of one source. The result does not depend on their order. */
export function mergeFields(group: readonly SourcedAed[]): { aed: MergedAed; findings: Finding[] } {
  if (group.length === 1) return { aed: asItStands(group[0]), findings: [] };
  const rows = [...group].sort(fresherFirst);
  const id = idOf(rows);
  const hours = mergeHours(rows);
  const indoor = freshest(rows, ({ indoor }) => indoor);
  const access = freshest(rows, ({ access }) => (access === "unknown" ? null : access));
  const odd = [...hours.odd, ...indoor.odd.map(() => "indoor"), ...access.odd.map(() => "access")];
  const aed: MergedAed = {
    id,
    name: freshest(rows, ({ name }) => name).values[0] ?? null,
    position: rows[0].aed.position,
    openingHours: hours.openingHours,
    openHours: hours.openHours,
    alwaysOpen: hours.alwaysOpen,
    indoor: indoor.values.length === 1 ? indoor.values[0] : null,
    access: strictestAccess(access.values),
    checkedDate: rows.reduce<string | null>((latest, { aed }) => later(latest, aed.checkedDate), null),
    coarsened: rows[0].aed.coarsened,
    sources: rows.map(originOf),
  };
  return { aed, findings: odd.map((field) => contradictionFinding(id, field, rows)) };
}

function asItStands(row: SourcedAed): MergedAed {
  const { ref, operator, level, serial, ...fields } = row.aed;
  return { ...fields, id: keyOfRow(row), sources: [originOf(row)] };
}

/** The day that a row's fields are of: its last check, else the day of its source's data. `""` = nobody says. */
function freshnessOf({ aed, dataDate }: SourcedAed): string {
  return aed.checkedDate ?? dataDate ?? "";
}

function fresherFirst(p: SourcedAed, q: SourcedAed): number {
  const [one, other] = [freshnessOf(p), freshnessOf(q)];
  if (one !== other) return one > other ? -1 : 1;
  return keyOfRow(p) < keyOfRow(q) ? -1 : 1;
}

/** The row known longest gives its name, so that the id stays while it stays. */
function idOf(rows: readonly SourcedAed[]): string {
  const byAge = [...rows].sort((p, q) => p.knownSince - q.knownSince || (keyOfRow(p) < keyOfRow(q) ? -1 : 1));
  return keyOfRow(byAge[0]);
}

function originOf({ sourceId, aed: { ref, checkedDate } }: SourcedAed): AedOrigin {
  return { sourceId, ref, checkedDate };
}

/** The distinct values of the freshest rows that know the field; `odd` holds the second and later ones. */
function freshest<V>(
  rows: readonly SourcedAed[],
  fieldOf: (aed: Aed) => V | null,
): { values: V[]; odd: V[] } {
  const knowing = rows.filter(({ aed }) => fieldOf(aed) !== null);
  const best = knowing.filter((row) => freshnessOf(row) === freshnessOf(knowing[0]));
  const values = [...new Set(best.map(({ aed }) => fieldOf(aed) as V))];
  return { values, odd: values.slice(1) };
}

const STRICTER_ACCESS: AedAccess[] = ["private", "restricted", "public"];

function strictestAccess(values: readonly AedAccess[]): AedAccess {
  return STRICTER_ACCESS.find((access) => values.includes(access)) ?? "unknown";
}

/**
 * The hours, their text and the word on day and night are one field. Known hours win over unknown ones however old;
 * but a source at least as fresh that says "not day and night", or something nobody can read, takes away day and night.
 */
function mergeHours(rows: readonly SourcedAed[]): Hours & { odd: string[] } {
  const knowing = rows.filter(({ aed }) => aed.openHours !== UNKNOWN_HOURS);
  if (knowing.length === 0) {
    const openingHours = freshest(rows, (aed) => aed.openingHours).values[0] ?? null;
    const alwaysOpen = freshest(rows, (aed) => aed.alwaysOpen).values[0] ?? null;
    return { openingHours, openHours: UNKNOWN_HOURS, alwaysOpen, odd: [] };
  }
  const best = knowing.filter((row) => freshnessOf(row) === freshnessOf(knowing[0])).map(({ aed }) => aed);
  const told = strictestHours(best);
  const beside = rows
    .filter((row) => freshnessOf(row) >= freshnessOf(knowing[0]) && row.aed.openHours === UNKNOWN_HOURS)
    .map(({ aed }) => aed);
  const hours = told.openHours === ALL_HOURS ? withoutDoubt(told, beside) : told;
  const isOdd =
    hours !== told ||
    best.some((aed) => aed.openHours !== best[0].openHours || aed.alwaysOpen !== best[0].alwaysOpen);
  return { ...hours, odd: isOdd ? ["openHours"] : [] };
}

function strictestHours(aeds: readonly Aed[]): Hours {
  const openHours = aeds.map((aed) => aed.openHours).reduce(stricter);
  const alwaysOpen = aeds.some((aed) => aed.alwaysOpen === false) ? false : alwaysOpenOf(openHours);
  const agreeing = aeds.filter((aed) => aed.openHours === openHours && aed.alwaysOpen === alwaysOpen);
  const texts = (agreeing.length > 0 ? agreeing : aeds).map((aed) => aed.openingHours);
  const distinct = [...new Set(texts.filter((text) => text !== null))].sort();
  return { openingHours: distinct.length > 0 ? distinct.join(" | ") : null, openHours, alwaysOpen };
}

/** All week is what needs no doubt beside it (`aedHours.ts` reads the fields of one record in the same way). */
function withoutDoubt(hours: Hours, beside: readonly Aed[]): Hours {
  const isLimited = hours.alwaysOpen === true && beside.some((aed) => aed.alwaysOpen === false);
  const isDoubtful = beside.some((aed) => aed.alwaysOpen === null && aed.openingHours !== null);
  if (!isLimited && !isDoubtful) return hours;
  const alwaysOpen = isLimited || hours.alwaysOpen === false ? false : null;
  return { ...hours, openHours: UNKNOWN_HOURS, alwaysOpen };
}

function later(p: string | null, q: string | null): string | null {
  return p === null || (q !== null && q > p) ? q : p;
}

function contradictionFinding(id: string, field: string, rows: readonly SourcedAed[]): Finding {
  const got = rows
    .map(
      ({ sourceId, aed }) =>
        `${sourceId}: ${field === "openHours" ? (aed.openingHours ?? aed.alwaysOpen) : aed[field as "indoor" | "access"]}`,
    )
    .join(" | ");
  const keys = rows.map(keyOfRow).join(" ");
  const advice = `The stricter of them counts. Correct one, or if these are two AEDs: npm run load -- apart ${keys}`;
  return warning(`AED ${id}`, field, got, "sources that agree, or one that was checked later", advice);
}
