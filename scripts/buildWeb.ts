/** Builds the map page into dist/web: index.html, hashed scripts and styles, and headers for the static files. */
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";
import { PAGE_CONTENT_SECURITY_POLICY } from "../src/web/csp.ts";
import { TEXTS } from "../src/web/texts.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const WEB = join(ROOT, "src/web");
const ASSETS = "assets";

export interface BuiltFile {
  path: string;
  bytes: number;
  gzippedBytes: number;
}

/** `outputFolder` is emptied first; what comes back lists every file with its size. */
export async function buildWeb({ outputFolder = join(ROOT, "dist/web") } = {}): Promise<BuiltFile[]> {
  await rm(outputFolder, { recursive: true, force: true });
  await mkdir(join(outputFolder, ASSETS), { recursive: true });
  const workerPath = await copyMapWorker(outputFolder);
  const metafile = await bundle(outputFolder, workerPath);
  const page = await readFile(join(WEB, "index.html"), "utf8");
  const filled = withDutchTexts(page).replace("<!-- build:head -->", headTags(metafile));
  await writeFile(join(outputFolder, "index.html"), filled);
  await writeFile(join(outputFolder, "_headers"), staticHeaders());
  return sizes(outputFolder, [...Object.keys(metafile.outputs).map(publicPath), workerPath, "/index.html"]);
}

/** MapLibre draws tiles in a worker that is a file of its own; served from our origin under a name with its hash. */
async function copyMapWorker(outputFolder: string): Promise<string> {
  const library = dirname(createRequire(import.meta.url).resolve("maplibre-gl/package.json"));
  const source = join(library, "dist/maplibre-gl-worker.mjs");
  const hash = createHash("sha256")
    .update(await readFile(source))
    .digest("hex")
    .slice(0, 8);
  const path = `/${ASSETS}/map-worker-${hash.toUpperCase()}.mjs`;
  await cp(source, join(outputFolder, path));
  return path;
}

async function bundle(outputFolder: string, workerPath: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join(WEB, "main.ts"), join(WEB, "style.css")],
    outdir: join(outputFolder, ASSETS),
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["es2022", "chrome110", "firefox115", "safari16.4"],
    minify: true,
    metafile: true,
    legalComments: "inline",
    define: { MAP_WORKER_URL: JSON.stringify(workerPath) },
  });
  return metafile;
}

/** The library's chunk is asked for at once, not only when the page's own script has run. */
function headTags({ outputs }: Metafile): string {
  const paths = Object.entries(outputs);
  const main = paths.find(([, { entryPoint }]) => entryPoint?.endsWith("main.ts"));
  const style = paths.find(([path]) => path.endsWith(".css"));
  if (!main || !style)
    throw new Error("got no main script or style from esbuild, expected both; see src/web");
  const chunks = main[1].imports
    .filter(({ kind }) => kind === "dynamic-import")
    .map(({ path }) => publicPath(path));
  return [
    `<link rel="stylesheet" href="${publicPath(style[0])}" />`,
    ...chunks.map((path) => `<link rel="modulepreload" href="${path}" />`),
    `<script type="module" src="${publicPath(main[0])}"></script>`,
  ].join("\n    ");
}

/** The page reads well before its script has run: every `data-text` gets its Dutch words. */
function withDutchTexts(page: string): string {
  return page.replace(/data-text="(\w+)"([^>]*)>[^<]*</g, (_, key: string, rest: string) => {
    const text = (TEXTS.nl.page as unknown as Record<string, string | undefined>)[key];
    if (text === undefined)
      throw new Error(`got data-text="${key}", expected a key of PageTexts; see src/web/texts.ts`);
    return `data-text="${key}"${rest}>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}<`;
  });
}

/** Files with a hash never change; the page itself is asked for anew each time. */
function staticHeaders(): string {
  return [
    `/${ASSETS}/*`,
    "  Cache-Control: public, max-age=31536000, immutable",
    "  X-Content-Type-Options: nosniff",
    "/index.html",
    "  Cache-Control: no-cache",
    `  Content-Security-Policy: ${PAGE_CONTENT_SECURITY_POLICY}`,
    "  X-Content-Type-Options: nosniff",
    "  X-Frame-Options: DENY",
    "  Referrer-Policy: no-referrer",
    "",
  ].join("\n");
}

function publicPath(path: string): string {
  return path.slice(path.lastIndexOf(`/${ASSETS}/`));
}

async function sizes(outputFolder: string, paths: string[]): Promise<BuiltFile[]> {
  return Promise.all(
    paths.map(async (path) => {
      const content = await readFile(join(outputFolder, path));
      return { path, bytes: content.length, gzippedBytes: gzipSync(content, { level: 9 }).length };
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, bytes, gzippedBytes } of await buildWeb()) {
    console.log(`${path.padEnd(40)} ${kilobytes(bytes)} ${kilobytes(gzippedBytes)} gzipped`);
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
}
