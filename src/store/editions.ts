/** Which edition of each kind of input is in force, and whether it is real, synthetic or absent. */
import type { Database } from "./database.ts";
import type { InputNatures, Nature, RunEditions } from "./schema.ts";

export const INPUT_KINDS = ["aeds", "responders", "population", "regions", "posts"] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

export interface InputsInForce {
  editions: RunEditions;
  inputs: InputNatures;
  /** the oldest data day among the inputs, null when none is known */
  dataDate: string | null;
}

export async function readInputsInForce({ sql }: Database): Promise<InputsInForce> {
  const rows = await sql`select kind, edition, nature, data_date::text as data_date from input_edition`;
  const editions = Object.fromEntries(INPUT_KINDS.map((kind) => [kind, 0])) as unknown as RunEditions;
  const inputs = Object.fromEntries(INPUT_KINDS.map((kind) => [kind, "absent"])) as unknown as InputNatures;
  for (const row of rows) {
    editions[row.kind as InputKind] = row.edition as number;
    inputs[row.kind as InputKind] = row.nature as Nature;
  }
  const days = rows
    .filter((row) => row.nature !== "absent" && row.data_date)
    .map((row) => row.data_date as string);
  return { editions, inputs, dataDate: days.length ? days.sort()[0] : null };
}
