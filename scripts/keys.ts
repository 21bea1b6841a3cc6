/** `npm run keys`: makes, lists, rotates and revokes API keys. `--help` explains it. */
import { attachDatabase } from "./database/attach.ts";
import { KEYS_HELP, readKeysOptions } from "./keys/options.ts";
import { runKeys } from "./keys/runKeys.ts";

process.exit(await main());

async function main(): Promise<number> {
  try {
    const options = readKeysOptions(process.argv.slice(2));
    if (options === null) {
      console.log(KEYS_HELP);
      return 0;
    }
    const { dataFolder, databaseUrl } = options;
    const attached = await attachDatabase({
      dataFolder,
      databaseUrl,
      role: "owner",
      command: "npm run keys",
    });
    try {
      const { out, told } = await runKeys(attached.database, options, new Date());
      if (told) console.error(told);
      if (out) console.log(out);
      return 0;
    } finally {
      await attached.close();
    }
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}
