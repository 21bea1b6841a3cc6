import AxeBuilder from "@axe-core/playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BACKGROUND_MAP_ORIGIN } from "../../src/web/csp.ts";
import {
  clickAt,
  drawn,
  drawnColors,
  findPlainCell,
  hasBackground,
  PATIENCE_MILLISECONDS,
  pixelsOfLayer,
  settle,
} from "./mapOnPage.ts";
import {
  askApi,
  figure,
  openPage,
  TOWN,
  textOf,
  usePageWorld,
  WAIT,
  type Watched,
  worldBrowser,
} from "./pageWorld.ts";
import { KNOWN_AED, LAKE } from "./town.ts";

usePageWorld();

describe("the map page without internet", { timeout: 3 * PATIENCE_MILLISECONDS }, () => {
  let watched: Watched;
  beforeAll(async () => {
    watched = await openPage();
  }, PATIENCE_MILLISECONDS);
  afterAll(() => watched?.page.context().close());

  it("loads without an error and asks nothing outside", async () => {
    expect(watched.consoleErrors).toEqual([]);
    expect(watched.foreignRequests).toEqual([]);
    expect(await hasBackground(watched.page)).toBe(false);
  });

  it("draws cells and AEDs in more than one colour", async () => {
    const cells = await drawn(watched.page, "coverage-cells");
    expect(cells.length).toBeGreaterThan(500);
    expect(new Set(cells.map(({ inOfficialZone }) => inOfficialZone))).toEqual(new Set([true, false]));
    expect((await drawn(watched.page, "aeds")).length).toBeGreaterThan(10);
    const [first, second] = await drawnColors(watched.page);
    // inside and outside both take a good part of the picture, and neither is all of it
    expect(first[1]).toBeLessThan(0.9);
    expect(second[1]).toBeGreaterThan(0.03);
  });

  it("leaves a watermark in the canvas itself, in every quarter of it, and (demo) in the title", async () => {
    for (const pixels of await pixelsOfLayer(watched.page, "watermark")) expect(pixels).toBeGreaterThan(500);
    expect(await textOf(watched.page, "h1")).toContain("(demo)");
  });

  it("says who made it, how old the data are, and to call 112", async () => {
    expect(await textOf(watched.page, "#data-date")).toBe("Gegevens van 31 januari 2026");
    expect(await textOf(watched.page, ".maplibregl-ctrl-attrib")).toContain("Zesminuten (demo)");
    expect(await watched.page.locator(".emergency-call").getAttribute("href")).toBe("tel:112");
    expect(await textOf(watched.page, ".emergency-call")).toContain("Bel 112");
  });

  it("carries (demo), the date and a copy of the map onto paper", async () => {
    const { page } = watched;
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    // an A4 less its margins is as narrow as a tablet, where the screen folds the legend away
    const viewport = page.viewportSize()!;
    await page.setViewportSize({ width: 703, height: 1_000 });
    expect(await page.locator("#print-map canvas").isVisible()).toBe(true);
    expect(await page.locator("#legend").isVisible()).toBe(true);
    await page.setViewportSize(viewport);
    for (const words of ["Zesminuten (demo)", "31 januari 2026", "verzonnen gegevens", "Bel 112"]) {
      expect(await textOf(page, "#print-note")).toContain(words);
    }
    const isBlank = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>("#print-map canvas")!;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      return data.every((value, i) => value === data[i % 4]);
    });
    expect(isBlank).toBe(false);
    await page.emulateMedia({ media: "screen" });
    // makes its own print events, before and after
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.toString("latin1").match(/\/Type \/Page\b/g)).toHaveLength(1);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  });

  it("shows in the card the numbers that the API gives for that cell and period", async () => {
    const { page } = watched;
    await page.getByRole("radio", { name: /^Nacht/ }).check();
    const target = await findPlainCell(page);
    await clickAt(page, target);
    const api = await askApi(`coverage/items/${target.cell}?period=night`);
    const dutch = (value: unknown) => Number(value).toLocaleString("nl-NL", { maximumFractionDigits: 0 });

    expect(await figure(page, "residents")).toBe(dutch(api.residents));
    const nearest = api.nearestAedMeters === null ? "meer dan 2.500 m" : `${dutch(api.nearestAedMeters)} m`;
    expect(await figure(page, "nearestAedMeters")).toBe(nearest);
    expect(await figure(page, "aedsWithin500m")).toBe(dutch(api.aedsWithin500m));
    expect(await figure(page, "openShare")).toBe(`${dutch(100 * Number(api.openShare))}%`);
    const words = await textOf(page, "#card");
    expect(words).toContain(api.inOfficialZone ? "In de officiële zone" : "Buiten de officiële zone");
    expect(words).toContain("Zij zegt niet dat reanimatie of een AED er binnen zes minuten is.");
    expect(words).toContain("Verzonnen gegevens (demo)");
  });

  it("changes every text, the page's language and the address with the language", async () => {
    const { page } = watched;
    await page.getByRole("button", { name: "English" }).click();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(page.url()).toContain("lang=en");
    const words = async () => (await textOf(page, "header")) + (await textOf(page, "main"));
    expect(await words()).toContain("What do you want to see?");
    expect(await words()).toContain("It does not mean that help or an AED is there within six minutes.");
    // the open card follows when its figures have come again
    await expect.poll(words, WAIT).not.toMatch(/Officiële|Inwoners|Gegevens van|Wanneer|Deze plek/);
  });
});

