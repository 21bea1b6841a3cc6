/**
 * Centres of CBS squares from GeoJSON points, each with the code of its square. Nobody lives in such a file: it is held
 * against our own conversion from the Dutch grid (`rdToPosition.ts`).
 */
import { asObject, readGeoJsonFeatures, textOf } from "./geoJsonFeatures.ts";
import { headerName } from "./headerNames.ts";
import { SIZED_CODE_NAMES, SQUARE_SIDES_METERS } from "./populationSquares.ts";
import { rdToPosition } from "./rdToPosition.ts";
import { type ByteSource, type Finding, type Read, type ReadBatch, rejected } from "./reader.ts";
import { readPosition } from "./readPosition.ts";
import type { LngLat } from "./records.ts";
import { codeToCorner } from "./squareCode.ts";

export interface SquareCentre {
  code: string;
  /** as the file has it */
  told: LngLat;
  /** as we convert it */
  converted: LngLat;
}

/** By the head of a file: the properties of its first features name squares, and tell nothing else. */
export function isSquareCentres(head: string): boolean {
  return /"(?:crs28992|c28992)/i.test(head) && /"type"\s*:\s*"Point"/.test(head);
}

/** Batches as they are read; what has no code or no position is refused. */
export async function* readSquareCentres(bytes: ByteSource): Read<SquareCentre> {
  for await (const { features, findings, bytesRead } of readGeoJsonFeatures(bytes)) {
    const batch: ReadBatch<SquareCentre> = { records: [], findings: [...findings], bytesRead };
    for (const { place, feature } of features) {
      const read = readCentre(place, feature);
      if ("severity" in read) batch.findings.push(read);
      else batch.records.push(read);
    }
    yield batch;
  }
}

function readCentre(place: string, feature: unknown): SquareCentre | Finding {
  const { geometry, properties } = asObject(feature);
  const { type, coordinates } = asObject(geometry);
  if (type !== "Point" || !Array.isArray(coordinates))
    return rejected(place, "geometry", type ?? "nothing", "a Point", "Give the centre of the square.");
  const named = codeIn(asObject(properties));
  const corner = named && codeToCorner(named.code);
  if (!named || !corner) {
    const advice = "Name the square by its south-west corner in hundreds of metres of RD.";
    return rejected(place, "code", named?.code ?? "nothing", "a code such as E0974N4514", advice);
  }
  // where it lies is what is looked at: nothing is too far
  const read = readPosition(coordinates[0], coordinates[1], place, { anywhere: true });
  if ("finding" in read) return read.finding;
  const half = named.sideMeters / 2;
  return {
    code: named.code,
    told: read.position,
    converted: rdToPosition(corner.x + half, corner.y + half),
  };
}

function codeIn(properties: Record<string, unknown>): { code: string; sideMeters: number } | null {
  for (const sideMeters of SQUARE_SIDES_METERS) {
    const name = Object.keys(properties).find((key) =>
      SIZED_CODE_NAMES[sideMeters].includes(headerName(key)),
    );
    const code = name === undefined ? undefined : textOf(properties[name])?.trim();
    if (code) return { code, sideMeters };
  }
  return null;
}
