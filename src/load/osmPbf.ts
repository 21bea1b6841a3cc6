/**
 * The one reader of OpenStreetMap PBF files: block by block, wanted keys only, memory of one block.
 * Format: https://wiki.openstreetmap.org/wiki/PBF_Format. Inflating is an argument, because the fast one is Node's.
 */
import { PbfReader } from "pbf";
import { decodeOsmBlock, type OsmBlock, type OsmWanted } from "./osmBlock.ts";
import { type ByteSource, type Finding, rejected } from "./reader.ts";
import type { DegreeBox } from "./records.ts";

/** zlib bytes → at most `rawSize` bytes; may throw for bytes that are not zlib. */
export type Inflate = (zlibBytes: Uint8Array, rawSize: number) => Uint8Array | Promise<Uint8Array>;

export interface OsmPbfOptions extends OsmWanted {
  /** other wishes for a file whose header does not say which area it covers */
  whereNoBox?: OsmWanted;
  /** default: the platform's DecompressionStream, slower than Node's inflateSync */
  inflate?: Inflate;
}

export interface OsmBatch extends OsmBlock {
  /** the box that the file says it covers, null when it does not say */
  box: DegreeBox | null;
  findings: Finding[];
  bytesRead: number;
}

/** Bounds of the format. */
const MAX_HEADER_BYTES = 64 * 1024;
const MAX_BLOB_BYTES = 32 * 1024 * 1024;
/** Features a file may require of its reader that this one has, or may ignore. */
const KNOWN_FEATURES = new Set(["OsmSchema-V0.6", "DenseNodes", "LocationsOnWays", "Sort.Type_then_ID"]);
const NOT_PBF = "Give an OpenStreetMap extract whose name ends in .osm.pbf.";
const CUT_OFF = "The file is cut off or damaged; fetch it again.";

/** One batch per block of data; ends with a finding at the byte where the file cannot be read on. */
export async function* readOsmPbf(
  bytes: ByteSource,
  { inflate = inflateByStream, whereNoBox, ...wanted }: OsmPbfOptions,
): AsyncGenerator<OsmBatch, void, void> {
  const queue = byteQueue(bytes);
  const progress: Progress = { bytesRead: 0, hasHeader: false, box: null };
  try {
    while (true) {
      const frame = await readFrame(queue);
      if (frame === null) break;
      const block = await openFrame(frame, progress, inflate);
      const batch = block && decodeOsmBlock(block, progress.box === null ? (whereNoBox ?? wanted) : wanted);
      progress.bytesRead += frame.byteLength;
      if (batch) yield { ...batch, findings: [], ...told(progress) };
    }
    if (!progress.hasHeader) throw new PbfFault("an empty file", "an OpenStreetMap PBF", NOT_PBF);
  } catch (error) {
    const findings = [faultFinding(`byte ${progress.bytesRead}`, error)];
    yield { nodes: null, taggedNodes: [], ways: [], relations: [], findings, ...told(progress) };
  } finally {
    await queue.close();
  }
}

interface Progress {
  bytesRead: number;
  hasHeader: boolean;
  box: DegreeBox | null;
}

function told({ bytesRead, box }: Progress) {
  return { bytesRead, box };
}

/** The inflated block of data, or null for a header and for kinds of frame that are none of our business. */
async function openFrame(
  { type, blob }: Frame,
  progress: Progress,
  inflate: Inflate,
): Promise<Uint8Array | null> {
  if (type === "OSMHeader") {
    progress.box = readHeader(await unpack(blob, inflate));
    progress.hasHeader = true;
    return null;
  }
  if (!progress.hasHeader) throw new PbfFault(type, "an OSMHeader first", NOT_PBF);
  return type === "OSMData" ? unpack(blob, inflate) : null;
}

class PbfFault extends Error {
  readonly expected: string;
  readonly advice: string;
  constructor(got: string, expected: string, advice: string) {
    super(got);
    this.expected = expected;
    this.advice = advice;
  }
}

function faultFinding(place: string, error: unknown): Finding {
  if (error instanceof PbfFault) return rejected(place, "file", error.message, error.expected, error.advice);
  const got = error instanceof Error ? error.message : "broken bytes";
  return rejected(place, "file", got, "a whole block of OpenStreetMap data", CUT_OFF);
}

interface Frame {
  type: string;
  blob: Uint8Array;
  /** bytes of the file it took */
  byteLength: number;
}

