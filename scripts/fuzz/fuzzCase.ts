/**
 * One case of the fuzzing: its seed and number decide the file, the damage, the chunks and the reader. The same two
 * always make the same bytes.
 */
import { getHeapStatistics } from "node:v8";
import type { ByteSource } from "../../src/load/reader.ts";
import { createStreams, type Stream } from "../../src/load/streams.ts";
import { checkBatch, type Fault } from "./contract.ts";
import { type Material, pbfExcerpt, textExcerpt } from "./materials.ts";
import { PBF_EDITS, writeFrames } from "./mutatePbf.ts";
import { EDITS, pick } from "./mutateText.ts";
import { READERS, type ReaderName, type Told } from "./readers.ts";

export interface FuzzCase {
  number: number;
  reader: ReaderName;
  material: string;
  edits: string[];
  chunkSize: number;
  told: Told;
  bytes: Uint8Array;
}

export interface CaseResult {
  /** null: as it should be */
  fault: Fault;
  recordCount: number;
  findingCount: number;
  /** a finding about the file itself */
  isRefused: boolean;
  /** the most that heap and buffers held at the end of a batch, above what they held before */
  peakBytes: number;
}

const MAX_EDITS = 4;
/** A source in more chunks than this spends its time in the chunks. */
const MAX_CHUNKS = 5_000;
/** An own reader most of the time, now and then one that never expected the file. */
const OTHER_READER_SHARE = 0.1;

export function makeCase(seed: number, number: number, materials: readonly Material[]): FuzzCase {
  const stream = createStreams(seed)(`case ${number}`);
  const material = pick(stream, materials);
  const { bytes, edits } =
    material.kind === "pbf" ? mutatePbf(material, stream) : mutateText(material, materials, stream);
  const others = Object.keys(READERS) as ReaderName[];
  const reader = stream.uniform() < OTHER_READER_SHARE ? pick(stream, others) : material.reader;
  const chunkSize = Math.max(
    Math.ceil(bytes.length / MAX_CHUNKS),
    pick(stream, [7, 100, 4096, 65_536, 10_000_000]),
  );
  const told = { anywhere: stream.uniform() < 0.3, crs: toldCrs(material, stream) };
  return { number, reader, material: material.name, edits, chunkSize, told, bytes };
}

/** Files in metres are mostly told to be; of the others now and then one is that is not. */
function toldCrs({ isRd }: Material, stream: Stream): Told["crs"] {
  if (stream.uniform() < (isRd ? 0.8 : 0.1)) return "EPSG:28992";
  return stream.uniform() < 0.1 ? "EPSG:4326" : undefined;
}

export async function runCase({ reader, bytes, chunkSize, told }: FuzzCase): Promise<CaseResult> {
  const result: CaseResult = { fault: null, recordCount: 0, findingCount: 0, isRefused: false, peakBytes: 0 };
  const { read, check } = READERS[reader];
  const heldBefore = heldBytes();
  let bytesRead = 0;
  try {
    for await (const batch of read(inChunks(bytes, chunkSize), told)) {
      result.fault ??= checkBatch(batch, check);
      if (batch.bytesRead < bytesRead)
        result.fault ??= `bytesRead fell from ${bytesRead} to ${batch.bytesRead}`;
      bytesRead = batch.bytesRead;
      result.recordCount += batch.records.length;
      result.findingCount += batch.findings.length;
      result.peakBytes = Math.max(result.peakBytes, heldBytes() - heldBefore);
      result.isRefused ||= batch.findings.some(({ place }) => place === "file" || place.startsWith("byte"));
    }
  } catch (error) {
    result.fault = `thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  return result;
}

function heldBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

function mutateText(material: Material, materials: readonly Material[], stream: Stream) {
  const text = textExcerpt(material, stream);
  const other = pick(
    stream,
    materials.filter(({ kind }) => kind !== "pbf"),
  );
  const otherText = textExcerpt(other, stream);
  const edits = Array.from({ length: 1 + stream.integer(MAX_EDITS) }, () => pick(stream, Object.keys(EDITS)));
  const edited = edits.reduce((before, edit) => EDITS[edit](before, stream, otherText), text);
  return { bytes: Buffer.from(edited, "latin1"), edits };
}

/** Structure first; then, half of the time, plain damage to the bytes. */
function mutatePbf(material: Material, stream: Stream) {
  const frames = pbfExcerpt(material, stream);
  const edit = pick(stream, [...Object.keys(PBF_EDITS), "none"]);
  const bytes = edit === "none" ? writeFrames(frames) : PBF_EDITS[edit](frames, stream);
  if (edit !== "none" && stream.uniform() < 0.5) return { bytes, edits: [edit] };
  const damage = pick(stream, [
    "flipBits",
    "randomBytes",
    "truncate",
    "removeSpan",
    "repeatSpan",
    "joinFiles",
  ]);
  const text = Buffer.from(bytes).toString("latin1");
  return { bytes: Buffer.from(EDITS[damage](text, stream, text), "latin1"), edits: [edit, damage] };
}

/** May be gone through again, as the bytes of a file. */
function inChunks(bytes: Uint8Array, size: number): ByteSource {
  return {
    async *[Symbol.asyncIterator]() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    },
  };
}
