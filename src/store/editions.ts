/** Which edition of each kind of input is in force, and whether it is real, synthetic or absent. */
import type { Database } from "./database.ts";
import type { InputNatures, Nature, RunEditions } from "./schema.ts";

/**
 * Named in every run, loaded or not. Others are named only since they were first loaded, so that a run of before is still one of the same inputs.
 */
const BASIC_KINDS: readonly InputKind[] = ["aeds", "responders", "population", "regions", "posts"];
/** What figures are as old as: posts of police and fire are only shown. */
const DATED_KINDS: readonly InputKind[] = [...BASIC_KINDS, "streets"];
type InputKind = keyof RunEditions;

export interface InputsInForce {
  editions: RunEditions;
  inputs: InputNatures;
  /** the oldest data day among the inputs that figures are made of, null when none is known */
  dataDate: string | null;
}

export async function readInputsInForce({ sql }: Database): Promise<InputsInForce> {
  const rows = await sql`select kind, edition, nature, data_date::text as data_date,
      kind = 'responders' and exists (select from protected_unit
        where edition = input_edition.edition and weekday is not null) as has_whereabouts
    from input_edition`;
  const editions = Object.fromEntries(BASIC_KINDS.map((kind) => [kind, 0])) as unknown as RunEditions;
  const inputs = Object.fromEntries(BASIC_KINDS.map((kind) => [kind, "absent"])) as unknown as InputNatures;
  for (const row of rows) {
    editions[row.kind as InputKind] = row.edition as number;
    inputs[row.kind as InputKind] = row.nature as Nature;
    if (row.has_whereabouts) inputs.whereabouts = row.nature as Nature;
  }
  const days = rows
    .filter((row) => DATED_KINDS.includes(row.kind) && row.nature !== "absent" && row.data_date)
    .map((row) => row.data_date as string);
  return { editions, inputs, dataDate: days.length ? days.sort()[0] : null };
}
