import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHoursReader, type HoursReading } from "../../src/load/openHours.ts";
import { ALL_HOURS, UNKNOWN_HOURS } from "../../src/load/weekMinutes.ts";
import { hoursByDay } from "./sources.ts";

const read = (text: string | null): HoursReading => createHoursReader().read(text);
const week = (weekday: string, saturday: string, sunday: string) => [
  ...Array(5).fill(weekday),
  saturday,
  sunday,
];

describe("opening hours in OSM syntax", () => {
  it.each([
    ["Mo-Fr 08:00-18:00", week("8-18", "", "")],
    ["mo-fr 8:00 - 18:00", week("8-18", "", "")],
    ["Mo-Sa 07:30-17:00; Su off", week("8-17", "8-17", "")],
    ["Mo-Fr 08:00-12:00,13:00-17:00; Sa 09:00-12:00", week("8-12,13-17", "9-12", "")],
    ["08:00-18:00", week("8-18", "8-18", "8-18")],
    ["Mo-Fr 08:00-12:00, Sa 10:00-12:00", week("8-12", "10-12", "")],
    ["Mo-Fr 08:00-18:00; PH off", week("8-18", "", "")],
    ["Mo-Fr 08:00-18:00, PH off", week("8-18", "", "")],
    ["Mo-Fr 08:00-12:00, 13:00-17:00, PH off", week("8-12,13-17", "", "")],
    ["Mo-Sa 09:00-17:00, Su,PH off", week("9-17", "9-17", "")],
    ["Mo-Fr 08:00-18:00, PH 10:00-12:00", week("8-18", "", "")],
    ["PH,Mo-Fr 08:00-18:00", week("8-18", "", "")],
    ["Mo-Fr 08:00-18:00; Dec 25-26 off", week("8-18", "", "")],
    ["Mo-Fr 08:00-18:00; Jan 1,Dec 25 off; easter off", week("8-18", "", "")],
    ["Mo-Su 06:00-23:59", week("6-24", "6-24", "6-24")],
  ])("%s", (text, expected) => {
    const reading = read(text);
    expect(hoursByDay(reading.openHours)).toEqual(expected);
    expect(reading.alwaysOpen).toBe(false);
    expect(reading.problem).toBeNull();
  });

  it.each([
    "24/7",
    "Mo-Su 00:00-24:00",
    "00:00-24:00",
    "Mo-Su 00:00-23:59",
    "24/7; PH 00:00-24:00",
    "Mo-Su,PH 00:00-24:00",
  ])("day and night: %s", (text) => {
    expect(read(text)).toEqual({ openHours: ALL_HOURS, alwaysOpen: true, problem: null });
  });

  it.each([
    "24/7; PH off",
    "24/7, PH off",
    "Mo-Su 00:00-24:00; PH 10:00-12:00",
    "24/7; Dec 25 off",
    "24/7; easter off",
    "maandag t/m zondag 00.00-24.00 uur, feestdagen gesloten",
  ])("is open all week and not day and night when closed on holidays: %s", (text) => {
    const reading = read(text);
    expect([reading.openHours, reading.alwaysOpen]).toEqual([ALL_HOURS, false]);
    expect(reading.problem?.expected).toContain("public holidays");
  });

  it.each([
    ["24/7; SH off", week("?0-24", "?0-24", "?0-24")],
    ["Mo-Fr 08:00-18:00; SH off", week("?8-18", "", "")],
    ["Mo-Fr 08:00-18:00, PH,SH off", week("?8-18", "", "")],
    ["Mo-Fr 08:00-18:00; SH,PH closed", week("?8-18", "", "")],
    ["Mo-Fr 08:00-22:00; SH Mo-Fr 10:00-12:00; PH off", week("?8-22", "", "")],
  ])("knows what is closed in every week, and not what school holidays close: %s", (text, expected) => {
    const reading = read(text);
    expect(hoursByDay(reading.openHours)).toEqual(expected);
    expect(reading.alwaysOpen).toBe(false);
    expect(reading.problem?.expected).toContain("school holidays");
  });

  it.each([
    "Mo-Su 10:00-10:00",
    "Mo-Fr 08:00 - 08:00",
    "ma t/m vr 9.00 tot 9.00 uur",
    "Mo-Fr 08:00-18:00; Sa 7:30-7:30",
  ])("%s is told, and never day and night", (text) => {
    const { openHours, alwaysOpen, problem } = read(text);
    expect([openHours, alwaysOpen]).toEqual([UNKNOWN_HOURS, null]);
    expect(problem?.expected).toContain("end after they begin");
  });

  it("takes midnight to midnight, and hours that only look alike", () => {
    expect(read("Mo-Su 00:00-00:00").alwaysOpen).toBe(true);
    expect(read("Mo-Fr 08:00-08:30,10:00-10:05,11:00-21:00").problem).toBeNull();
    expect(read("Mo-Fr 20:00-02:00,02:00-08:00").problem).toBeNull();
  });

  it("takes no notice of school holidays that change nothing", () => {
    expect(read("24/7; SH,PH 00:00-24:00")).toEqual(read("24/7"));
  });

  it("lets a night belong to the next day", () => {
    // Friday 22–24 and Saturday 0–4, of which Saturday's own rule leaves nothing
    expect(hoursByDay(read("Fr 22:00-04:00").openHours)).toEqual(["", "", "", "", "22-24", "0-4", ""]);
    expect(hoursByDay(read("Fr 22:00-04:00; Sa 10:00-12:00").openHours)).toEqual([
      "",
      "",
      "",
      "",
      "22-24",
      "10-12",
      "",
    ]);
    expect(hoursByDay(read("Su 22:00-02:00").openHours)[0]).toBe("0-2");
  });

  it.each([
    ["Mo-Fr,SH 08:00-18:00", "school holidays"],
    ["SH 10:00-12:00", "holidays only"],
    ["sunrise-sunset", "the sun"],
    ["2024 Mo-Fr 08:00-18:00", "the year"],
    ["Mo-Fr", "no hours"],
    ["Mo-Fr open", "no hours"],
    ["Mo-Fr 24/7", "strange 24 7"],
    ["PH off", "holidays only"],
    ["by appointment", "no hours"],
    ["Mo-Fr 08:00-18:00 bij mooi weer", "syntax"],
  ])("knows nothing of %s and says why", (text, why) => {
    const reading = read(text);
    expect([reading.openHours, reading.alwaysOpen]).toEqual([UNKNOWN_HOURS, null]);
    expect(reading.problem?.expected).toContain(why);
  });

  it.each([
    ['Mo-Fr 08:00-18:00 "op afspraak"', "?8-18"],
    ['Mo-Fr 08:00-18:00 open "bij de receptie"', "?8-18"],
    ["Mo-Fr 08:00-18:00 unknown", "?8-18"],
    ["Apr-Oct Mo-Fr 09:00-17:00", "?9-17"],
    ["week 1-53/2 Mo-Fr 10:00-12:00", "?10-12"],
    ["Jul 01-Aug 31 off; Mo-Fr 08:00-18:00; Jul 15-Aug 15 Mo-Fr 10:00-16:00", "?8-10,10-16,?16-18"],
  ])("holds hours that depend on something for unknown: %s", (text, monday) => {
    const reading = read(text);
    expect(hoursByDay(reading.openHours)).toEqual(week(monday, "", ""));
    expect(reading.problem).not.toBeNull();
  });

  it("counts an hour only when it is open from beginning to end, and says so when none is", () => {
    expect(hoursByDay(read("Mo 08:01-09:59").openHours)[0]).toBe("");
    expect(hoursByDay(read("Mo 08:00-08:30,08:30-09:00").openHours)[0]).toBe("8-9");
    expect(read("Mo-Fr 09:15-09:45").problem?.advice).toContain("never open");
    expect(read("off")).toMatchObject({ openHours: "0".repeat(168), alwaysOpen: false });
  });
});

