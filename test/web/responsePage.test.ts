import { describe, expect, it } from "vitest";
import { clickAt, drawn, findPlainCell, PATIENCE_MILLISECONDS, settle } from "./mapOnPage.ts";
import { askApi, figure, openPage, TOWN, textOf, usePageWorld, WAIT } from "./pageWorld.ts";

usePageWorld();

describe("the simulated response", { timeout: 3 * PATIENCE_MILLISECONDS }, () => {
  it("is drawn from its own tiles, and told in the card with its range beside what the straight line says", async () => {
    const { page, consoleErrors } = await openPage({ hash: TOWN.replace("week&", "night&") });
    const target = await findPlainCell(page);
    await page.getByRole("radio", { name: /^AED klaar binnen zes minuten/ }).check();
    await settle(page);
    await expect.poll(async () => (await drawn(page, "response-cells")).length, WAIT).toBeGreaterThan(500);
    expect(await drawn(page, "coverage-cells")).toEqual([]);
    const legend = await textOf(page, "#legend");
    expect(legend).toContain("AED klaar binnen zes minuten (gesimuleerd), in de nacht");
    expect(legend).toContain("niet de officiële zone");

    await clickAt(page, target);
    const api = await askApi(`response/items/${target.cell}?period=night`);
    expect(Number(api.cprWithinSixMinutesHigh)).toBeGreaterThan(0);
    const percent = (name: string) => Math.round(100 * Number(api[name]));
    for (const id of ["cprWithinSixMinutes", "aedReadyWithinSixMinutes"]) {
      const value =
        percent(id) === 0 ? "minder dan 5%" : percent(id) === 100 ? "meer dan 95%" : `${percent(id)}%`;
      expect(await figure(page, id)).toBe(value);
      expect(await textOf(page, `#card [data-range="${id}"]`)).toBe(
        `gesimuleerd; tussen ${percent(`${id}Low`)} en ${percent(`${id}High`)}%`,
      );
    }
    const coverage = await askApi(`coverage/items/${target.cell}?period=night`);
    const beside = await textOf(page, ".side-by-side");
    expect(beside).toContain(coverage.reachableWithin500m ? "ja" : "nee");
    expect(beside).toContain("AED klaar binnen zes minuten (gesimuleerd)");
    expect(await textOf(page, "#card")).toContain("Apart, en niet in de cijfers hierboven");
    expect(await figure(page, "bystanderCprProbability")).toBe("50%");
    expect(consoleErrors).toEqual([]);
    await page.context().close();
  });

  it("of a region stands in its card by the same names, rounded to whole per cent", async () => {
    const { page } = await openPage({ hash: TOWN.replace("lang=nl", "lang=en") });
    await page.getByRole("combobox").fill("zeist");
    await page.getByRole("option", { name: /Zeist/ }).waitFor(WAIT);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("#card-heading", { hasText: "Zeist (demo)" }).waitFor(WAIT);
    const region = await askApi("regions/items/DEMO0003");
    expect(await figure(page, "cprWithinSixMinutes")).toBe(
      `${Math.round(100 * Number(region.cprWithinSixMinutes))}%`,
    );
    expect(await textOf(page, '#card [data-range="cprWithinSixMinutes"]')).toMatch(
      /^simulated; between \d+ and \d+%$/,
    );
    await page.context().close();
  });
});
