/** The parts of the group `streets`. */

import { loadStreetsPart } from "./loadStreets.ts";
import type { BenchPart } from "./row.ts";
import { streetShardInWorkerPart } from "./streetShardInWorker.ts";
import { denseShardPart, searchPart } from "./streets.ts";

export const streetParts: BenchPart[] = [
  loadStreetsPart,
  searchPart,
  denseShardPart,
  streetShardInWorkerPart,
];
