/** The Worker as it would be uploaded, bundled into `dist/worker` when a source is newer than what was bundled last. */
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../test/bundle.ts";
import type { Steps } from "./steps.ts";
import { newest } from "./webAssets.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FOLDER = join(ROOT, "dist/worker");
const SCRIPT = "index.js";
const SOURCES = ["src", "wrangler.toml", "package-lock.json"].map((name) => join(ROOT, name));

/** The path of the bundle. The page must have been built: wrangler looks for its folder. */
export async function bundleWorkerIfOlder(steps: Steps): Promise<string> {
  const path = join(FOLDER, SCRIPT);
  if ((await newest([path])) > (await newest(SOURCES))) return path;
  const folder = `${FOLDER}.${process.pid}`;
  await steps.run("Worker bundled", async () => {
    const { code, text } = await bundle(folder);
    if (code !== 0) throw new Error(`the Worker could not be bundled; wrangler said:\n${text}`);
    // a file takes another's place at once: another start may be reading it
    await mkdir(FOLDER, { recursive: true });
    for (const name of [`${SCRIPT}.map`, SCRIPT]) await rename(join(folder, name), join(FOLDER, name));
  });
  await rm(folder, { recursive: true, force: true });
  return path;
}
