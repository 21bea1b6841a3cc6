/** Builds the page into `dist/web` when a source is newer than what was built last. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Steps } from "./steps.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BUILT = join(ROOT, "dist/web");
const SOURCES = ["src", "scripts/buildWeb.ts", "package-lock.json"].map((name) => join(ROOT, name));

export async function buildWebIfOlder(steps: Steps): Promise<void> {
  if ((await newest([BUILT])) > (await newest(SOURCES))) return;
  await steps.run("page", async () => {
    const { buildWeb } = await import("../buildWeb.ts");
    await buildWeb();
  });
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
