/** Every reader by name, as the imports call it, and what it owes. */
import { readAedCsv } from "../../src/load/aedCsv.ts";
import { readAedJson } from "../../src/load/aedJson.ts";
import { readAedOsmPbf } from "../../src/load/aedOsm.ts";
import { readAmbulancePosts } from "../../src/load/ambulancePosts.ts";
import { readArrests } from "../../src/load/arrests.ts";
import { readObservedValues } from "../../src/load/observedValues.ts";
import { readPoliceFireGeoJson, readPoliceFireOsmPbf } from "../../src/load/policeFirePosts.ts";
import { readPopulationSquares } from "../../src/load/populationSquares.ts";
import { readPostcodeAges, readPostcodesWithAges } from "../../src/load/postcodeAges.ts";
import { readPostcodePoints } from "../../src/load/postcodePoints.ts";
import type { ByteSource, Read } from "../../src/load/reader.ts";
import { readRegions } from "../../src/load/regions.ts";
import { readRegionTable } from "../../src/load/regionTable.ts";
import { readResponderCsv } from "../../src/load/responderCsv.ts";
import { readResponderJson } from "../../src/load/responderJson.ts";
import { inflate } from "../load/inflate.ts";
import {
  checkAed,
  checkAges,
  checkArrest,
  checkGemeente,
  checkObserved,
  checkPoliceFire,
  checkPost,
  checkRegion,
  checkResponder,
  checkUnit,
  type Fault,
} from "./contract.ts";

export interface FuzzReader<R> {
  read(bytes: ByteSource, anywhere: boolean): Read<R>;
  check(record: R): Fault;
}

const reader = <R>(read: FuzzReader<R>["read"], check: FuzzReader<R>["check"]) =>
  ({ read, check }) as FuzzReader<unknown>;

export const READERS = {
  aedCsv: reader((bytes, anywhere) => readAedCsv(bytes, { anywhere }), checkAed),
  aedJson: reader((bytes, anywhere) => readAedJson(bytes, { anywhere }), checkAed),
  aedJsonList: reader((bytes, anywhere) => readAedJson(bytes, { anywhere, form: "json-list" }), checkAed),
  aedNdjson: reader((bytes, anywhere) => readAedJson(bytes, { anywhere, form: "ndjson" }), checkAed),
  aedOverpass: reader((bytes, anywhere) => readAedJson(bytes, { anywhere, form: "overpass" }), checkAed),
  aedOsm: reader((bytes, anywhere) => readAedOsmPbf(bytes, { anywhere, inflate }), checkAed),
  ambulancePosts: reader((bytes, anywhere) => readAmbulancePosts(bytes, { anywhere }), checkPost),
  arrests: reader((bytes) => readArrests(bytes), checkArrest),
  observedValues: reader((bytes) => readObservedValues(bytes), checkObserved),
  policeFireGeoJson: reader(
    (bytes, anywhere) => readPoliceFireGeoJson(bytes, { anywhere, kind: "fire" }),
    checkPoliceFire,
  ),
  policeFireOsm: reader(
    (bytes, anywhere) => readPoliceFireOsmPbf(bytes, { anywhere, inflate }),
    checkPoliceFire,
  ),
  responderCsv: reader((bytes) => readResponderCsv(bytes), checkResponder),
  responderGeoJson: reader((bytes) => readResponderJson(bytes), checkResponder),
  responderNdjson: reader((bytes) => readResponderJson(bytes, { form: "ndjson" }), checkResponder),
  populationSquares: reader((bytes) => readPopulationSquares(bytes), checkUnit),
  postcodePoints: reader((bytes) => readPostcodePoints(bytes), checkUnit),
  postcodeAges: reader((bytes) => readPostcodeAges(bytes), checkAges),
  postcodesWithAges: reader((bytes) => readPostcodesWithAges([bytes], [bytes]), checkUnit),
  regions: reader((bytes) => readRegions(bytes), checkRegion),
  regionTable: reader((bytes) => readRegionTable(bytes), checkGemeente),
};

export type ReaderName = keyof typeof READERS;
