/** The parts of the group `main`, in the order of the README's table. */
import type { BenchPart } from "./row.ts";
import { zonesPart } from "./zones.ts";

export const mainParts: BenchPart[] = [zonesPart];
