/**
 * Where H3's lattice kinks: H3 draws each face of an icosahedron on a plane of its own, and hexagons bend where two
 * faces meet. One such edge runs from 53.5° N 4.6° E to 50.8° N 3.65° E, over Zeeland.
 */
import { getIcosahedronFaces, gridDisk } from "h3-js";
import { type CellId, SHARD_RESOLUTION } from "./cell.ts";
import { childAt } from "./shard.ts";

/** Two resolutions below the shard, so that 91 cells say it (0.3 ms). */
const PROBE_RESOLUTION = SHARD_RESOLUTION + 2;
/**
 * A disk of k steps holds a circle of (3k + 1) / 2 circumradii of its cells: 8 for k = 5. The shard's own circumradius
 * is 7 of them, and its descendants stick out to 7 × 1.131 = 7.92 (`levelGeometry.ts`).
 */
const PROBE_STEPS = 5;

/** Whether any descendant of the shard may lie on another face than its middle, wholly or in part. */
export function isOnFaceEdge(shard: CellId): boolean {
  // faces are convex: cells that lie on one of them hold nothing of another between them
  const probes = gridDisk(childAt(shard, PROBE_RESOLUTION, 0), PROBE_STEPS);
  const [face] = getIcosahedronFaces(probes[0]);
  return probes.some((cell) => getIcosahedronFaces(cell).some((other) => other !== face));
}
