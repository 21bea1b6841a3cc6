/** Reads collections to their last page, checking what every page has to say of itself. */
import { expect } from "vitest";
import { NO_UINT8 } from "../../src/coverage/columns.ts";
import { childAt, childCount } from "../../src/grid/shard.ts";
import { fakeBase } from "./fakeColumns.ts";
import { SHARDS } from "./fakeStore.ts";

export interface Page {
  features: { id: string; geometry: { coordinates: never }; properties: Record<string, unknown> }[];
  numberMatched: number;
  numberReturned: number;
  links: { rel: string; href: string; type: string }[];
}
type AskJson = (path: string) => Promise<Page>;

/** Follows `next` to the end. */
async function everyPage(askJson: AskJson, path: string): Promise<Page[]> {
  const pages: Page[] = [];
  for (let next: string | undefined = path; next; ) {
    const page: Page = await askJson(next);
    pages.push(page);
    next = page.links.find(({ rel }) => rel === "next")?.href;
    expect(pages.length).toBeLessThan(400);
  }
  return pages;
}

export async function idsOf(askJson: AskJson, path: string): Promise<string[]> {
  const pages = await everyPage(askJson, path);
  const ids = pages.flatMap(({ features }) => features.map(({ id }) => id));
  for (const page of pages) {
    expect(page.numberReturned).toBe(page.features.length);
    expect(page.numberMatched).toBe(ids.length);
  }
  expect(new Set(ids).size).toBe(ids.length);
  return ids;
}

/** Every cell of the fake run that is no sea, in the order of the API. */
export function cellsOfDomain(resolution: number): string[] {
  return SHARDS.flatMap((shard) => {
    const { land } = fakeBase(shard, resolution);
    return Array.from({ length: childCount(resolution) }, (_, n) => n)
      .filter((n) => land[n] !== NO_UINT8)
      .map((n) => childAt(shard, resolution, n));
  });
}
