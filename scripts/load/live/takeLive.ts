/** `npm run load -- live`: fetch everything, then take it in by the ordinary imports, each whole or not at all. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { CONTACT, VERSION } from "../../../src/serve/identity.ts";
import type { ImportReport } from "../../../src/store/imports/report.ts";
import { type InputFile, openInputFile } from "../files.ts";
import type { LoadOptions } from "../options.ts";
import { fetchLive, type LiveFiles } from "./fetchLive.ts";
import { createPoliteFetch } from "./politeFetch.ts";
import { liveServices } from "./services.ts";

const CBS = "CBS, CC BY 4.0";
const OSM = "© OpenStreetMap contributors, ODbL";

export interface Live {
  files: LiveFiles;
  folder: string;
  /** `gm0503` or `nl` */
  name: string;
}

export async function fetchAll({ gemeente, dataFolder, services }: LoadOptions): Promise<Live> {
  const name = gemeente?.toLowerCase() ?? "nl";
  const folder = join(dataFolder, "live", name);
  const tell = (sentence: string) => process.stderr.write(`live ${name}: ${sentence}\n`);
  const ask = createPoliteFetch({
    userAgent: `Zesminuten/${VERSION} (${CONTACT.url}; ${CONTACT.email})`,
    onWait: tell,
  });
  const files = await fetchLive(ask, {
    gemeente: gemeente ?? null,
    services: liveServices(services, process.env),
    folder,
    onStep: tell,
  });
  return { files, folder, name };
}

export type Take = (options: LoadOptions, files: InputFile[]) => Promise<ImportReport>;

/** How many of the three are in force now; what is not taken in leaves the last good data of its kind as they are. */
export async function takeLive(
  { files, folder, name }: Live,
  options: LoadOptions,
  take: Take,
): Promise<{ taken: number; isWhole: boolean }> {
  const extent = files.extent.join(",");
  const parts = [
    {
      paths: files.regions,
      told: {
        subject: "regions",
        sourceId: `cbs-regions-${name}`,
        title: "CBS wijken en buurten",
        attribution: CBS,
      },
    },
    {
      paths: [files.squares],
      told: {
        subject: "population",
        sourceId: `cbs-squares-${name}`,
        title: "CBS squares",
        attribution: CBS,
      },
    },
    {
      paths: [files.aeds],
      told: { subject: "aeds", sourceId: "osm-live", title: "OpenStreetMap", attribution: OSM, extent },
    },
  ] as const;
  let taken = 0;
  for (const { paths, told } of parts) {
    const report = await take(
      { ...options, ...told },
      await Promise.all(paths.map((path) => openInputFile(path))),
    );
    if (report.refused === null && report.accepted > 0) taken++;
  }
  const isWhole = taken === parts.length;
  if (isWhole) await rm(folder, { recursive: true, force: true });
  return { taken, isWhole };
}