/** 4 bytes big-endian length, BlobHeader, Blob; null at the end of the file. */
async function readFrame(queue: ByteQueue): Promise<Frame | null> {
  const lengthBytes = await queue.take(4);
  if (lengthBytes.length === 0) return null;
  const headerLength = wholeBytes(lengthBytes, 4).reduce((sum, byte) => sum * 256 + byte, 0);
  if (headerLength === 0 || headerLength > MAX_HEADER_BYTES) {
    throw new PbfFault(`a header of ${headerLength} bytes`, `1 to ${MAX_HEADER_BYTES} bytes`, NOT_PBF);
  }
  const header = { type: "", size: -1 };
  new PbfReader(wholeBytes(await queue.take(headerLength), headerLength)).readFields((tag, into, pbf) => {
    if (tag === 1) into.type = pbf.readString();
    else if (tag === 3) into.size = pbf.readVarint();
  }, header);
  if (!(header.size >= 0 && header.size <= MAX_BLOB_BYTES)) {
    throw new PbfFault(`a block of ${header.size} bytes`, `at most ${MAX_BLOB_BYTES} bytes`, NOT_PBF);
  }
  const blob = wholeBytes(await queue.take(header.size), header.size);
  return { type: header.type, blob, byteLength: 4 + headerLength + header.size };
}

function wholeBytes(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length === length) return bytes;
  throw new PbfFault(`${bytes.length} bytes, then the end of the file`, `${length} bytes`, CUT_OFF);
}

async function unpack(blob: Uint8Array, inflate: Inflate): Promise<Uint8Array> {
  const parts = { raw: null as Uint8Array | null, zlib: null as Uint8Array | null, size: 0, other: 0 };
  new PbfReader(blob).readFields((tag, into, pbf) => {
    if (tag === 1) into.raw = pbf.readBytes();
    else if (tag === 2) into.size = pbf.readVarint();
    else if (tag === 3) into.zlib = pbf.readBytes();
    else into.other = tag;
  }, parts);
  if (parts.raw) return parts.raw;
  if (!parts.zlib) {
    throw new PbfFault(
      `compression kind ${parts.other}`,
      "zlib or none",
      "Convert it: osmium cat in.osm.pbf -o out.osm.pbf",
    );
  }
  if (parts.size > MAX_BLOB_BYTES)
    throw new PbfFault(`${parts.size} bytes`, `at most ${MAX_BLOB_BYTES}`, CUT_OFF);
  return plainBytes(wholeBytes(await inflate(parts.zlib, parts.size), parts.size));
}

/** Throws for a file that needs a reader of another kind; gives the box it covers. */
function readHeader(block: Uint8Array): DegreeBox | null {
  const told: { box: DegreeBox | null } = { box: null };
  new PbfReader(block).readFields((tag, into, pbf) => {
    if (tag === 1) into.box = readBox(pbf);
    if (tag !== 4) return;
    const feature = pbf.readString();
    if (KNOWN_FEATURES.has(feature)) return;
    throw new PbfFault(feature, [...KNOWN_FEATURES].join(", "), "Give a plain extract, without history.");
  }, told);
  return told.box;
}

/** HeaderBBox: left, right, top and bottom in nanodegrees; null for one that is no place on earth. */
function readBox(pbf: PbfReader): DegreeBox | null {
  const sides = [0, 0, 0, 0];
  pbf.readMessage((tag, into, reader) => {
    if (tag >= 1 && tag <= 4) into[tag - 1] = reader.readSVarint() / 1e9;
  }, sides);
  const [west, east, north, south] = sides;
  const isPlace = west >= -180 && west < east && east <= 180 && south >= -90 && south < north && north <= 90;
  return isPlace ? [west, south, east, north] : null;
}

interface ByteQueue {
  /** fewer bytes than asked only at the end of the file */
  take(length: number): Promise<Uint8Array>;
  /** lets the source go when the file is not read to its end */
  close(): Promise<void>;
}

function byteQueue(bytes: ByteSource): ByteQueue {
  const source = bytes[Symbol.asyncIterator]();
  let chunk: Uint8Array = new Uint8Array(0);
  return {
    async take(length) {
      const parts: Uint8Array[] = [];
      let missing = length;
      while (missing > 0) {
        if (chunk.length === 0) {
          const { done, value } = await source.next();
          if (done) break;
          chunk = plainBytes(value);
          continue;
        }
        const part = chunk.subarray(0, missing);
        chunk = chunk.subarray(part.length);
        missing -= part.length;
        parts.push(part);
      }
      return parts.length === 1 ? parts[0] : join(parts);
    },
    async close() {
      await source.return?.();
    },
  };
}

/** Node's Buffer is a Uint8Array to us, but not to compiled code: one kind of bytes keeps the reader fast. */
function plainBytes({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Stops at the size that was told, so that a small file cannot unpack into a huge one. */
async function inflateByStream(zlibBytes: Uint8Array, rawSize: number): Promise<Uint8Array> {
  const packed = new Blob([zlibBytes as Uint8Array<ArrayBuffer>]).stream();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of packed.pipeThrough(new DecompressionStream("deflate"))) {
    size += part.length;
    if (size > rawSize) throw new PbfFault(`more than ${rawSize} bytes`, `${rawSize} bytes`, CUT_OFF);
    parts.push(part);
  }
  return join(parts);
}
