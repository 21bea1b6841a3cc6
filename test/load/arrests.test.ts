import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readArrests } from "../../src/load/arrests.ts";
import { readAll, sourceOf } from "./sources.ts";

const read = (text: string) => readAll(readArrests(sourceOf(text, 30)));
const HEADER =
  "gemeente;moment;leeftijd;thuis;getuige;schokbaar;attempted;rosc;survived;responstijd;tijd tot eerste defibrillatie";

describe("observed arrests", () => {
  it("are read field by field, not known apart from no", async () => {
    const { records, findings } = await read(
      `${HEADER}\nGM0503;2024-03-04 09:30;71;ja;nee;;1;1;0;8:35;600\nBU05031101;2024-03-09T23:10;64;no;?;yes;0;;;;\n`,
    );
    expect(findings).toEqual([]);
    // 4 March 2024 was a Monday, 9 March a Saturday
    expect(records[0]).toMatchObject({
      regionCode: "GM0503",
      period: "weekday",
      isOld: true,
      flags: { atHome: true, witnessed: false, shockable: null, male: null },
      course: "rosc",
      times: { ambulanceSeconds: 515, firstShockSeconds: 600, firstCprSeconds: null },
    });
    expect(records[1]).toMatchObject({
      regionCode: "GM0503",
      period: "night",
      isOld: false,
      flags: { atHome: false, witnessed: null, shockable: true },
      course: "notAttempted",
    });
  });

  it.each<[string, string, unknown, unknown, unknown]>([
    // attempted;rosc;event survived;survived;cpc;mrs → course, event survived, how the survivors are
    ["good outcome of a survivor", "1;1;1;1;2;", "survived", true, "good"],
    ["poor outcome of a survivor", "1;1;1;1;3;", "survived", true, "poor"],
    ["outcome on the other scale", "1;1;;1;;3", "survived", true, "good"],
    ["outcome that says survival", "1;;;;goed;", "survived", true, "good"],
    ["death in hospital", "1;1;ja;0;5;", "rosc", true, "notSurvived"],
    ["death in hospital, by the scale alone", "1;1;ja;;5;", "rosc", true, "notSurvived"],
    ["no circulation again", "1;0;;0;;", "noRosc", false, "notSurvived"],
    ["no attempt", "0;;;;;", "notAttempted", false, "notSurvived"],
    ["survivor whose outcome nobody knows", "1;1;;1;;", "survived", true, null],
    ["nothing known", ";;;;;", null, null, null],
  ])("have the outcome of a %s", async (_, fields, course, eventSurvived, neurological) => {
    const header = "gemeente;moment;attempted;rosc;incident overleefd;survived;cpc;mrs";
    const { records, findings } = await read(`${header}\nGM0503;;${fields}\n`);
    expect(findings).toEqual([]);
    expect(records).toMatchObject([{ course, neurological, flags: { eventSurvived } }]);
  });

  it.each([
    ["1;1;0;1;;", "eventSurvived"],
    ["1;0;1;0;;", "eventSurvived"],
    ["1;1;1;1;5;", "cpc"],
    ["1;1;1;0;2;", "cpc"],
    ["1;1;1;1;7;", "cpc"],
    ["1;1;1;1;;7", "mrs"],
  ])("are left out where their outcomes contradict each other or are none: %s", async (fields, field) => {
    const header = "gemeente;moment;attempted;rosc;incident overleefd;survived;cpc;mrs";
    const { records, findings } = await read(`${header}\nGM0503;;${fields}\n`);
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ place: "row 2", field }]);
  });

  it("have what was done in hospital, in the words of the template", async () => {
    const header =
      "gemeente;moment;Toegediende medicatie;Vervoerd naar ziekenhuis;Type ziekenhuis;Aanwezigheid van STEMI;Coronairangiogram;Reperfusiepoging ondernomen";
    const { records } = await read(`${header}\nGM0503;;ja;ja;pci;nee;ja;?\nGM0503;;nee;nee;geen pci;;;\n`);
    expect(records.map(({ flags }) => flags)).toMatchObject([
      {
        medication: true,
        transported: true,
        pciHospital: true,
        stemi: false,
        angiogram: true,
        reperfusion: null,
      },
      { medication: false, transported: false, pciHospital: false, stemi: null },
    ]);
  });

  it("quote nothing of the file in what they find, whatever stands there", async () => {
    const secret = fc.stringMatching(/^[A-Z]{6}[0-9]{3}$/);
    await fc.assert(
      fc.asyncProperty(secret, fc.integer({ min: 0, max: 10 }), async (word, column) => {
        const row = ["GM0503", "2024-03-04 09:30", "71", "ja", "nee", "", "1", "1", "0", "8:35", "600"];
        row[column] = word;
        const inRow = await read(`${HEADER}\n${row.join(";")}\n`);
        expect(inRow.records).toEqual([]);
        // and in a file without a header, whose first row would be taken for one
        const headless = await read(`${word};71;ja\nGM0503;64;nee\n`);
        expect(headless.records).toEqual([]);
        const found = JSON.stringify([inRow.findings, headless.findings]);
        expect(found).not.toContain(word);
        expect(inRow.findings).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ["GM0503;2024-03-04T09:30Z;71;;;;;;;;", "moment"],
    ["GM0503;2024-02-30 09:30;71;;;;;;;;", "moment"],
    ["4.36,52.01;2024-03-04 09:30;71;;;;;;;;", "region"],
    ["GM0503;2024-03-04 09:30;171;;;;;;;;", "age"],
    ["GM0503;2024-03-04 09:30;71;;;;;;;9999;", "ambulanceSeconds"],
    ["GM0503;2024-03-04 09:30;71", "row"],
  ])("are left out as %s for their %s", async (row, field) => {
    const { records, findings } = await read(`${HEADER}\n${row}\n`);
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ severity: "rejected", place: "row 2", field }]);
  });
});
