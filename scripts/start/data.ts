/** What a started database still needs: the demo where nothing was ever loaded, and a run for its inputs. */
import { recalculate } from "../../src/refresh/recalculate.ts";
import { openDatabase } from "../../src/store/database.ts";
import type { OwnDatabase } from "../database/attach.ts";
import type { Demo } from "../demo/index.ts";
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
  const { plan, reason } = await steps.run("zones of the whole country", ({ advance }) =>
    recalculate(database, { trigger: "start", onProgress: advance }),
  );
  if (plan === "refused") steps.say(`nothing computed: ${reason}`);
  if (plan === "planned" || plan === "resumed") await tidy(own, steps);
}

/** The embedded database has nobody who tidies beside the work; a real one does it by itself. */
async function tidy({ connectionStrings, neonHttp, isEmbedded }: OwnDatabase, steps: Steps): Promise<void> {
  if (!isEmbedded) return;
  const { sql } = openDatabase({ connectionString: connectionStrings.owner, neonHttp });
  await steps.run("tidying", () => sql`vacuum (analyze)`);
}
