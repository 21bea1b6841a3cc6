/** The simulated response of a shard → the bytes that are stored, per layer and level; and its sums per region. */
import { SHARD_CELL_COUNT } from "../grid/cell.ts";
import {
  NO_RESPONSE,
  RESPONSE_BYTE_MAX,
  RESPONSE_COLUMNS,
  RESPONSE_LAYERS,
  RESPONSE_SHARE_STEPS,
  RESPONSE_TIME_STEP_SECONDS,
  type ResponseColumnName,
  type ResponseColumns,
  type ResponseLayer,
} from "./responseColumns.ts";
import { eachLevelMean, LEVEL_COUNT, type LevelWeights } from "./rollUp.ts";
import {
  COLUMN_FIGURES,
  combine,
  figureOf,
  type ResponseFigure,
  type ShardResponse,
} from "./shardResponse.ts";

/** Per layer, the columns of the six levels (0 = resolution 10). */
export type ResponseLevels = Record<ResponseLayer, ResponseColumns[]>;

export function encodeResponse(response: ShardResponse, weights: LevelWeights): ResponseLevels {
  const layers = RESPONSE_LAYERS.map((name, layer) => {
    const levels = Array.from({ length: LEVEL_COUNT }, () => ({}) as ResponseColumns);
    for (const { name: column, kind } of RESPONSE_COLUMNS) {
      encodeColumn(response, layer, column, STEPS_PER_UNIT[kind], weights).forEach((bytes, level) => {
        levels[level][column] = bytes;
      });
    }
    return [name, levels] as const;
  });
  return Object.fromEntries(layers) as ResponseLevels;
}

const STEPS_PER_UNIT = { share: RESPONSE_SHARE_STEPS, seconds: 1 / RESPONSE_TIME_STEP_SECONDS, count: 1 };

/** A column of two figures is made of the means of both, level by level: never a mean of cells' own ratios. */
function encodeColumn(
  response: ShardResponse,
  layer: number,
  column: ResponseColumnName,
  stepsPerUnit: number,
  weights: LevelWeights,
): Uint8Array[] {
  const [first, second] = COLUMN_FIGURES[column];
  const levels: Uint8Array[] = [];
  if (second) {
    eachLevelMean(spread(response, layer, second), weights, (level, means) => SECOND[level].set(means));
  }
  eachLevelMean(spread(response, layer, first), weights, (level, means) => {
    const bytes = new Uint8Array(means.length);
    for (let n = 0; n < means.length; n++) {
      const value = second ? combine(column, means[n], SECOND[level][n]) : means[n];
      bytes[n] = Number.isFinite(value)
        ? Math.min(RESPONSE_BYTE_MAX, Math.round(value * stepsPerUnit))
        : NO_RESPONSE;
    }
    levels.push(bytes);
  });
  return levels;
}

/** Working memory, used again by every shard. */
const VALUES = new Float64Array(SHARD_CELL_COUNT);
const SECOND = Array.from(
  { length: LEVEL_COUNT },
  (_, level) => new Float64Array(SHARD_CELL_COUNT / 7 ** level),
);

/** One figure's values in child order, NaN where nobody lives. */
function spread(response: ShardResponse, layer: number, figure: ResponseFigure): Float64Array {
  const values = figureOf(response, layer, figure);
  VALUES.fill(Number.NaN);
  for (let n = 0; n < values.length; n++) VALUES[response.cells[n]] = values[n];
  return VALUES;
}
