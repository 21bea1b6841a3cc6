/** The law at every inhabited cell of a shard. */
import { FIGURE_COUNT, LAYER_COUNT, type ShardResponse } from "../coverage/shardResponse.ts";
import type { ShardGrid } from "../grid/shard.ts";
import type { Scenario } from "../scenario.ts";
import type { Ground } from "./ground.ts";
import { patientLaw, solvePatient } from "./patientLaw.ts";
import { responseTables } from "./responseTables.ts";

/** The patient stands in the middle of his cell; responders and AEDs within it are 58 m off. */
export function solveShard(
  grid: ShardGrid,
  residents: Float64Array,
  ground: Ground,
  scenario: Scenario,
): ShardResponse {
  const cells = inhabited(residents);
  const values = new Float32Array(LAYER_COUNT * FIGURE_COUNT * cells.length);
  const law = patientLaw(ground, responseTables(scenario));
  for (let n = 0; n < cells.length; n++) {
    solvePatient(law, grid.x[cells[n]], grid.y[cells[n]], cells[n]);
    for (let f = 0; f < law.figures.length; f++) values[f * cells.length + n] = law.figures[f];
  }
  return { cells, values };
}

function inhabited(residents: Float64Array): Uint16Array {
  const cells = new Uint16Array(residents.length);
  let count = 0;
  for (let n = 0; n < residents.length; n++) if (residents[n] > 0) cells[count++] = n;
  return cells.slice(0, count);
}
