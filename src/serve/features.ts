/**
 * Pages of features as OGC API – Features wants them: absolute links, numberMatched over all pages, and a `next`
 * that carries the run, so that a page turned while a new run is published still belongs to the first.
 */
import type { Context } from "hono";
import type { Page, PageQuery, PublishedRun } from "../store/published.ts";
import type { Box } from "./box.ts";
import { type AppDependencies, apiUrl, isSynthetic, provenance, selfUrl } from "./context.ts";
import { type CrsUri, type Geometry, geometryToCrs } from "./crs.ts";
import { CACHE, MEDIA, respond } from "./respond.ts";

export interface ServedFeature {
  id: string;
  /** in the system asked for */
  bbox?: readonly number[];
  geometry: Geometry | null;
  properties: Record<string, unknown>;
}

export interface Link {
  href: string;
  rel: string;
  type?: string;
  title?: string;
  hreflang?: string;
  templated?: boolean;
}

interface ItemsQuery {
  limit: number;
  offset: number;
  crs: CrsUri;
  runId?: string;
}

/** `head`: what is said of all features at once. `read` is called only when the client does not hold this page already. */
export function respondItems(
  c: Context,
  dependencies: AppDependencies,
  { run, query, collectionId }: { run: PublishedRun; query: ItemsQuery; collectionId: string },
  read: () => Promise<Page<ServedFeature> & { head?: Record<string, unknown> }>,
): Promise<Response> {
  return respondAboutRun(c, dependencies, { run, query, type: MEDIA.geojson }, async () => {
    const { items, matched, head } = await read();
    return JSON.stringify({
      type: "FeatureCollection",
      ...head,
      ...provenance(run),
      timeStamp: (dependencies.now?.() ?? new Date()).toISOString(),
      numberMatched: matched,
      numberReturned: items.length,
      links: pageLinks(c, dependencies, { run, query, matched, collectionId }),
      features: items.map((feature) => renderFeature(feature, query.crs, run)),
    });
  });
}

/** One feature, with its provenance both as members and as properties: many readers keep only the properties. */
export function respondItem(
  c: Context,
  dependencies: AppDependencies,
  {
    run,
    query,
    collectionId,
  }: { run: PublishedRun; query: Omit<ItemsQuery, "limit" | "offset">; collectionId: string },
  read: () => Promise<ServedFeature>,
): Promise<Response> {
  return respondAboutRun(c, dependencies, { run, query, type: MEDIA.geojson }, async () => {
    const feature = renderFeature(await read(), query.crs, run);
    const properties = { ...feature.properties, ...provenance(run) };
    const collection = `${apiUrl(c, dependencies)}/collections/${collectionId}`;
    const links: Link[] = [
      { href: selfUrl(c, dependencies).href, rel: "self", type: MEDIA.geojson },
      { href: collection, rel: "collection", type: MEDIA.json },
    ];
    return JSON.stringify({ ...feature, properties, ...provenance(run), links });
  });
}

/** An answer that depends on a run and its own address only: kept for ever where the address carries the run. */
export function respondAboutRun(
  c: Context,
  dependencies: AppDependencies,
  { run, query, type }: { run: PublishedRun; query: { runId?: string; crs?: CrsUri }; type: string },
  render: () => Promise<string>,
): Promise<Response> {
  const self = selfUrl(c, dependencies);
  // the time stamp is left out of the tag: it tells when a page was written, not what it says
  const etagOf = [dependencies.version, run.id, self.href, type].join(" ");
  const headers: Record<string, string> = { "Content-Location": withRun(self, run).href, Vary: "Accept" };
  if (query.crs) headers["Content-Crs"] = `<${query.crs}>`;
  return respond(c, { type, cache: query.runId ? CACHE.immutable : CACHE.pointer, etagOf, headers }, render);
}

function renderFeature({ id, bbox, geometry, properties }: ServedFeature, crs: CrsUri, run: PublishedRun) {
  return {
    type: "Feature" as const,
    id,
    ...(bbox ? { bbox } : {}),
    geometry: geometry && geometryToCrs(geometry, crs),
    properties: { ...properties, synthetic: isSynthetic(run) },
  };
}

export function withRun(url: URL, run: PublishedRun): URL {
  const keyed = new URL(url);
  keyed.searchParams.set("runId", run.id);
  return keyed;
}

function pageLinks(
  c: Context,
  dependencies: AppDependencies,
  page: { run: PublishedRun; query: ItemsQuery; matched: number; collectionId: string },
): Link[] {
  const { run, query, matched, collectionId } = page;
  const self = selfUrl(c, dependencies);
  const links: Link[] = [
    { href: self.href, rel: "self", type: MEDIA.geojson },
    { href: `${apiUrl(c, dependencies)}/collections/${collectionId}`, rel: "collection", type: MEDIA.json },
  ];
  const at = (offset: number) => {
    const url = withRun(self, run);
    url.searchParams.set("offset", String(offset));
    return url.href;
  };
  const nextOffset = query.offset + query.limit;
  if (nextOffset < matched) links.push({ href: at(nextOffset), rel: "next", type: MEDIA.geojson });
  if (query.offset > 0) {
    links.push({ href: at(Math.max(0, query.offset - query.limit)), rel: "prev", type: MEDIA.geojson });
  }
  return links;
}

/** Rows that are asked of the store at a time where the answer has to be sifted. */
const SIFT_ROWS = 2_000;

/**
 * A page out of a box. A box that the store cannot express (RD, antimeridian) is read by its envelope and sifted,
 * so that numberMatched is right.
 */
export async function readInBox<T>(
  read: (query: PageQuery) => Promise<Page<T>>,
  { box, limit, offset }: { box: Box | undefined; limit: number; offset: number },
  isInBox: (item: T, box: Box) => boolean,
): Promise<Page<T>> {
  if (!box?.isWiderThanBox) return read({ bbox: box?.envelope, limit, offset });
  const inside: T[] = [];
  for (let from = 0, matched = 1; from < matched; from += SIFT_ROWS) {
    const page = await read({ bbox: box.envelope, limit: SIFT_ROWS, offset: from });
    inside.push(...page.items.filter((item) => isInBox(item, box)));
    matched = page.matched;
  }
  return { items: inside.slice(offset, offset + limit), matched: inside.length };
}
