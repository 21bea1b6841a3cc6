/**
 * Which area an extract covers that does not say it: the box around its house numbers. They are nodes of their own,
 * which no way or relation pulls in from outside as it does its own nodes, and in the Netherlands every building has
 * them. On the Delft extract the box is within 15 m of the one it was cut by; that of its ways is many times as wide.
 */
import type { OsmNode } from "./osmBlock.ts";
import type { DegreeBox } from "./records.ts";

export const ADDRESS_KEY = "addr:housenumber";
/** With fewer the box says little. Assumption. */
const ADDRESS_COUNT_MIN = 100;

export interface AddressBox {
  add(nodes: readonly OsmNode[]): void;
  /** null where there were too few of them */
  box(): DegreeBox | null;
}

export function addressBox(): AddressBox {
  let count = 0;
  let [west, south, east, north] = [180, 90, -180, -90];
  return {
    add(nodes) {
      for (const { tags, position } of nodes) {
        if (tags[ADDRESS_KEY] === undefined) continue;
        count++;
        west = Math.min(west, position.lng);
        south = Math.min(south, position.lat);
        east = Math.max(east, position.lng);
        north = Math.max(north, position.lat);
      }
    },
    box: () =>
      count < ADDRESS_COUNT_MIN || west >= east || south >= north ? null : [west, south, east, north],
  };
}
