/**
 * A process to be killed: opens the data folder named in its argument and commits batches of 100 rows for ever,
 * printing the number of committed rows after each.
 */
import { attachDatabase } from "../../scripts/database/attach.ts";

const { database } = await attachDatabase({ dataFolder: process.argv[2], command: "endless writer" });
const { sql } = database;
await sql`create table if not exists written (id int primary key, filler text not null)`;
const [{ n }] = await sql`select count(*)::int as n from written`;
for (let committed = n as number; ; committed += 100) {
  const half = (from: number) =>
    sql`insert into written select i, repeat('x', 2000) from generate_series(${from}::int, ${from + 49}::int) i`;
  if (committed > n) process.stdout.write(`${committed}\n`);
  await sql.transaction([half(committed), half(committed + 50)]);
}
