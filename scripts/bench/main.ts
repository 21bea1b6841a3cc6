/** The parts of the group `main`, in the order of the README's table. */
import { bundlePart } from "./bundle.ts";
import { encodingPart } from "./encoding.ts";
import type { BenchPart } from "./row.ts";
import { servicePart } from "./service.ts";
import { zonesPart } from "./zones.ts";

export const mainParts: BenchPart[] = [zonesPart, encodingPart, bundlePart, servicePart];
