import { describe, expect, it } from "vitest";
import { readAmbulancePosts, readAvailability } from "../../src/load/ambulancePosts.ts";
import { ALL_HOURS, UNKNOWN_HOURS } from "../../src/load/weekMinutes.ts";
import { hasSharedData, hoursByDay, NO_SHARED_DATA, readAll, sharedFile, sourceOf } from "./sources.ts";

const hours = (text: string | null) => readAvailability(text).openHours;
const read = (...features: object[]) => readAll(readAmbulancePosts(sourceOf(JSON.stringify({ features }))));
const post = (properties: object, coordinates: unknown = [5.1, 52.1]) => ({
  properties,
  geometry: { type: "Point", coordinates },
});

describe("availability of ambulance posts", () => {
  it("is day and night only for 24 uur itself", () => {
    expect([hours("24 uur"), hours(" 24 Uur ")]).toEqual([ALL_HOURS, ALL_HOURS]);
    for (const text of ["24 uur DAM/VWS", "Opkomst", null, "", "soms"])
      expect(hours(text)).toBe(UNKNOWN_HOURS);
    expect(["24 uur DAM/VWS", null, "soms"].map((text) => readAvailability(text).isUnderstood)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("goes as far as the words day, evening and night go", () => {
    expect(hours("Dag/avond")).toHaveLength(168);
    expect(hoursByDay(hours("Dag/avond"))[0]).toBe("?7-8,8-23,?23-24");
    expect(hoursByDay(hours("Dag/avond"))[6]).toBe("?7-24");
    expect(hours("Nacht")).toHaveLength(168);
    expect(hoursByDay(hours("Nacht"))[0]).toBe("0-7,?7-8,?23-24");
    expect(hoursByDay(hours("Nacht"))[5]).toBe("?0-8,?23-24");
  });
});

describe("ambulance posts", () => {
  it("are named by their address, else by name and place", async () => {
    const { records } = await read(
      post({ Standplaats: "Noord", Postcode: "1034 cs", Huisnummer: "1c", Beschikbaarheid: "24 uur" }),
      post({ naam: "Zuid" }, [5.2, 52.2]),
    );
    expect(records.map(({ ref, name }) => [ref, name])).toEqual([
      ["1034CS-1c", "Noord"],
      ["Zuid@52.200,5.200", "Zuid"],
    ]);
  });

  it("are refused twice in a file, abroad or without a point", async () => {
    const { records, findings } = await read(
      post({ ref: 1 }),
      post({ ref: 1 }),
      post({ ref: 2 }, [2.3, 48.8]),
      { geometry: null },
      post({ ref: 3, availability: "soms" }),
    );
    expect(records.map(({ ref }) => ref)).toEqual(["1", "3"]);
    expect(findings.map(({ severity, place, field }) => [severity, place, field])).toEqual([
      ["rejected", "feature 2", "ref"],
      ["rejected", "feature 3", "lng, lat"],
      ["rejected", "feature 4", "geometry"],
      ["warning", "feature 5", "availability"],
    ]);
  });

  it.skipIf(!hasSharedData)(
    `of the RIVM are 280 (${hasSharedData ? "shared data" : NO_SHARED_DATA})`,
    async () => {
      const { records, findings } = await readAll(
        readAmbulancePosts(sharedFile("netherlands/ambulance_posts_rivm2019.geojson")),
      );
      expect(findings).toEqual([]);
      const count = (text: string) => records.filter(({ availability }) => availability === text).length;
      expect(["24 uur", "Dag/avond", "24 uur DAM/VWS", "Nacht", "Opkomst"].map(count)).toEqual([
        223, 29, 26, 1, 1,
      ]);
      expect(records.filter(({ openHours }) => openHours === ALL_HOURS)).toHaveLength(223);
      expect(new Set(records.map(({ ref }) => ref)).size).toBe(280);
    },
  );
});
