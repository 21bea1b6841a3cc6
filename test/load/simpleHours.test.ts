import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHoursBudget } from "../../src/load/hoursBudget.ts";
import { libraryHours } from "../../src/load/libraryHours.ts";
import { createHoursReader } from "../../src/load/openHours.ts";
import { simpleHours } from "../../src/load/simpleHours.ts";

const DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const day = fc.constantFrom(...DAYS);
const dayRange = fc.oneof(
  day,
  fc.tuple(day, day).map(([a, b]) => `${a}-${b}`),
);
const days = fc.uniqueArray(dayRange, { minLength: 1, maxLength: 3 }).map((list) => list.join(","));
const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45, 59)).map(clock);
const endTime = fc.oneof(time, fc.constant("24:00"));
const span = fc.tuple(time, endTime).map(([a, b]) => `${a}-${b}`);
const spans = fc.array(span, { minLength: 1, maxLength: 3 }).map((list) => list.join(","));
const rule = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(days, spans).map(([d, s]) => `${d} ${s}`) },
  { weight: 1, arbitrary: spans },
  { weight: 2, arbitrary: days.map((d) => `${d} off`) },
);
const text = fc.oneof(
  { weight: 1, arbitrary: fc.constant("24/7") },
  { weight: 40, arbitrary: fc.array(rule, { minLength: 1, maxLength: 4 }).map((rules) => rules.join("; ")) },
);

function clock([hour, minute]: [number, number]): string {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

describe("simple hours against the opening_hours package", () => {
  it("agree in every minute of the week wherever the fast path answers", () => {
    let answered = 0;
    fc.assert(
      fc.property(text, (hours) => {
        const fast = simpleHours(hours);
        const full = libraryHours(hours, createHoursBudget());
        if (!fast || full.kind === "unknown") return;
        answered += 1;
        expect(differingMinutes(fast, full.minutes), hours).toEqual([]);
      }),
      { numRuns: 1_000, seed: 9 },
    );
    expect(answered).toBeGreaterThan(330);
  });

  it("give the same 168 hours whichever of the two reads them", () => {
    const reader = createHoursReader();
    fc.assert(
      fc.property(days, spans, (d, s) => {
        const plain = reader.read(`${d} ${s}`);
        // a harmless comment-free additional rule that only the package understands
        const viaPackage = reader.read(`${d} ${s}, ${d} ${s}`);
        if (viaPackage.openHours.includes("?")) return;
        expect(viaPackage.openHours).toBe(plain.openHours);
      }),
      { numRuns: 300, seed: 9 },
    );
  });
});

describe("simple hours", () => {
  it("leave to the package what runs past midnight beside another rule", () => {
    expect(simpleHours("Fr 22:00-04:00; Sa 10:00-12:00")).toBeNull();
  });

  it.each([
    "",
    "Mo-Fr",
    "Mo-Fr 08:00",
    "Mo-Fr 25:00-26:00",
    "Mo-Fr 08:60-09:00",
    "Xx 08:00-09:00",
    "PH off",
    "Mo-Fr 08:00-18:00, Sa 09:00-12:00",
  ])("do not answer for %j", (other) => {
    expect(simpleHours(other)).toBeNull();
  });

  it("read a night as the end of one day and the beginning of the next", () => {
    const minutes = simpleHours("Su 22:00-02:00")!;
    // Sunday 22:00 is minute 6 × 1,440 + 1,320; two hours end the week, two begin it
    expect(minutes.reduce((sum, open) => sum + open, 0)).toBe(4 * 60);
    expect([minutes[0], minutes[119], minutes[120], minutes[6 * 1440 + 1320]]).toEqual([1, 1, 0, 1]);
  });
});

/** The first minutes that differ. */
function differingMinutes(a: Uint8Array, b: Uint8Array): number[] {
  const minutes: number[] = [];
  for (let i = 0; i < a.length && minutes.length < 5; i += 1) if (a[i] !== b[i]) minutes.push(i);
  return minutes;
}