describe("a switch", { timeout: 3 * PATIENCE_MILLISECONDS }, () => {
  it("of period asks for that period's tiles and draws what they say; of layer changes the picture", async () => {
    const { page } = await openPage({ hash: TOWN.replace("zone", "reachable") });
    const reachable = async () =>
      (await drawn(page, "coverage-cells")).filter(({ reachableWithin500m }) => reachableWithin500m === true)
        .length;
    const dayAndNight = await reachable();
    const isTileOfWeekday = (url: string) => url.includes("period=weekday") && !url.includes("f=tilejson");
    const asked = page.waitForRequest((request) => isTileOfWeekday(request.url()), WAIT);
    await page.getByRole("radio", { name: /^Werkdag/ }).check();
    await asked;
    await settle(page);
    // the town's AEDs with office hours are open on workdays 08–18 and count then, not day and night
    await expect.poll(reachable, WAIT).toBeGreaterThan(dayAndNight);
    expect(page.url()).toContain("period=weekday");

    const before = await drawnColors(page);
    await page.getByRole("radio", { name: /Burgerhulpverleners/ }).check();
    await settle(page);
    expect(await textOf(page, "#legend")).toContain("Geteld waar zij wonen");
    expect((await drawnColors(page))[0][0]).not.toBe(before[0][0]);
    await page.context().close();
  });
});

describe("the background map", { timeout: 3 * PATIENCE_MILLISECONDS }, () => {
  it("is drawn when it answers, with its attribution", async () => {
    const blank = await worldBrowser().newPage({ viewport: { width: 256, height: 256 } });
    const backgroundTile = await blank.screenshot();
    await blank.close();
    const { page, foreignRequests } = await openPage({ isOnline: true, backgroundTile });
    await expect.poll(() => hasBackground(page), WAIT).toBe(true);
    await expect
      .poll(() => textOf(page, ".maplibregl-ctrl-attrib"), WAIT)
      .toContain("Kaartgegevens © Kadaster");
    // the probe, and tiles of the view
    await expect.poll(() => foreignRequests.length, WAIT).toBeGreaterThan(1);
    expect(foreignRequests.filter((url) => !url.startsWith(BACKGROUND_MAP_ORIGIN))).toEqual([]);
    await page.context().close();
  });

  it("is asked for once and left out when it does not answer", async () => {
    const { page, foreignRequests, consoleErrors } = await openPage({ isOnline: true });
    await page.waitForTimeout(300);
    expect(foreignRequests.length).toBe(1);
    // the browser itself notes the one failed request; nothing else does
    expect(consoleErrors.length).toBeLessThanOrEqual(1);
    expect(await hasBackground(page)).toBe(false);
    expect((await drawn(page, "coverage-cells")).length).toBeGreaterThan(500);
    await page.context().close();
  });
});

