/**
 * Which area an extract covers that does not say it: the box around its house numbers. They are nodes of their own,
 * which no way or relation pulls in from outside as it does its own nodes, and in the Netherlands every building has
 * them. On the Delft extract the box is within 15 m of the one it was cut by; that of its ways is 30 × as wide.
 */
import { type Inflate, readOsmPbf } from "./osmPbf.ts";
import type { ByteSource } from "./reader.ts";
import type { DegreeBox } from "./records.ts";

/** With fewer the box says little. Assumption. */
const ADDRESS_COUNT_MIN = 100;

/** Null where there are too few of them. */
export async function addressBox(bytes: ByteSource, inflate?: Inflate): Promise<DegreeBox | null> {
  let count = 0;
  let [west, south, east, north] = [180, 90, -180, -90];
  const nodes = { having: ["addr:housenumber"] };
  for await (const { taggedNodes } of readOsmPbf(bytes, { inflate, nodes })) {
    count += taggedNodes.length;
    for (const { position } of taggedNodes) {
      west = Math.min(west, position.lng);
      south = Math.min(south, position.lat);
      east = Math.max(east, position.lng);
      north = Math.max(north, position.lat);
    }
  }
  return count < ADDRESS_COUNT_MIN || west >= east || south >= north ? null : [west, south, east, north];
}
