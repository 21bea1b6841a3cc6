/** The week of an AED as seven strips of 24 hours: open, closed, unknown. The words are in the page as well. */
import { element } from "./html.ts";
import type { Texts } from "./texts.ts";
import { formatRuns, type HourRun, weekToRuns } from "./weekHours.ts";

const HOURS_A_DAY = 24;

/** Null when the source gave nothing that can be drawn. */
export function weekStrip(openHours: string | null | undefined, texts: Texts): HTMLElement | null {
  const week = weekToRuns(openHours);
  if (!week) return null;
  const { aed } = texts;
  const rows = week.map((runs, day) =>
    element(
      "li",
      { class: "week-day" },
      element("span", { class: "week-day-name", "aria-hidden": "true" }, aed.days[day].slice(0, 2)),
      element("span", { class: "week-bar", "aria-hidden": "true" }, ...runs.map(runBar)),
      element("span", { class: "visually-hidden" }, daySentence(runs, aed.days[day], texts)),
    ),
  );
  return element(
    "div",
    { class: "week" },
    element("h4", {}, aed.weekStrip),
    element("ol", { class: "week-days" }, ...rows),
    hourScale(),
    stripKey(texts),
  );
}

function runBar({ state, fromHour, toHour }: HourRun): HTMLElement {
  const bar = element("span", { class: `week-run week-${state}` });
  bar.style.flexGrow = String(toHour - fromHour);
  return bar;
}

function daySentence(runs: HourRun[], day: string, { aed }: Texts): string {
  return aed.daySummary(day, formatRuns(runs, "open") ?? aed.noHours, formatRuns(runs, "unknown") ?? "");
}

function hourScale(): HTMLElement {
  const marks = [0, 6, 12, 18, HOURS_A_DAY].map((hour) => element("span", {}, String(hour)));
  return element("div", { class: "week-scale", "aria-hidden": "true" }, ...marks);
}

function stripKey({ aed }: Texts): HTMLElement {
  const entry = (state: "open" | "closed" | "unknown") =>
    element(
      "span",
      { class: "week-key-entry" },
      element("span", { class: `week-key-swatch week-${state}` }),
      aed[state],
    );
  return element(
    "div",
    { class: "week-key", "aria-hidden": "true" },
    entry("open"),
    entry("closed"),
    entry("unknown"),
  );
}
