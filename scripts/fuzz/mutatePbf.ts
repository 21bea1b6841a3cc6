/**
 * Edits that know the structure of an OpenStreetMap PBF: lengths and sizes that lie, blobs that unpack to more or less
 * than they say, and damage inside the inflated blocks, packed again so that it reaches the decoder.
 */
import { deflateSync, inflateSync } from "node:zlib";
import { PbfWriter } from "pbf";
import type { Stream } from "../../src/load/streams.ts";
import { editFields, fieldsOf, joinFields, type PbfField } from "./pbfFields.ts";

export interface PbfFrame {
  type: string;
  /** the Blob message */
  blob: Uint8Array;
}

type PbfEdit = (frames: PbfFrame[], stream: Stream) => Uint8Array;

export const PBF_EDITS: Record<string, PbfEdit> = {
  frameLength: (frames, stream) =>
    writeFrames(frames, { lie: () => oddSize(stream), at: stream.integer(frames.length) }),
  blobSize: (frames, stream) =>
    writeFrames(frames, { lieOfBlob: () => oddSize(stream), at: stream.integer(frames.length) }),
  rawSize: (frames, stream) => editBlob(frames, stream, (fields) => setVarint(fields, 2, oddSize(stream))),
  zlibBytes: (frames, stream) =>
    editBlob(frames, stream, (fields) => editBytes(fields, 3, (bytes) => damaged(bytes, stream))),
  bomb: (frames, stream) => {
    const size = 1 << (10 + stream.integer(17));
    return editBlob(frames, stream, () => packed(new Uint8Array(size), stream.uniform() < 0.5 ? size : 1000));
  },
  otherCompression: (frames, stream) =>
    editBlob(frames, stream, (fields) =>
      fields.map((one) => (one.field === 3 ? { ...one, field: 4 + stream.integer(4) } : one)),
    ),
  unpacked: (frames, stream) =>
    editBlob(frames, stream, (fields) => {
      const content = contentOf(fields);
      return content ? [{ field: 1, wire: 2, bytes: content }] : fields;
    }),
  blockBytes: (frames, stream) => editBlock(frames, stream, (block) => damaged(block, stream)),
  blockFields: (frames, stream) => editBlock(frames, stream, (block) => editFields(block, stream, 0)),
  dropFrame: (frames, stream) => writeFrames(frames.toSpliced(stream.integer(frames.length), 1)),
  repeatFrame: (frames, stream) => {
    const at = stream.integer(frames.length);
    return writeFrames([
      ...frames.slice(0, at),
      ...Array(1 + stream.integer(3)).fill(frames[at]),
      ...frames.slice(at),
    ]);
  },
  frameType: (frames, stream) =>
    editFrame(frames, stream, (frame) => ({
      ...frame,
      type: ["OSMData", "OSMHeader", "", "OSM", "x".repeat(300)][stream.integer(5)],
    })),
};

/** Frames of a whole file; a broken end is left out. */
export function readFrames(file: Uint8Array): PbfFrame[] {
  const frames: PbfFrame[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  for (let at = 0; at + 4 <= file.length; ) {
    const length = view.getUint32(at);
    const header = fieldsOf(file.subarray(at + 4, at + 4 + length));
    const type = Buffer.from(header?.find(({ field }) => field === 1)?.bytes ?? []).toString("latin1");
    const size = header?.find(({ field }) => field === 3)?.value ?? 0;
    frames.push({ type, blob: file.subarray(at + 4 + length, at + 4 + length + size) });
    at += 4 + length + size;
  }
  return frames;
}

export function writeFrames(
  frames: readonly PbfFrame[],
  { lie, lieOfBlob, at = -1 }: { lie?: () => number; lieOfBlob?: () => number; at?: number } = {},
): Uint8Array {
  return Buffer.concat(
    frames.flatMap(({ type, blob }, n) => {
      const writer = new PbfWriter();
      writer.writeStringField(1, type);
      writer.writeVarintField(3, n === at && lieOfBlob ? lieOfBlob() : blob.length);
      const header = writer.finish();
      const length = Buffer.alloc(4);
      length.writeUInt32BE((n === at && lie ? lie() : header.length) >>> 0);
      return [length, header, blob];
    }),
  );
}

/** The inflated content of a blob, null where it is no zlib. */
export function contentOf(fields: readonly PbfField[]): Uint8Array | null {
  const zlib = fields.find(({ field }) => field === 3)?.bytes;
  try {
    return zlib
      ? new Uint8Array(inflateSync(zlib))
      : (fields.find(({ field }) => field === 1)?.bytes ?? null);
  } catch {
    return null;
  }
}

function editFrame(frames: PbfFrame[], stream: Stream, edit: (frame: PbfFrame) => PbfFrame): Uint8Array {
  const at = stream.integer(frames.length);
  return writeFrames(frames.map((frame, n) => (n === at ? edit(frame) : frame)));
}

function editBlob(frames: PbfFrame[], stream: Stream, edit: (fields: PbfField[]) => PbfField[]): Uint8Array {
  return editFrame(frames, stream, (frame) => ({
    ...frame,
    blob: joinFields(edit(fieldsOf(frame.blob) ?? [])),
  }));
}

function editBlock(frames: PbfFrame[], stream: Stream, edit: (block: Uint8Array) => Uint8Array): Uint8Array {
  return editBlob(frames, stream, (fields) => {
    const content = contentOf(fields);
    return content ? packed(edit(content)) : fields;
  });
}

function packed(content: Uint8Array, rawSize = content.length): PbfField[] {
  return [
    { field: 2, wire: 0, value: rawSize },
    { field: 3, wire: 2, bytes: deflateSync(content, { level: 1 }) },
  ];
}

function setVarint(fields: PbfField[], field: number, value: number): PbfField[] {
  return fields.map((one) => (one.field === field ? { field, wire: 0, value } : one));
}

function editBytes(fields: PbfField[], field: number, edit: (bytes: Uint8Array) => Uint8Array): PbfField[] {
  return fields.map((one) => (one.field === field && one.bytes ? { ...one, bytes: edit(one.bytes) } : one));
}

function damaged(bytes: Uint8Array, stream: Stream): Uint8Array {
  if (stream.uniform() < 0.2) return bytes.subarray(0, stream.integer(bytes.length + 1));
  const edited = Uint8Array.from(bytes);
  for (let count = 1 + stream.integer(6); count > 0 && edited.length > 0; count -= 1) {
    const at = stream.integer(edited.length);
    edited[at] = stream.uniform() < 0.5 ? edited[at] ^ (1 << stream.integer(8)) : 0xff;
  }
  return edited;
}

function oddSize(stream: Stream): number {
  return [
    0,
    1,
    2,
    64 * 1024,
    64 * 1024 + 1,
    32 * 1024 * 1024,
    32 * 1024 * 1024 + 1,
    0x7fffffff,
    0xffffffff,
    2 ** 40,
    stream.integer(100_000),
  ][stream.integer(11)];
}
