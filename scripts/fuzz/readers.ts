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
import { readReachAreas } from "../../src/load/reachAreas.ts";
import type { ByteSource, Read } from "../../src/load/reader.ts";
import type { PositionRules } from "../../src/load/readPosition.ts";
import { readRegions } from "../../src/load/regions.ts";
import { readRegionTable } from "../../src/load/regionTable.ts";
import { readResponderCsv } from "../../src/load/responderCsv.ts";
import { readResponderJson } from "../../src/load/responderJson.ts";
import { readSquareCentres } from "../../src/load/squareCentres.ts";
import { inflate } from "../load/inflate.ts";
import {
  checkAed,
  checkAges,
  checkArrest,
  checkCentre,
  checkGemeente,
  checkObserved,
  checkPoliceFire,
  checkPost,
  checkReach,
  checkRegion,
  checkResponder,
  checkUnit,
  type Fault,
} from "./contract.ts";

/** What a person may have told about the file: `--anywhere`, `--crs`. */
export type Told = Pick<PositionRules, "anywhere" | "crs">;

export interface FuzzReader<R> {
  read(bytes: ByteSource, told: Told): Read<R>;
  check(record: R): Fault;
}

const reader = <R>(read: FuzzReader<R>["read"], check: FuzzReader<R>["check"]) =>
  ({ read, check }) as FuzzReader<unknown>;

export const READERS = {
  aedCsv: reader((bytes, told) => readAedCsv(bytes, told), checkAed),
  aedJson: reader((bytes, told) => readAedJson(bytes, told), checkAed),
  aedJsonList: reader((bytes, told) => readAedJson(bytes, { ...told, form: "json-list" }), checkAed),
  aedNdjson: reader((bytes, told) => readAedJson(bytes, { ...told, form: "ndjson" }), checkAed),
  aedOverpass: reader((bytes, told) => readAedJson(bytes, { ...told, form: "overpass" }), checkAed),
  aedOsm: reader((bytes, { anywhere }) => readAedOsmPbf(bytes, { anywhere, inflate }), checkAed),
  ambulancePosts: reader((bytes, told) => readAmbulancePosts(bytes, told), checkPost),
  arrests: reader((bytes) => readArrests(bytes), checkArrest),
  observedValues: reader((bytes) => readObservedValues(bytes), checkObserved),
  policeFireGeoJson: reader(
    (bytes, told) => readPoliceFireGeoJson(bytes, { ...told, kind: "fire" }),
    checkPoliceFire,
  ),
  policeFireOsm: reader(
    (bytes, { anywhere }) => readPoliceFireOsmPbf(bytes, { anywhere, inflate }),
    checkPoliceFire,
  ),
  responderCsv: reader((bytes, { crs }) => readResponderCsv(bytes, { crs }), checkResponder),
  responderGeoJson: reader((bytes, { crs }) => readResponderJson(bytes, { crs }), checkResponder),
  responderNdjson: reader(
    (bytes, { crs }) => readResponderJson(bytes, { crs, form: "ndjson" }),
    checkResponder,
  ),
  populationSquares: reader((bytes) => readPopulationSquares(bytes), checkUnit),
  postcodePoints: reader((bytes) => readPostcodePoints(bytes), checkUnit),
  postcodeAges: reader((bytes) => readPostcodeAges(bytes), checkAges),
  postcodesWithAges: reader((bytes) => readPostcodesWithAges([bytes], [bytes]), checkUnit),
  squareCentres: reader((bytes) => readSquareCentres(bytes), checkCentre),
  reachAreas: reader((bytes, { crs }) => readReachAreas(bytes, { crs }), checkReach),
  regions: reader((bytes, { crs }) => readRegions(bytes, { crs }), checkRegion),
  regionTable: reader((bytes) => readRegionTable(bytes), checkGemeente),
};

export type ReaderName = keyof typeof READERS;
