import { describe, expect, it } from "vitest";
import { combineHours } from "../../src/load/aedHours.ts";
import { createHoursReader, type HoursReading } from "../../src/load/openHours.ts";
import { ALL_HOURS, UNKNOWN_HOURS } from "../../src/load/weekMinutes.ts";

const read = (text: string | null): HoursReading => createHoursReader().read(text);
describe("fields that tell hours together", () => {
  const restricted = read("Mo-Fr 08:00-18:00");
  const always = read("24/7");
  const limited = read("beperkt");
  const strange = read("op afspraak");
  const ordinary = read("24/7; PH off");

  it.each([
    ["nothing told", { flag: null, availability: null, openingHours: null }, UNKNOWN_HOURS, null, false],
    ["flag only", { flag: true, availability: null, openingHours: null }, ALL_HOURS, true, false],
    ["flag says no", { flag: false, availability: null, openingHours: null }, UNKNOWN_HOURS, false, false],
    [
      "hours only",
      { flag: null, availability: null, openingHours: restricted },
      restricted.openHours,
      false,
      false,
    ],
    [
      "limited, then hours",
      { flag: false, availability: limited, openingHours: restricted },
      restricted.openHours,
      false,
      false,
    ],
    [
      "flag against hours",
      { flag: true, availability: always, openingHours: restricted },
      restricted.openHours,
      false,
      true,
    ],
    [
      "no flag against 24/7",
      { flag: false, availability: null, openingHours: always },
      UNKNOWN_HOURS,
      false,
      true,
    ],
    [
      "flag against limited",
      { flag: true, availability: limited, openingHours: null },
      UNKNOWN_HOURS,
      false,
      true,
    ],
    [
      "flag beside a condition",
      { flag: true, availability: null, openingHours: strange },
      UNKNOWN_HOURS,
      null,
      true,
    ],
    [
      "24/7 beside a condition",
      { flag: null, availability: strange, openingHours: always },
      UNKNOWN_HOURS,
      null,
      true,
    ],
    [
      "all week but holidays",
      { flag: null, availability: null, openingHours: ordinary },
      ALL_HOURS,
      false,
      false,
    ],
    [
      "no flag, which the holidays explain",
      { flag: false, availability: limited, openingHours: ordinary },
      ALL_HOURS,
      false,
      false,
    ],
    [
      "flag against holidays",
      { flag: true, availability: always, openingHours: ordinary },
      ALL_HOURS,
      false,
      true,
    ],
    [
      "all week but holidays, beside a condition",
      { flag: null, availability: strange, openingHours: ordinary },
      UNKNOWN_HOURS,
      false,
      false,
    ],
    [
      "hours beside a loose word",
      { flag: null, availability: strange, openingHours: restricted },
      restricted.openHours,
      false,
      false,
    ],
  ])("%s", (_, told, openHours, alwaysOpen, isContradictory) => {
    expect(combineHours(told)).toEqual({ openHours, alwaysOpen, isContradictory });
  });

  it("never open an hour that one of them closes or does not know", () => {
    const texts = [
      "24/7",
      "24/7; PH off",
      "24/7; SH off",
      "Mo-Fr 08:00-18:00",
      "Sa 10:00-12:00",
      "beperkt",
      "op afspraak",
      'Mo "bel"',
      null,
    ];
    for (const flag of [true, false, null]) {
      for (const a of texts) {
        for (const b of texts) {
          const [availability, openingHours] = [a === null ? null : read(a), b === null ? null : read(b)];
          const { openHours, alwaysOpen } = combineHours({ flag, availability, openingHours });
          if (alwaysOpen === true) expect(openHours).toBe(ALL_HOURS);
          const isShutOnHolidays = [a, b].includes("24/7; PH off");
          if (openHours === ALL_HOURS) expect(alwaysOpen).toBe(!isShutOnHolidays);
          for (let i = 0; i < 168; i += 1) {
            if (openHours[i] !== "1") continue;
            expect(openingHours?.openHours[i] ?? "1").toBe("1");
            expect(availability?.openHours[i]).not.toBe("0");
          }
        }
      }
    }
  });
});