describe("opening hours in Dutch", () => {
  it.each([
    ["Maandag t/m vrijdag | 07:00 - 19:00 uur", week("7-19", "", "")],
    ["Maandag t/m zaterdag | 08.00 tot 17.00 uur", week("8-17", "8-17", "")],
    ["Maandag t/m Zondag | 08:30 tot 18:00 uur", week("9-18", "9-18", "9-18")],
    ["Maandag t/m zondag | 09:00 - 24:00 uur", week("9-24", "9-24", "9-24")],
    ["Maandag tot en met donderdag van 8 tot 17 uur", ["8-17", "8-17", "8-17", "8-17", "", "", ""]],
    ["werkdagen 9-17 uur", week("9-17", "", "")],
    ["op werkdagen van 8.30 uur tot 17.30 uur", week("9-17", "", "")],
    ["ma t/m vr 8:00-12:00 en 13:00-17:00, za 9:00-12:00", week("8-12,13-17", "9-12", "")],
    ["ma, di en do 8.30 - 17 u", ["9-17", "9-17", "", "9-17", "", "", ""]],
    ["Ma-Vr: 07.30-17.00; za/zo gesloten", week("8-17", "", "")],
    ["wo 0800-1200 / vr 1300-1700", ["", "", "8-12", "", "13-17", "", ""]],
    ["Dagelijks 08:00 – 22:00", week("8-22", "8-22", "8-22")],
    ["elke dag van 8.00 uur tot 23.00 uur", week("8-23", "8-23", "8-23")],
    ["weekend 10:00-16:00 uur", week("", "10-16", "10-16")],
    ["maandag t/m vrijdag 08:00-18:00\nzaterdag 09:00-12:00", week("8-18", "9-12", "")],
    ["vrijdag 20:00 - 02:00 uur", ["", "", "", "", "20-24", "0-2", ""]],
  ])("%j", (text, expected) => {
    expect(hoursByDay(read(text).openHours)).toEqual(expected);
    expect(read(text).problem).toBeNull();
  });

  it.each([
    "24/7",
    "24 x 7",
    "24 x 7, 365 dagen",
    "24x7",
    "7x24",
    "dag en nacht",
    "Dag en nacht beschikbaar",
    "24 uur per dag, 7 dagen per week",
    "24 uur",
    "24 uurs",
    "altijd bereikbaar",
    "Maandag t/m zondag 24 uur",
    "maandag t/m zondag | 00:00 - 24:00 uur",
  ])("day and night: %s", (text) => {
    expect(read(text)).toEqual({ openHours: ALL_HOURS, alwaysOpen: true, problem: null });
  });

  it.each(["beperkt", "beperkter beschikbaar, zie openingstijden.", "Niet 24/7", "niet altijd bereikbaar"])(
    "limited without hours is unknown, and not day and night: %s",
    (text) => {
      expect(read(text)).toMatchObject({ openHours: UNKNOWN_HOURS, alwaysOpen: false });
      expect(read(text).problem).not.toBeNull();
    },
  );

  it.each([
    "tijdens kantooruren",
    "op afspraak",
    "24/7 op afspraak",
    "24 uur per dag behalve zondag",
    "altijd tijdens schooltijd",
    "dag en nacht m.u.v. feestdagen",
    "zie website",
    "vanaf 8 uur",
    "tot 18:00",
    "ma t/m vr 24 uur",
    "weekend gesloten",
    "tijdens wedstrijden",
    "ma-vr 8-17 (zomer)",
    "maandag 9 uur tot dinsdag 17 uur",
    "1e en 3e maandag 10-12 uur",
    "- 24 uur",
    "open",
    "?",
    "x".repeat(5_000),
  ])("not understood is unknown, never day and night: %s", (text) => {
    expect([read(text).openHours, read(text).alwaysOpen]).toEqual([UNKNOWN_HOURS, null]);
    expect(read(text).problem).not.toBeNull();
  });

  it("is unknown without a word of complaint where the source says nothing", () => {
    for (const text of [null, "", "  "]) {
      expect(read(text)).toEqual({ openHours: UNKNOWN_HOURS, alwaysOpen: null, problem: null });
    }
  });

  it("never makes open hours of arbitrary words, and never throws", () => {
    const word = fc.constantFrom(
      "ma",
      "vrijdag",
      "t/m",
      "8",
      "17:00",
      "uur",
      "en",
      "-",
      "niet",
      "24/7",
      "zomer",
      "PH",
      "off",
      ";",
      "Mo",
      '"x"',
      "week",
      "Jan",
      "[1]",
      "+",
    );
    const reader = createHoursReader();
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const { openHours, alwaysOpen } = reader.read(words.join(" "));
        expect(openHours).toMatch(/^[01?]{168}$/);
        if (words.some((one) => one === "zomer" || one === "niet")) expect(openHours).not.toContain("1");
        if (alwaysOpen === true) expect(openHours).toBe(ALL_HOURS);
      }),
      { numRuns: 1_000, seed: 3 },
    );
  });
});

describe("the hours reader", () => {
  it("reads each distinct text once", () => {
    const reader = createHoursReader();
    for (let i = 0; i < 1_000; i += 1)
      reader.read(["24/7", " 24/7 ", "Mo 08:00-09:00", "Apr-Oct 09:00-17:00"][i % 4]);
    expect(reader.distinctCount).toBe(3);
  });

  it("does not hang on the clock of the machine", () => {
    // the week of the package is a local one without a clock change, whatever the zone of this process
    expect(hoursByDay(read("Mo 02:00-03:00, Su 02:00-03:00").openHours)).toEqual([
      "2-3",
      "",
      "",
      "",
      "",
      "",
      "2-3",
    ]);
  });
});
