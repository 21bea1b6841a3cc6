/** Contiguous areas by asking every pair of cells whether they are neighbours, and merging labels until nothing changes. */
import { areNeighborCells } from "h3-js";

export function bruteAreas(cells: readonly string[]): string[][] {
  const label = cells.map((_, n) => n);
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (let p = 0; p < cells.length; p++) {
      for (let q = 0; q < p; q++) {
        if (label[p] === label[q] || !areNeighborCells(cells[p], cells[q])) continue;
        const [keep, lose] = [Math.min(label[p], label[q]), Math.max(label[p], label[q])];
        for (let n = 0; n < label.length; n++) if (label[n] === lose) label[n] = keep;
        isChanged = true;
      }
    }
  }
  const areas = [...new Set(label)].map((each) => cells.filter((_, n) => label[n] === each).sort());
  return areas.sort((p, q) => (p[0] < q[0] ? -1 : 1));
}
