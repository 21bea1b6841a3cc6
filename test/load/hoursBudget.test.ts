import { afterEach, describe, expect, it, vi } from "vitest";
import { createHoursBudget } from "../../src/load/hoursBudget.ts";
import { libraryHours } from "../../src/load/libraryHours.ts";
import { createHoursReader } from "../../src/load/openHours.ts";
import { UNKNOWN_HOURS } from "../../src/load/weekMinutes.ts";

afterEach(() => vi.restoreAllMocks());

/** Ten-minute spans from midnight on. */
const spans = (count: number) =>
  Array.from({ length: count }, (_, n) => {
    const clock = (minutes: number) =>
      `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
    return `${clock(n * 30)}-${clock(n * 30 + 10)}`;
  }).join(",");

describe("opening hours with too many parts", () => {
  it("are unknown, and the package does not print them", () => {
    const printed = ["error", "warn", "log"].map((name) => vi.spyOn(console, name as "error"));
    const reader = createHoursReader();
    for (const text of [
      `Mo ${Array.from({ length: 30 }, (_, n) => `[${n}] Tu`).join(" ")} 10:00-12:00`,
      `Jan ${spans(30)}`,
      Array.from({ length: 60 }, () => "Mo").join(" "),
      Array.from({ length: 60 }, (_, n) => `${n}:0-Mo`).join(""),
      `${Array.from({ length: 44 }, (_, n) => `Mo[${(n % 5) + 1}]`).join(",")} 10:00-12:00`,
    ]) {
      const reading = reader.read(text);
      expect(reading.openHours).toBe(UNKNOWN_HOURS);
      expect(reading.problem).not.toBeNull();
    }
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });

  it("are read up to forty parts in a rule, however many rules there are", () => {
    const read = (text: string) => libraryHours(text, createHoursBudget());
    // one month and nineteen spans of two times each: 39 parts
    expect(read(`Jan ${spans(19)}`)).toMatchObject({ kind: "hours" });
    expect(read(`Jan ${spans(20)}`)).toMatchObject({ kind: "unknown", why: /more than 40 parts/ });
    expect(read(`Jan ${spans(15)}; Feb ${spans(15)}`)).toMatchObject({ kind: "hours" });
  });
});

describe("hours that take long", () => {
  it("are unknown beyond 2,500 open times in the year", () => {
    // 7 days of 52 weeks, 10 spans a day: 3,640
    const why = /too many different times/;
    expect(libraryHours(`week 1-53/2 Mo-Su ${spans(18)}`, createHoursBudget())).toMatchObject({ why });
    expect(libraryHours(`week 1-53/2 Mo-Su ${spans(8)}`, createHoursBudget())).toMatchObject({
      kind: "hours",
    });
  });

  it("are unknown once the file has used up its share, and the simple ones are not", () => {
    const budget = createHoursBudget(1_000);
    const seasonal = (n: number) => `Apr-Oct Mo-Fr ${10 + n}:00-17:00`;
    const readings = [0, 1, 2, 3].map((n) => libraryHours(seasonal(n), budget));
    // each 20 + 53 × 4 and five times in 30 of the weeks: about 380
    expect(readings.map(({ kind }) => kind)).toEqual(["hours", "hours", "unknown", "unknown"]);
    expect(readings[3]).toMatchObject({ why: /the file has too many/ });
    const reader = createHoursReader();
    expect(reader.read("Mo-Fr 08:00-18:00").openHours).toContain("1");
  });
});
