/** The parts of the group `loading`. */
import type { BenchPart } from "./row.ts";

export const loadingParts: BenchPart[] = [];
