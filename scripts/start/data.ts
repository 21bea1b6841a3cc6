/** What a started database still needs: the demo where nothing was ever loaded, and a run for its inputs. */
import { runImportTask } from "../../src/refresh/importTask.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { readWaiting } from "../../src/store/imports/requests.ts";
import type { OwnDatabase } from "../database/attach.ts";
import type { Demo } from "../demo/index.ts";
import { fillRandom } from "../load/random.ts";
import { recalculateText } from "../recalculate/outcomeText.ts";
import { isDemoWanted, loadDemo, makeDemoBeside } from "./demo.ts";
import type { Steps } from "./steps.ts";

/** `demo` = the one that is being made already, where the database is new. */
export async function fillDatabase(
  own: OwnDatabase,
  { hasDemo, demo }: { hasDemo: boolean; demo: Promise<Demo> | null },
  steps: Steps,
): Promise<void> {
  const { connectionStrings, neonHttp } = own;
  const database = openDatabase({ connectionString: connectionStrings.run, neonHttp });
  if (hasDemo && (await isDemoWanted(database))) {
    await loadDemo(own, await (demo ?? makeDemoBeside(steps)), steps);
  }
  await finishImports(own, steps);
  // the zones are on the map at once: what takes a minute follows
  if (!(await hasPublished(database))) {
    await steps.run("zones of the whole country", ({ advance }) =>
      recalculate(database, { trigger: "start", zonesOnly: true, onProgress: advance }),
    );
  }
  const outcome = await steps.run("zones and simulated response", ({ advance }) =>
    recalculate(database, { trigger: "start", onProgress: advance }),
  );
  if (outcome.reason) steps.say(recalculateText(outcome));
  if (outcome.publishing) await tidy(own, steps);
}

async function hasPublished({ sql }: Database): Promise<boolean> {
  const [{ published }] = await sql`select exists (select from published) as published`;
  return published;
}

/** Imports that waited when the last start ended: the local queue ended with it. Their run is the next step. */
async function finishImports({ connectionStrings, neonHttp }: OwnDatabase, steps: Steps): Promise<void> {
  const database = openDatabase({ connectionString: connectionStrings.load, neonHttp });
  const now = () => new Date();
  const waiting = await readWaiting(database, now());
  const work = { database, now, random: fillRandom, planRun: async () => null };
  for (const id of waiting) await steps.run("an import that waited", () => runImportTask(work, id));
}

/** The embedded database has nobody who tidies beside the work; a real one does it by itself. */
async function tidy({ connectionStrings, neonHttp, isEmbedded }: OwnDatabase, steps: Steps): Promise<void> {
  if (!isEmbedded) return;
  const { sql } = openDatabase({ connectionString: connectionStrings.owner, neonHttp });
  await steps.run("tidying", () => sql`vacuum (analyze)`);
}
