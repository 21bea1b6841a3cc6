/** `--fresh`: takes away what Zesminuten made in a data folder, and nothing else that may lie there. */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { EMBEDDED_FOLDER } from "../database/embedded.ts";

const OURS = [EMBEDDED_FOLDER, `${EMBEDDED_FOLDER}.unfinished`, "worker", "running.json"];

/** The caller holds the folder's lock. False when the person said no. */
export async function emptyDataFolder(dataFolder: string, isSure: boolean): Promise<boolean> {
  if (!existsSync(join(dataFolder, EMBEDDED_FOLDER))) return true;
  if (
    !isSure &&
    !(await isConfirmed(`Delete the database in ${dataFolder} and all that was loaded into it? [y/N] `))
  ) {
    return false;
  }
  for (const name of OURS) await rm(join(dataFolder, name), { recursive: true, force: true });
  return true;
}

async function isConfirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new Error(
      "got --fresh without a terminal to ask, expected --yes with it; add --yes to delete the data",
    );
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question(question);
  lines.close();
  return /^(y|yes|j|ja)$/i.test(answer.trim());
}
