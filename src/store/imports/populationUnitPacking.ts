/**
 * A source's own squares and discs as packed columns, so that the cells can be merged again when another source
 * or other land comes. −1 stands for a value that the source withheld.
 */
import type { LngLat, PopulationUnit } from "../../load/records.ts";
import { packColumns, unpackColumns } from "../packing.ts";

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

/** Three lengths, then the units, the corners, and the codes one after the other. */
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
  ];
  return joinParts(parts);
}

export async function unpackUnits(bytes: Uint8Array): Promise<PopulationUnit[]> {
  const [unitPart, cornerPart, codePart] = splitParts(bytes);
  const columns = await unpackColumns<UnitColumns>(unitPart);
  const corners = await unpackColumns<{ lng: Float64Array; lat: Float64Array }>(cornerPart);
  const codes = await unpackColumns<{ code: Uint8Array }>(codePart);
  if (!columns || !corners || !codes) return [];
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
      shape:
        areaSquareMeters > 0 ? { kind: "disc", center: ring[0], areaSquareMeters } : { kind: "square", ring },
    });
  }
  return units;
}

function knownOrNull(value: number): number | null {
  return value === WITHHELD ? null : value;
}

function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const head = Uint32Array.from(parts, ({ length }) => length);
  const bytes = new Uint8Array(head.byteLength + parts.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  let at = head.byteLength;
  parts.forEach((part, n) => {
    view.setUint32(n * 4, part.length);
    bytes.set(part, at);
    at += part.length;
  });
  return bytes;
}

function splitParts(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 3 * 4;
  return [0, 1, 2].map((n) => {
    const from = at;
    at += view.getUint32(n * 4);
    return bytes.subarray(from, at);
  });
}
