/** The columns of one level of one shard, its parts put together as a reader would who knows nothing of parts. */
import type { Layer } from "../../src/coverage/columns.ts";
import type { ColumnsOf, PublishedRun, PublishedStore } from "../../src/store/published.ts";

export async function wholeLevel<L extends Layer>(
  store: PublishedStore,
  run: PublishedRun,
  layers: readonly L[],
  resolution: 10 | 9 | 8,
  shard: string,
): Promise<ColumnsOf<L>> {
  const places = Array.from({ length: resolution === 10 ? 7 : 1 }, (_, part) => ({ shard, part }));
  const parts = await store.readLevelParts(run, layers, resolution, places);
  const whole: Record<string, Record<string, number[]>> = {};
  for (const { first, columns } of parts)
    for (const [layer, named] of Object.entries<object>(columns))
      for (const [name, values] of Object.entries<ArrayLike<number>>(named as never)) {
        whole[layer] ??= {};
        whole[layer][name] ??= [];
        for (let n = 0; n < values.length; n++) whole[layer][name][first + n] = values[n];
      }
  return whole as unknown as ColumnsOf<L>;
}
