/** The parts of the group `streets`. */
import type { BenchPart } from "./row.ts";
import { denseShardPart, searchPart } from "./streets.ts";

export const streetParts: BenchPart[] = [searchPart, denseShardPart];
