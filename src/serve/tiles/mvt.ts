/**
 * Mapbox Vector Tile 2.1, written with npm `pbf`: layers with their key and value tables, features as they come.
 * Knows the format only; what is in a layer is the business of `cellTile.ts` and `aedTile.ts`.
 */
import { PbfWriter } from "pbf";
import { TILE_EXTENT } from "./mercator.ts";

/** Field numbers of vector_tile.proto 2.1. */
const TILE_LAYERS = 3;
const LAYER = { name: 1, features: 2, keys: 3, values: 4, extent: 5, version: 15 } as const;
const FEATURE = { id: 1, tags: 2, type: 3, geometry: 4 } as const;
/** Protobuf's wire type for what carries its length. */
const PBF_BYTES = 2;
const VALUE = { string: 1, double: 3, uint: 5, sint: 6, bool: 7 } as const;

export const GEOMETRY_TYPE = { point: 1, line: 2, polygon: 3 } as const;
/** Command integers: id | count << 3. */
export const MOVE_TO_ONE = 1 | (1 << 3);
export const CLOSE_PATH = 7 | (1 << 3);
export function lineTo(count: number): number {
  return 2 | (count << 3);
}

export type MvtValue = string | number | boolean;

export interface MvtLayer {
  name: string;
  keys: Map<string, number>;
  valueTags: Map<MvtValue, number>;
  valueCount: number;
  values: PbfWriter;
  features: PbfWriter;
  featureCount: number;
}

export interface MvtFeature {
  /** a whole number below 2^53; none where absent */
  id?: number;
  type: number;
  /** pairs of key tag and value tag */
  tags: number[];
  geometry: number[];
}

/** `bytesExpected` saves the writers from growing step by step. */
export function startLayer(name: string, bytesExpected = { features: 1024, values: 1024 }): MvtLayer {
  return {
    name,
    keys: new Map(),
    valueTags: new Map(),
    valueCount: 0,
    values: new PbfWriter(new Uint8Array(bytesExpected.values)),
    features: new PbfWriter(new Uint8Array(bytesExpected.features)),
    featureCount: 0,
  };
}

export function keyTag(layer: MvtLayer, key: string): number {
  const found = layer.keys.get(key);
  if (found !== undefined) return found;
  layer.keys.set(key, layer.keys.size);
  return layer.keys.size - 1;
}

export function valueTag(layer: MvtLayer, value: MvtValue): number {
  const found = layer.valueTags.get(value);
  if (found !== undefined) return found;
  layer.values.writeMessage(LAYER.values, writeValue, value);
  layer.valueTags.set(value, layer.valueCount);
  return layer.valueCount++;
}

/** Sizes first, then bytes: nothing has to be moved when a length turns out to take two. */
export function addFeature(layer: MvtLayer, { id, type, tags, geometry }: MvtFeature): void {
  const { features } = layer;
  const tagBytes = sizeOfAll(tags);
  const geometryBytes = sizeOfAll(geometry);
  // a field is one byte of tag and its value
  const idBytes = id === undefined ? 0 : 1 + sizeOf(id);
  const listBytes = 2 + sizeOf(tagBytes) + tagBytes + sizeOf(geometryBytes) + geometryBytes;
  features.writeTag(LAYER.features, PBF_BYTES);
  features.writeVarint(idBytes + 2 + listBytes);
  if (id !== undefined) features.writeVarintField(FEATURE.id, id);
  writeList(features, FEATURE.tags, tags, tagBytes);
  features.writeVarintField(FEATURE.type, type);
  writeList(features, FEATURE.geometry, geometry, geometryBytes);
  layer.featureCount++;
}

/** Bytes that a whole number from 0 to 2^53 takes as a varint: seven bits each. */
function sizeOf(value: number): number {
  let size = 1;
  for (let bound = 128; value >= bound; bound *= 128) size++;
  return size;
}

function sizeOfAll(values: readonly number[]): number {
  let size = values.length;
  for (const value of values) if (value >= 128) size += sizeOf(value) - 1;
  return size;
}

/** A packed field of whole numbers below 2^31, whose bytes were counted. */
function writeList(pbf: PbfWriter, field: number, values: readonly number[], size: number): void {
  pbf.writeTag(field, PBF_BYTES);
  pbf.writeVarint(size);
  pbf.realloc(size);
  const { buf } = pbf;
  let at = pbf.pos;
  for (const value of values) {
    let rest = value;
    for (; rest >= 128; rest >>>= 7) buf[at++] = (rest & 127) | 128;
    buf[at++] = rest;
  }
  pbf.pos = at;
}

/** Layers without features are left out; a tile without layers has no bytes. */
export function finishTile(layers: MvtLayer[]): Uint8Array {
  const tile = new PbfWriter(new Uint8Array(layers.reduce((sum, layer) => sum + sizeBound(layer), 0)));
  for (const layer of layers) if (layer.featureCount > 0) tile.writeMessage(TILE_LAYERS, writeLayer, layer);
  return tile.finish();
}

/** Names, keys and the fields around them take far less than 4 kB. Assumption; the writer grows where it does not hold. */
const HEAD_BYTES = 4_096;

function sizeBound({ features, values }: MvtLayer): number {
  return features.pos + values.pos + HEAD_BYTES;
}

/** A signed number as MVT geometry writes it. */
export function zigzag(value: number): number {
  return (value << 1) ^ (value >> 31);
}

function writeLayer(layer: MvtLayer, pbf: PbfWriter): void {
  pbf.writeVarintField(LAYER.version, 2);
  pbf.writeStringField(LAYER.name, layer.name);
  appendBytes(pbf, layer.features.finish());
  for (const key of layer.keys.keys()) pbf.writeStringField(LAYER.keys, key);
  appendBytes(pbf, layer.values.finish());
  pbf.writeVarintField(LAYER.extent, TILE_EXTENT);
}

/** Bytes that are complete fields already. */
function appendBytes(pbf: PbfWriter, bytes: Uint8Array): void {
  pbf.realloc(bytes.length);
  pbf.buf.set(bytes, pbf.pos);
  pbf.pos += bytes.length;
}

function writeValue(value: MvtValue, pbf: PbfWriter): void {
  if (typeof value === "string") pbf.writeStringField(VALUE.string, value);
  else if (typeof value === "boolean") pbf.writeBooleanField(VALUE.bool, value);
  else if (!Number.isInteger(value)) pbf.writeDoubleField(VALUE.double, value);
  else if (value >= 0) pbf.writeVarintField(VALUE.uint, value);
  else pbf.writeSVarintField(VALUE.sint, value);
}
