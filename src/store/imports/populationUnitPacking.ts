/**
 * A source's own squares and discs as packed columns, so that the cells can be merged again when another source
 * or other land comes. −1 stands for a value that the source withheld.
 */
import { AGE_GROUPS } from "../../load/ageGroups.ts";
import type { LngLat, PopulationUnit } from "../../load/records.ts";
import { type NumberArray, packColumns, unpackColumns } from "../packing.ts";

const WITHHELD = -1;

interface UnitColumns {
  residents: Float64Array;
  dwellings: Float64Array;
  /** 0 for a square */
  areaSquareMeters: Float64Array;
  /** corners of the ring; 1 for a disc */
  cornerCount: Uint8Array;
  /** length of the code in UTF-8 */
  codeLength: Uint8Array;
}

/** Size of squares and ages; packs of before have none of it. */
interface DetailColumns {
  /** 0 for a disc */
  sideMeters: Uint16Array;
  /** 0 where the source says nothing of ages, which is not the same as withholding them all */
  hasAges: Uint8Array;
}

/** All squares were of 100 m when packs had no details. */
const SIDE_BEFORE_DETAILS = 100;
const LENGTH_BYTES = 4;
const LISTED_PARTS = 3;

/** Three lengths, then the units, the corners, the codes and the details one after the other. */
export async function packUnits(units: readonly PopulationUnit[]): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const codes = units.map(({ code }) => encoder.encode(code));
  const corners = units.flatMap(({ shape }) => (shape.kind === "square" ? [...shape.ring] : [shape.center]));
  const parts = [
    await packColumns({
      residents: Float64Array.from(units, ({ residents }) => residents ?? WITHHELD),
      dwellings: Float64Array.from(units, ({ dwellings }) => dwellings ?? WITHHELD),
      areaSquareMeters: Float64Array.from(units, ({ shape }) =>
        shape.kind === "disc" ? shape.areaSquareMeters : 0,
      ),
      cornerCount: Uint8Array.from(units, ({ shape }) => (shape.kind === "square" ? shape.ring.length : 1)),
      codeLength: Uint8Array.from(codes, ({ length }) => length),
    }),
    await packColumns({
      lng: Float64Array.from(corners, ({ lng }) => lng),
      lat: Float64Array.from(corners, ({ lat }) => lat),
    }),
    await packColumns({ code: Uint8Array.from(codes.flatMap((code) => [...code])) }),
    packDetails(units),
  ];
  return joinParts(parts);
}

export async function unpackUnits(bytes: Uint8Array): Promise<PopulationUnit[]> {
  const [unitPart, cornerPart, codePart, detailPart] = splitParts(bytes);
  const columns = await unpackColumns<UnitColumns>(unitPart);
  const corners = await unpackColumns<{ lng: Float64Array; lat: Float64Array }>(cornerPart);
  const codes = await unpackColumns<{ code: Uint8Array }>(codePart);
  if (!columns || !corners || !codes) return [];
  const details = unpackColumns<DetailColumns & Record<string, Float64Array>>(detailPart);
  const decoder = new TextDecoder();
  const units: PopulationUnit[] = [];
  let cornerAt = 0;
  let codeAt = 0;
  for (let n = 0; n < columns.residents.length; n++) {
    const ring: LngLat[] = [];
    for (let end = cornerAt + columns.cornerCount[n]; cornerAt < end; cornerAt++) {
      ring.push({ lng: corners.lng[cornerAt], lat: corners.lat[cornerAt] });
    }
    const code = decoder.decode(codes.code.subarray(codeAt, codeAt + columns.codeLength[n]));
    codeAt += columns.codeLength[n];
    const areaSquareMeters = columns.areaSquareMeters[n];
    units.push({
      code,
      residents: knownOrNull(columns.residents[n]),
      dwellings: knownOrNull(columns.dwellings[n]),
      ages: details?.hasAges[n] ? AGE_GROUPS.map((_, g) => knownOrNull(details[`age${g}`][n])) : null,
      shape:
        areaSquareMeters > 0
          ? { kind: "disc", center: ring[0], areaSquareMeters }
          : { kind: "square", sideMeters: details?.sideMeters[n] ?? SIDE_BEFORE_DETAILS, ring },
    });
  }
  return units;
}

function knownOrNull(value: number): number | null {
  return value === WITHHELD ? null : value;
}

function packDetails(units: readonly PopulationUnit[]): Uint8Array {
  const columns: DetailColumns & Record<string, NumberArray> = {
    sideMeters: Uint16Array.from(units, ({ shape }) => (shape.kind === "square" ? shape.sideMeters : 0)),
    hasAges: Uint8Array.from(units, ({ ages }) => Number(ages !== null)),
  };
  AGE_GROUPS.forEach((_, g) => {
    columns[`age${g}`] = Float64Array.from(units, ({ ages }) => ages?.[g] ?? WITHHELD);
  });
  return packColumns(columns);
}

function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const headLength = LISTED_PARTS * LENGTH_BYTES;
  const bytes = new Uint8Array(headLength + parts.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  let at = headLength;
  parts.forEach((part, n) => {
    if (n < LISTED_PARTS) view.setUint32(n * LENGTH_BYTES, part.length);
    bytes.set(part, at);
    at += part.length;
  });
  return bytes;
}

/** The last part is what the listed ones leave: empty in packs of before. */
function splitParts(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = LISTED_PARTS * LENGTH_BYTES;
  const listed = Array.from({ length: LISTED_PARTS }, (_, n) => {
    const from = at;
    at += view.getUint32(n * LENGTH_BYTES);
    return bytes.subarray(from, at);
  });
  return [...listed, bytes.subarray(at)];
}
