/** Builds the page into `dist/web` when a source is newer than what was built last. */
import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildWeb } from "../buildWeb.ts";
import type { Steps } from "./steps.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BUILT = join(ROOT, "dist/web");
const SOURCES = ["src", "scripts/buildWeb.ts", "package-lock.json"].map((name) => join(ROOT, name));

export async function buildWebIfOlder(steps: Steps): Promise<void> {
  if ((await newest([BUILT])) > (await newest(SOURCES))) return;
  await steps.run("page", async () => {
    const outputFolder = `${BUILT}.${process.pid}`;
    await buildWeb({ outputFolder });
    await swap(outputFolder);
  });
}

/** The finished folder takes the old one's place at once: another start may be reading or building. */
async function swap(finished: string): Promise<void> {
  const old = `${finished}.old`;
  await rename(BUILT, old).catch(() => {});
  await rename(finished, BUILT).catch(() => {});
  for (const folder of [old, finished]) await rm(folder, { recursive: true, force: true });
}

/** When the youngest file in these folders was written; 0 where there is none. */
export async function newest(paths: readonly string[]): Promise<number> {
  const times = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => null);
      if (found === null || !found.isDirectory()) return found?.mtimeMs ?? 0;
      return newest((await readdir(path)).map((name) => join(path, name)));
    }),
  );
  return Math.max(0, ...times);
}
