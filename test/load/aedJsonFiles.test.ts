import { describe, expect, it } from "vitest";
import { readAedCsv } from "../../src/load/aedCsv.ts";
import { readAedJson } from "../../src/load/aedJson.ts";
import { hasSharedData, NO_SHARED_DATA, readAll, sharedBytes, sharedFile, sourceOf } from "./sources.ts";

describe.skipIf(!hasSharedData)(
  `AEDs of Switzerland and Nijmegen (${hasSharedData ? "shared data" : NO_SHARED_DATA})`,
  () => {
    it("are 1,550 elements of the Overpass API, taken anywhere and refused as Dutch ones", async () => {
      const path = "overpass/overpass_defibrillators_ch_2020-12.json";
      const taken = await readAll(readAedJson(sharedFile(path), { form: "overpass", anywhere: true }));
      expect(taken.records).toHaveLength(1_550);
      expect(taken.findings.filter(({ severity }) => severity === "rejected")).toEqual([]);
      const refused = await readAll(readAedJson(sharedFile(path), { form: "overpass" }));
      expect(refused.records).toEqual([]);
      expect(refused.findings.filter(({ field }) => field === "lng, lat")).toHaveLength(1_550);
    });

    it("are 23 records of the OpenAED API, each a node of OpenStreetMap", async () => {
      const { records, findings } = await readAll(
        readAedJson(sharedFile("nijmegen/openaed_api_nijmegen_2025-04.json"), { form: "json-list" }),
      );
      expect(records).toHaveLength(23);
      expect(findings.filter(({ severity }) => severity === "rejected")).toEqual([]);
      expect(records.every(({ ref }) => /^node\/\d+$/.test(ref))).toBe(true);
      expect(records.filter(({ alwaysOpen }) => alwaysOpen)).toHaveLength(11);
    });
  },
);

describe.skipIf(!hasSharedData)(
  `AEDs of Duiven and Delft from GeoJSON (${hasSharedData ? "shared data" : NO_SHARED_DATA})`,
  () => {
    it("are in Duiven the very records of the CSV", async () => {
      const csv = await readAll(readAedCsv(sharedFile("duiven/duiven_aeds_2014.csv")));
      const geoJson = await readAll(readAedJson(sharedFile("duiven/duiven_aeds_2014.geojson")));
      expect(geoJson.records).toHaveLength(27);
      expect(geoJson.records).toEqual(csv.records);
      expect(geoJson.findings.map(({ place }) => place)).toEqual(["feature 24", "feature 27"]);
    });

    it("are 13 in Delft, one private, one day and night", async () => {
      const { records, findings } = await readAll(readAedJson(sharedFile("delft/aeds_delft_campus.geojson")));
      expect(findings).toEqual([]);
      expect(records).toHaveLength(13);
      expect(records.filter(({ access }) => access === "private").map(({ ref }) => ref)).toEqual([
        "node/12565417301",
      ]);
      expect(records.filter(({ alwaysOpen }) => alwaysOpen).map(({ ref }) => ref)).toEqual([
        "node/10126996006",
      ]);
    });

    it("end with a finding, and do not throw, wherever the file is cut", async () => {
      const bytes = sharedBytes("delft/aeds_delft_campus.geojson");
      const end = bytes.lastIndexOf(125);
      for (let length = 0; length <= end; length += 61) {
        const { records, findings } = await readAll(readAedJson(sourceOf(bytes.subarray(0, length))));
        expect(records.length).toBeLessThanOrEqual(13);
        expect(findings.filter(({ place }) => place === "file")).toHaveLength(1);
      }
    });
  },
);
