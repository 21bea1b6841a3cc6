/**
 * Provincie, veiligheidsregio and GGD as roll-ups of gemeenten: no boundaries of their own, the sum of their parts.
 * A roll-up that misses a gemeente is left out: half a province would look like a whole one.
 */
import type { RegionsOfShard } from "../grid/polygonToCells.ts";
import {
  GEMEENTE_TABLE,
  type GemeenteRow,
  ROLL_UP_KINDS,
  ROLL_UP_NAMES,
  type RollUpKind,
} from "./gemeenteTable.ts";
import { type Finding, rejected, warning } from "./reader.ts";
import type { Region } from "./records.ts";

export interface RollUps {
  /** regions without polygons, ordered by kind and code */
  regions: Region[];
  /** code of a gemeente → codes of the roll-ups (of those in `regions`) that it belongs to */
  codesOfGemeente: Map<string, Partial<Record<RollUpKind, string>>>;
  findings: Finding[];
}

/** The roll-ups that the loaded gemeenten make up completely. */
export function rollUpRegions(
  regions: readonly Region[],
  table: readonly GemeenteRow[] = GEMEENTE_TABLE,
): RollUps {
  const gemeenten = new Map(
    regions.filter(({ kind }) => kind === "gemeente").map((region) => [region.code, region]),
  );
  const rollUps: RollUps = {
    regions: [],
    codesOfGemeente: new Map(),
    findings: unknownGemeenten(gemeenten, table),
  };
  for (const kind of ROLL_UP_KINDS) {
    for (const [code, members] of membersByCode(table, kind)) {
      const missing = members.filter((row) => !gemeenten.has(row.code));
      if (missing.length === members.length) continue;
      if (missing.length > 0) {
        rollUps.findings.push(missingFinding(kind, code, missing, members.length));
        continue;
      }
      rollUps.regions.push(
        rollUp(
          kind,
          code,
          members.map((row) => gemeenten.get(row.code)!),
        ),
      );
      for (const row of members) {
        rollUps.codesOfGemeente.set(row.code, { ...rollUps.codesOfGemeente.get(row.code), [kind]: code });
      }
    }
  }
  return rollUps;
}

/** The gemeente column of one shard, followed by the columns of its roll-ups. */
export function rollUpCells(
  columns: readonly RegionsOfShard[],
  codesOfGemeente: RollUps["codesOfGemeente"],
): RegionsOfShard[] {
  const gemeente = columns.find(({ kind }) => kind === "gemeente");
  if (!gemeente) return [...columns];
  const rolled = ROLL_UP_KINDS.map((kind): RegionsOfShard => {
    const codeOf = gemeente.codes.map((code) => codesOfGemeente.get(code)?.[kind]);
    const codes = [...new Set(codeOf.filter((code) => code !== undefined))].sort();
    const rolledValue = Uint16Array.of(
      0,
      ...codeOf.map((code) => (code === undefined ? 0 : 1 + codes.indexOf(code))),
    );
    return { kind, codes, cell: gemeente.cell.map((value) => rolledValue[value]) };
  });
  return [...columns, ...rolled.filter(({ codes }) => codes.length > 0)];
}

function membersByCode(table: readonly GemeenteRow[], kind: RollUpKind): [string, GemeenteRow[]][] {
  const members = new Map<string, GemeenteRow[]>();
  for (const row of table) {
    const code = row[kind];
    if (code !== null) members.set(code, [...(members.get(code) ?? []), row]);
  }
  return [...members].sort(([p], [q]) => (p < q ? -1 : 1));
}

/** Residents are not known as soon as one gemeente's are not. */
function rollUp(kind: RollUpKind, code: string, members: Region[]): Region {
  const residents = members.reduce<number | null>(
    (sum, region) => (sum === null || region.residents === null ? null : sum + region.residents),
    0,
  );
  const name = ROLL_UP_NAMES[kind][code] ?? code;
  return { code, name, kind, parentCode: null, residents, polygons: [] };
}

function unknownGemeenten(gemeenten: Map<string, Region>, table: readonly GemeenteRow[]): Finding[] {
  const known = new Set(table.map(({ code }) => code));
  return [...gemeenten.values()]
    .filter(({ code }) => !known.has(code))
    .map(({ code, name }) =>
      warning(
        `gemeente ${code}`,
        "roll-up",
        `${name}, which the table does not have`,
        "a gemeente of the table of regions",
        "load the table of the same year; until then it counts in no provincie, veiligheidsregio or GGD",
      ),
    );
}

function missingFinding(
  kind: RollUpKind,
  code: string,
  missing: GemeenteRow[],
  memberCount: number,
): Finding {
  const names = missing.map(({ name }) => name).join(", ");
  const got = `${memberCount - missing.length} of ${memberCount} gemeenten; without ${names}`;
  return rejected(
    `${kind} ${code}`,
    "roll-up",
    got,
    "all of its gemeenten",
    "load them, or the table of their year",
  );
}
