/** Answers kept as files until all of them are there: what was finished is not asked for again within a day. */
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PoliteFetch } from "./politeFetch.ts";
import { Unready, wholeObject } from "./politeFetch.ts";

/** An unfinished fetch of yesterday would mix two days. Assumption. */
const KEPT_MILLISECONDS = 24 * 3_600_000;
/** The most that the services of PDOK give at once. */
export const PAGE_SIZE = 1_000;
/** A service that ignores where to begin would give the same page for ever. */
const PAGES_MAX = 2_000;

export interface Feature {
  geometry: unknown;
  properties: Record<string, unknown>;
}

/** The text of a file that is there already, else what `make` gives, written whole or not at all. */
export async function kept(folder: string, name: string, make: () => Promise<string>): Promise<string> {
  const path = join(folder, name);
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
  if (age < KEPT_MILLISECONDS) return readFile(path, "utf8");
  const text = await make();
  await mkdir(folder, { recursive: true });
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
  return text;
}

/**
 * All features that a WFS has for a question, a page at a time until as many are there as it says there are, or, where it
 * does not say, until a page is empty: a page that is short may only be its way of saying how much it gives at once.
 */
export async function* wfsPages(
  ask: PoliteFetch,
  folder: string,
  { url, name, question }: { url: string; name: string; question: Record<string, string> },
): AsyncGenerator<Feature[], void, void> {
  let count = 0;
  for (let page = 0; page < PAGES_MAX; page++) {
    const from = count;
    const text = await kept(folder, `${name}-${page}.json`, () =>
      ask({ url: wfsAddress(url, question, from) }, (answer) => {
        featuresOf(wholeObject(answer));
        return answer;
      }),
    );
    const answer = wholeObject(text);
    const more = featuresOf(answer);
    count += more.length;
    if (more.length > 0) yield more;
    const matched = answer.numberMatched;
    if (typeof matched === "number" ? count >= matched : more.length === 0) return;
    if (more.length === 0)
      throw new Error(`got ${count} of ${matched} ${name} from ${new URL(url).host}; start it again later`);
  }
  throw new Error(`got more than ${PAGES_MAX} pages of ${name} from ${new URL(url).host}, expected an end`);
}

function wfsAddress(url: string, question: Record<string, string>, from: number): string {
  const address = new URL(url);
  const asked = {
    service: "WFS",
    version: "2.0.0",
    request: "GetFeature",
    outputFormat: "application/json",
    count: String(PAGE_SIZE),
    startIndex: String(from),
    ...question,
  };
  for (const [key, value] of Object.entries(asked)) address.searchParams.set(key, value);
  return address.href;
}

function featuresOf({ features }: Record<string, unknown>): Feature[] {
  if (Array.isArray(features)) return features as Feature[];
  throw new Unready("it answered JSON without features, expected a GeoJSON FeatureCollection");
}

/** CBS writes names as `aantalInwoners0Tot15Jaar` here and as `aantal_inwoners_0_tot_15_jaar` in its files. */
export function fileNames(properties: Record<string, unknown>): Record<string, unknown> {
  const snake = (name: string) =>
    name
      .replace(/([a-z])([A-Z0-9])/g, "$1_$2")
      .replace(/([0-9])([A-Z])/g, "$1_$2")
      .toLowerCase();
  const entries = Object.entries(properties);
  return Object.fromEntries(
    entries.map(([name, value]) => [/^aantal/.test(name) ? snake(name) : name, value]),
  );
}
