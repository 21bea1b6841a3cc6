/** A seeded town, computed and served by the real app, and a browser to open it in: one for a test file. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { buildWeb } from "../../scripts/buildWeb.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { BACKGROUND_MAP_ORIGIN } from "../../src/web/csp.ts";
import { startBrowser } from "../harness/browser.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { type AppServer, startAppServer } from "./appServer.ts";
import { PATIENCE_MILLISECONDS, settle } from "./mapOnPage.ts";
import { foundTown } from "./town.ts";

let test: TestDatabase;
let server: AppServer;
let browser: Browser;
let webFolder: string;

export function usePageWorld(): void {
  beforeAll(open);
  afterAll(close);
}

/** For what the page cannot do itself, such as drawing a tile. */
export function worldBrowser(): Browser {
  return browser;
}

async function open(): Promise<void> {
  webFolder = await mkdtemp(join(tmpdir(), "zesminuten-web-"));
  test = await startTestDatabase();
  await Promise.all([foundTown(test.database), buildWeb({ outputFolder: webFolder })]);
  await recalculate(test.database, { trigger: "test" });
  server = await startAppServer(publishedStore(test.database), webFolder);
  browser = await startBrowser();
}

async function close(): Promise<void> {
  await browser?.close();
  await server?.close();
  await test?.close();
  await rm(webFolder, { recursive: true, force: true });
}

/** Over the middle of the town, where single cells are drawn. */
export const TOWN = "#at=13.2/52.08/5.07&layer=zone&period=week&lang=nl";
export const WAIT = { timeout: PATIENCE_MILLISECONDS };

/** A page with what a browser must not do behind our back, gathered from the start. */
export interface Watched {
  page: Page;
  consoleErrors: string[];
  foreignRequests: string[];
}

export interface OpenOptions {
  hash?: string;
  width?: number;
  height?: number;
  isOnline?: boolean;
  /** what the background map answers; without it every request to it fails */
  backgroundTile?: Buffer;
}

export async function openPage(options: OpenOptions = {}): Promise<Watched> {
  const { hash = TOWN, width = 1_040, height = 680, isOnline = false, backgroundTile } = options;
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce" });
  const page = await context.newPage();
  const watched: Watched = { page, consoleErrors: [], foreignRequests: [] };
  page.on("console", (message) => {
    if (message.type() === "error") watched.consoleErrors.push(message.text());
  });
  page.on("pageerror", (error) => watched.consoleErrors.push(error.message));
  page.on("request", (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !url.startsWith(server.url)) watched.foreignRequests.push(url);
  });
  const headers = { "Access-Control-Allow-Origin": "*" };
  await context.route(`${BACKGROUND_MAP_ORIGIN}/**`, (route) =>
    backgroundTile
      ? route.fulfill({ body: backgroundTile, contentType: "image/png", headers })
      : route.abort("internetdisconnected"),
  );
  await page.addInitScript((online) => {
    Object.defineProperty(navigator, "onLine", { get: () => online });
  }, isOnline);
  await page.goto(`${server.url}/${hash}`);
  await settle(page);
  return watched;
}

export async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).textContent(WAIT)) ?? "";
}

export const figure = (page: Page, id: string) => textOf(page, `#card [data-figure="${id}"]`);

export async function askApi(path: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.url}/v1/collections/${path}`);
  expect(response.status).toBe(200);
  return ((await response.json()) as { properties: Record<string, unknown> }).properties;
}
