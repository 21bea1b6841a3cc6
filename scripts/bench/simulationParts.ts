/** The parts of the group `simulation`, in the order of the README's table. */
import { arrestsPart } from "./arrests.ts";
import { responseLawPart } from "./responseLaw.ts";
import type { BenchPart } from "./row.ts";
import { sweepPart } from "./sweep.ts";

export const simulationParts: BenchPart[] = [responseLawPart, arrestsPart, sweepPart];