describe("asking the map", { timeout: 3 * PATIENCE_MILLISECONDS }, () => {
  it("says plainly that there are no numbers where there is no land", async () => {
    const { page } = await openPage({
      hash: `#at=13.5/${LAKE.lat}/${LAKE.lng}&layer=zone&period=week&lang=nl`,
    });
    await clickAt(page, LAKE);
    await page.locator("#card-body", { hasText: "Hier zijn geen cijfers" }).waitFor(WAIT);
    await page.context().close();
  });

  it("shows an AED with name, hours as written, the week and the source", async () => {
    const { lng, lat, name } = KNOWN_AED;
    const { page } = await openPage({ hash: `#at=16/${lat}/${lng}&layer=zone&period=week&lang=nl` });
    await clickAt(page, KNOWN_AED);
    await page.getByRole("heading", { name }).waitFor(WAIT);
    for (const words of [
      "Niet dag en nacht bereikbaar",
      "Mo-Sa 08:00-18:00",
      "3 november 2025",
      `Demo-register (${KNOWN_AED.ref}), gecontroleerd op 3 november 2025`,
    ]) {
      expect(await textOf(page, "#card")).toContain(words);
    }
    // six days of closed–open–closed and one closed day
    expect(await page.locator(".week-day").count()).toBe(7);
    expect(await page.locator(".week-bar .week-open").count()).toBe(6);
    expect(await textOf(page, ".week-day:nth-child(7) .visually-hidden")).toBe("zondag: open geen uur");
    await page.context().close();
  });

  it("flies to a place that is searched, shows its figures and warns of its incomplete register", async () => {
    const { page } = await openPage();
    await page.getByRole("combobox").fill("qqqq");
    await page.locator("#search-results", { hasText: "Niets gevonden." }).waitFor(WAIT);
    await page.getByRole("combobox").fill("maars");
    await page.getByRole("option", { name: /Maarssen/ }).waitFor(WAIT);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("#card-heading", { hasText: "Maarssen (demo)" }).waitFor(WAIT);
    const { lng, lat } = await page.evaluate(() => globalThis.zesminutenMap.getCenter());
    expect(Math.hypot(lng - 5.04, lat - 52.14)).toBeLessThan(0.25);

    const region = await askApi("regions/items/DEMO0005");
    const completeness = Number(region.aedCompleteness);
    expect(completeness).toBeLessThan(0.8);
    expect(await figure(page, "officialZoneShare")).toBe(
      `${Math.round(100 * Number(region.officialZoneShare))}%`,
    );
    const warning = `ongeveer ${Math.round(100 * completeness)}% van de te verwachten AED's is geladen`;
    expect(await textOf(page, "#card")).toContain(warning);
    await expect.poll(() => textOf(page, "#notice"), WAIT).toContain("onvolledig");
    await page.context().close();
  });
});

describe("everybody", { timeout: 3 * PATIENCE_MILLISECONDS }, () => {
  it("opens the card by keyboard, gets the focus there and gets it back", async () => {
    const { page } = await openPage({ hash: "#at=13.5/52.05/5.09&layer=zone&period=week&lang=nl" });
    await page.locator("#map canvas").focus();
    await page.keyboard.press("Enter");
    await page.locator("#card").waitFor(WAIT);
    await expect.poll(() => page.evaluate(() => document.activeElement?.id), WAIT).toBe("card");
    await expect.poll(() => textOf(page, "#status"), WAIT).toContain("officiële zone");
    await page.keyboard.press("Escape");
    expect(await page.locator("#card").isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("CANVAS");
    await page.context().close();
  });

  it.each([
    ["a laptop", 1_280, 800],
    ["a phone", 360, 740],
  ])("can use it on %s: no serious finding of axe, no sideways scrolling", async (_, width, height) => {
    const { page } = await openPage({ width, height });
    await clickAt(page, await page.evaluate(() => globalThis.zesminutenMap.getCenter()));
    await page.locator("#card").waitFor(WAIT);
    if (width < 800) await page.locator("#panel-toggle").click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`)).toEqual(
      [],
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await page.context().close();
  });
});
