/**
 * The ground for which the files of a source are complete: only there does a record that is missing mean that the
 * thing is gone. Null = everywhere, as of a file that says nothing.
 */
import type { Extent, Read } from "./reader.ts";
import type { LngLat } from "./records.ts";

export type Ground = readonly Extent[] | null;

/** What one file says, known once it was read to its end. */
export interface FileGround {
  /** as it declares it, null where it does not */
  declared: Extent | null;
  /** the box of the records that were read from it, null of none */
  records: Extent | null;
}

/** About a metre: boxes are written with five to seven decimals. Assumption. */
const SAME_SIDE_DEGREES = 1e-5;

/** The reads as they are, and what their files say of the ground; `files` fills while they are gone through. */
export function watchGround<R>(
  reads: Iterable<Read<R>>,
  positionOf: (record: R) => LngLat,
): { reads: Read<R>[]; files: FileGround[] } {
  const files: FileGround[] = [];
  const watched = [...reads].map((read) => {
    const file: FileGround = { declared: null, records: null };
    files.push(file);
    return watch(read, file, positionOf);
  });
  return { reads: watched, files };
}

async function* watch<R>(read: Read<R>, file: FileGround, positionOf: (record: R) => LngLat): Read<R> {
  for await (const batch of read) {
    if (batch.extent) file.declared = batch.extent;
    for (const record of batch.records) file.records = widened(file.records, positionOf(record));
    yield batch;
  }
}

/**
 * Where all files say their ground, all of it together; where one does not, everywhere. A box that is no more than
 * that of the file's own records says nothing (GeoJSON writers add it by themselves): taken for the ground, an AED at
 * its side would stay for ever once it is gone. What a person told goes before what files say.
 */
export function groundOf(files: readonly FileGround[], told?: Extent): Ground {
  if (told) return [told];
  const boxes: Extent[] = [];
  for (const { declared, records } of files) {
    if (declared === null || (records !== null && isSameBox(declared, records))) return null;
    boxes.push(declared);
  }
  return boxes;
}

/** A position at the very side of a box is in it. */
export function isOnGround(ground: Ground, { lng, lat }: LngLat): boolean {
  if (ground === null) return true;
  return ground.some(
    ([west, south, east, north]) => lng >= west && lng <= east && lat >= south && lat <= north,
  );
}

function widened(box: Extent | null, { lng, lat }: LngLat): Extent {
  if (box === null) return [lng, lat, lng, lat];
  const [west, south, east, north] = box;
  return [Math.min(west, lng), Math.min(south, lat), Math.max(east, lng), Math.max(north, lat)];
}

function isSameBox(one: Extent, other: Extent): boolean {
  return one.every((side, at) => Math.abs(side - other[at]) <= SAME_SIDE_DEGREES);
}
