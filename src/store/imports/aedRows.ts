/** AEDs as the loader keeps them: the columns of `aed` and of `merged_aed`, and the way back to records. */
import { positionToShard } from "../../grid/cell.ts";
import type { Aed } from "../../load/records.ts";
import type { MergedAed, SourcedAed } from "../../load/sourcedAed.ts";
import type { BulkColumn } from "./bulkInsert.ts";
import { storableJson } from "./storableText.ts";

/** Everything but the source and the editions. */
export function aedColumns(aeds: readonly Aed[]): Record<string, BulkColumn> {
  return {
    ref: { type: "text", values: aeds.map(({ ref }) => ref) },
    ...fieldColumns(aeds),
    operator: { type: "text", values: aeds.map(({ operator }) => operator) },
    level: { type: "text", values: aeds.map(({ level }) => level) },
    serial: { type: "text", values: aeds.map(({ serial }) => serial) },
  };
}

export function mergedAedColumns(aeds: readonly MergedAed[]): Record<string, BulkColumn> {
  return {
    id: { type: "text", values: aeds.map(({ id }) => id) },
    shard: { type: "text", values: aeds.map(({ position }) => positionToShard(position)) },
    ...fieldColumns(aeds),
    sources: { type: "json", values: aeds.map(({ sources }) => storableJson(sources)) },
  };
}

/** What `aed` and `merged_aed` have alike. */
export function fieldColumns(aeds: readonly (Aed | MergedAed)[]): Record<string, BulkColumn> {
  return {
    lng: { type: "float8", values: aeds.map(({ position }) => position.lng) },
    lat: { type: "float8", values: aeds.map(({ position }) => position.lat) },
    name: { type: "text", values: aeds.map(({ name }) => name) },
    opening_hours: { type: "text", values: aeds.map(({ openingHours }) => openingHours), isRepeated: true },
    open_hours: { type: "text", values: aeds.map(({ openHours }) => openHours), isRepeated: true },
    always_open: { type: "boolean", values: aeds.map(({ alwaysOpen }) => alwaysOpen) },
    indoor: { type: "boolean", values: aeds.map(({ indoor }) => indoor) },
    access: { type: "text", values: aeds.map(({ access }) => access) },
    checked_date: { type: "date", values: aeds.map(({ checkedDate }) => checkedDate) },
    coarsened: { type: "boolean", values: aeds.map(({ coarsened }) => coarsened) },
  };
}

/** A row as `openRows.ts` reads it. */
export function rowToAed(row: Record<string, unknown>): Aed {
  return {
    ref: row.ref as string,
    name: row.name as string | null,
    position: { lng: Number(row.lng), lat: Number(row.lat) },
    openingHours: row.opening_hours as string | null,
    openHours: row.open_hours as string,
    alwaysOpen: row.always_open as boolean | null,
    indoor: row.indoor as boolean | null,
    access: row.access as Aed["access"],
    checkedDate: row.checked_date as string | null,
    coarsened: row.coarsened as boolean,
    operator: row.operator as string | null,
    level: row.level as string | null,
    serial: row.serial as string | null,
  };
}

/** `known_since` is read beside the columns. */
export function rowToSourcedAed(
  row: Record<string, unknown>,
  { id, dataDate }: { id: string; dataDate: string | null },
): SourcedAed {
  return { sourceId: id, dataDate, knownSince: row.known_since as number, aed: rowToAed(row) };
}
