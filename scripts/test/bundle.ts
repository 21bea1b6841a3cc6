/** The Worker's bundle as it would be deployed, and its size. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type Outcome, run } from "./steps.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Issue 2: the Worker is at most 1 MB gzipped (the free plan allows 3 MB). */
export const BUNDLE_LIMIT_BYTES = 1_000_000;

/** One check for the bundle itself, one for its size. */
export async function checkBundle(outputFolder: string): Promise<Outcome> {
  const { code, text } = await bundle(outputFolder);
  if (code !== 0) return { passed: 0, failed: 2, skipped: 0, text };
  const bytes = await gzippedBytes(outputFolder);
  const size = `Worker bundle: ${(bytes / 1000).toFixed(1)} kB gzipped, at most ${BUNDLE_LIMIT_BYTES / 1000} kB`;
  const isSmall = bytes > 0 && bytes <= BUNDLE_LIMIT_BYTES;
  return { passed: isSmall ? 2 : 1, failed: isSmall ? 0 : 1, skipped: 0, text: size };
}

/** Bundles into the folder and gives the size; throws what wrangler said where it could not. */
export async function bundleBytes(outputFolder: string): Promise<number> {
  const { code, text } = await bundle(outputFolder);
  if (code !== 0) throw new Error(`got no bundle, expected one; wrangler said:\n${text}`);
  return gzippedBytes(outputFolder);
}

/** What wrangler would upload, from wherever and by whichever Node this runs. */
export function bundle(outputFolder: string): Promise<{ code: number; text: string }> {
  const wrangler = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
  const config = join(ROOT, "wrangler.toml");
  const args = [wrangler, "deploy", "--dry-run", "--config", config, "--outdir", outputFolder];
  return run(process.execPath, args, false);
}

/** Everything that is uploaded as code; maps and the note that wrangler adds are not. */
async function gzippedBytes(folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => !/\.map$|^README\.md$/.test(name));
  const sizes = await Promise.all(
    names.map(async (name) => gzipSync(await readFile(join(folder, name)), { level: 9 }).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
