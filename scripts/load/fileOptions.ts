/** What a person typed about the files, as the imports want it; and what Node gives them. */
import { readFile } from "node:fs/promises";
import { GIVEN_CRS, type GivenCrs, knownCrs } from "../../src/load/givenCrs.ts";
import { POLICE_FIRE_KINDS } from "../../src/load/policeFirePosts.ts";
import { SQUARE_SIDES_METERS, type SquareSide } from "../../src/load/populationSquares.ts";
import type { DegreeBox } from "../../src/load/records.ts";
import { REGION_KINDS } from "../../src/load/regionProperties.ts";
import { CRS_SUBJECTS, EXTENT_SUBJECTS, type FileSubject } from "../../src/store/imports/fileSubjects.ts";
import type { FileOptions, Platform } from "../../src/store/imports/importFiles.ts";
import { readColumns } from "../../src/store/imports/toldColumns.ts";
import { inflate } from "./inflate.ts";
import type { LoadOptions } from "./options.ts";
import { fillRandom } from "./random.ts";

export const platform: Platform = { random: fillRandom, inflate };

export async function readFileOptions(
  subject: FileSubject,
  { isAnywhere, kind, square, area, extent, crs, columnsPath, operands }: LoadOptions,
): Promise<FileOptions> {
  if (extent !== undefined) verifyExtent(subject);
  if (crs !== undefined) verifyCrs(subject, operands);
  const columns =
    columnsPath === undefined ? {} : readColumns(subject, columnsPath, await readFile(columnsPath, "utf8"));
  const isPoliceFire = subject === "police-fire-posts";
  return {
    isAnywhere,
    crs: givenCrs(crs),
    regionKind: isPoliceFire ? undefined : kindOf(REGION_KINDS, kind),
    policeFireKind: isPoliceFire ? kindOf(POLICE_FIRE_KINDS, kind) : undefined,
    squareMeters: squareSide(square),
    area: degreeBox("--area", area),
    extent: degreeBox("--extent", extent),
    columns,
  };
}

function verifyExtent(subject: FileSubject): void {
  if (EXTENT_SUBJECTS.includes(subject)) return;
  throw new Error(
    `got --extent with ${subject}, expected it with ${EXTENT_SUBJECTS.join(", ")}; leave it out`,
  );
}

function verifyCrs(subject: FileSubject, paths: readonly string[]): void {
  const pbf = paths.find((path) => path.toLowerCase().endsWith(".pbf"));
  if (pbf) throw new Error(`got --crs with ${pbf}, whose positions are degrees always; leave --crs out`);
  if (CRS_SUBJECTS.includes(subject)) return;
  throw new Error(`got --crs with ${subject}, expected it with ${CRS_SUBJECTS.join(", ")}; leave it out`);
}

export function givenCrs(text: string | undefined): GivenCrs | undefined {
  if (text === undefined) return undefined;
  const crs = knownCrs(text);
  if (crs) return crs;
  throw new Error(`got --crs ${text}, expected ${GIVEN_CRS.join(" (degrees) or ")} (RD, metres); correct it`);
}

function kindOf<K extends string>(kinds: readonly K[], text: string | undefined): K | undefined {
  const kind = kinds.find((known) => known === text);
  if (text !== undefined && kind === undefined) {
    throw new Error(`got --kind ${text}, expected one of ${kinds.join(", ")}; correct it`);
  }
  return kind;
}

function squareSide(meters: number | undefined): SquareSide | undefined {
  const side = SQUARE_SIDES_METERS.find((known) => known === meters);
  if (meters !== undefined && side === undefined) {
    throw new Error(
      `got --square ${meters}, expected ${SQUARE_SIDES_METERS.join(" or ")} (metres); correct it`,
    );
  }
  return side;
}

function degreeBox(option: string, text: string | undefined): DegreeBox | undefined {
  if (text === undefined) return undefined;
  const sides = text.split(",").map(Number);
  const [west, south, east, north] = sides;
  const isBox = sides.length === 4 && west < east && south < north && Math.abs(south) <= 90 && north <= 90;
  if (isBox && west >= -180 && east <= 180) return [west, south, east, north];
  throw new Error(
    `got ${option} ${text}, expected west,south,east,north in degrees, such as 4.35,51.99,4.39,52.01; correct it`,
  );
}
