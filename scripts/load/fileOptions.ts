/** What a person typed about the files, as the imports want it; and what Node gives them. */
import { readFile } from "node:fs/promises";
import { POLICE_FIRE_KINDS } from "../../src/load/policeFirePosts.ts";
import { SQUARE_SIDES_METERS, type SquareSide } from "../../src/load/populationSquares.ts";
import type { DegreeBox } from "../../src/load/records.ts";
import { REGION_KINDS } from "../../src/load/regionProperties.ts";
import {
  type FileOptions,
  type FileSubject,
  type Platform,
  readColumns,
} from "../../src/store/imports/importFiles.ts";
import { inflate } from "./inflate.ts";
import type { LoadOptions } from "./options.ts";
import { fillRandom } from "./random.ts";

export const platform: Platform = { random: fillRandom, inflate };

export async function readFileOptions(
  subject: FileSubject,
  { isAnywhere, kind, square, area, columnsPath }: LoadOptions,
): Promise<FileOptions> {
  const columns =
    columnsPath === undefined ? {} : readColumns(subject, columnsPath, await readFile(columnsPath, "utf8"));
  const isPoliceFire = subject === "police-fire-posts";
  return {
    isAnywhere,
    regionKind: isPoliceFire ? undefined : kindOf(REGION_KINDS, kind),
    policeFireKind: isPoliceFire ? kindOf(POLICE_FIRE_KINDS, kind) : undefined,
    squareMeters: squareSide(square),
    area: degreeBox(area),
    columns,
  };
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

function degreeBox(text: string | undefined): DegreeBox | undefined {
  if (text === undefined) return undefined;
  const sides = text.split(",").map(Number);
  const [west, south, east, north] = sides;
  const isBox = sides.length === 4 && west < east && south < north && Math.abs(south) <= 90 && north <= 90;
  if (isBox && west >= -180 && east <= 180) return [west, south, east, north];
  throw new Error(
    `got --area ${text}, expected west,south,east,north in degrees, such as 4.35,51.99,4.39,52.01; correct it`,
  );
}
