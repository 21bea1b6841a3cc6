/** A protocol-buffers message taken apart into its fields, edited, and put together again. */
import { PbfReader, PbfWriter } from "pbf";
import type { Stream } from "../../src/load/streams.ts";

export interface PbfField {
  field: number;
  wire: number;
  /** of wire type 0 */
  value?: number;
  /** of wire type 2 */
  bytes?: Uint8Array;
}

/** OpenStreetMap's messages stand at most this deep in each other: block, group, nodes, packed list. */
const MAX_DEPTH = 3;

/** Null where the bytes are no message. */
export function fieldsOf(bytes: Uint8Array): PbfField[] | null {
  const fields: PbfField[] = [];
  try {
    const pbf = new PbfReader(bytes);
    for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) {
      if (pbf.type === 0) fields.push({ field, wire: 0, value: pbf.readVarint(true) });
      else if (pbf.type === 2) fields.push({ field, wire: 2, bytes: pbf.readBytes() });
      else return null;
    }
    return pbf.pos === bytes.length ? fields : null;
  } catch {
    return null;
  }
}

export function joinFields(fields: readonly PbfField[]): Uint8Array {
  const writer = new PbfWriter();
  for (const { field, wire, value, bytes } of fields) {
    if (wire === 0) writer.writeVarintField(field, value ?? 0);
    else writer.writeBytesField(field, bytes ?? new Uint8Array(0));
  }
  return writer.finish();
}

/** One field somewhere within is dropped, doubled, renamed, emptied, or told a number that nobody expects. */
export function editFields(message: Uint8Array, stream: Stream, depth: number): Uint8Array {
  const fields = fieldsOf(message);
  if (!fields || fields.length === 0) return editVarints(message, stream);
  const at = stream.integer(fields.length);
  const one = fields[at];
  if (one.bytes && depth < MAX_DEPTH && stream.uniform() < 0.75) {
    return joinFields(fields.with(at, { ...one, bytes: editFields(one.bytes, stream, depth + 1) }));
  }
  const edits: (() => PbfField[])[] = [
    () => fields.toSpliced(at, 1),
    () => fields.toSpliced(at, 0, ...Array(1 + stream.integer(4)).fill(one)),
    () => fields.with(at, { ...one, field: 1 + stream.integer(20) }),
    () => fields.with(at, { ...one, bytes: new Uint8Array(0), value: 0 }),
    () => fields.with(at, { field: one.field, wire: 0, value: oddVarint(stream) }),
    () =>
      fields.with(at, {
        field: one.field,
        wire: 2,
        bytes: Uint8Array.from({ length: 20 }, () => stream.integer(256)),
      }),
    () => [...fields, { field: [17, 18, 19, 20][stream.integer(4)], wire: 0, value: oddVarint(stream) }],
  ];
  return joinFields(edits[stream.integer(edits.length)]());
}

/** A packed list of numbers: one of them becomes a huge one, or vanishes. */
function editVarints(bytes: Uint8Array, stream: Stream): Uint8Array {
  const starts: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) if (at === 0 || bytes[at - 1] < 0x80) starts.push(at);
  if (starts.length === 0) return bytes;
  const n = stream.integer(starts.length);
  const writer = new PbfWriter();
  if (stream.uniform() < 0.7) writer.writeVarint(oddVarint(stream));
  return Buffer.concat([
    bytes.subarray(0, starts[n]),
    writer.finish(),
    bytes.subarray(starts[n + 1] ?? bytes.length),
  ]);
}

function oddVarint(stream: Stream): number {
  return [
    0,
    1,
    -1,
    100,
    1e9,
    2 ** 31,
    2 ** 32,
    2 ** 53 - 1,
    -(2 ** 53),
    2 ** 62,
    1e7,
    stream.integer(10_000),
  ][stream.integer(12)];
}
