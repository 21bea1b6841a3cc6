/** What is told of cells: the official zones with what goes with them, and apart from them the simulated response. */
import type { Layer, PeriodColumns } from "../coverage/columns.ts";
import { type ResponseColumns, responseLayer } from "../coverage/responseColumns.ts";
import type { PeriodOrWeek } from "../grid/periods.ts";
import type { PublishedRun } from "../store/published.ts";
import { type CellProperty, type CellValue, propertiesOfResolution } from "./cellProperties.ts";
import { refuse } from "./problem.ts";
import { bystanderShare, responseProperties } from "./responseProperties.ts";

/** `P`: the columns of one period. */
export interface CellSubject<P> {
  collectionId: "coverage" | "response";
  /** how operations of OpenAPI begin and what they say */
  operation: "Coverage" | "Response";
  summary: string;
  layerOf(period: PeriodOrWeek): Layer;
  propertiesOf(resolution: number): readonly CellProperty<P>[];
  /** the same in every cell of a run */
  constantsOf(run: PublishedRun): Record<string, CellValue>;
  /** refuses a run that has none of this */
  check(run: PublishedRun): void;
}

export const COVERAGE: CellSubject<PeriodColumns> = {
  collectionId: "coverage",
  operation: "Coverage",
  summary: "coverage in a period",
  layerOf: (period) => period,
  propertiesOf: propertiesOfResolution,
  constantsOf: () => ({}),
  check: () => {},
};

export const RESPONSE: CellSubject<ResponseColumns> = {
  collectionId: "response",
  operation: "Response",
  summary: "simulated response in a period",
  layerOf: responseLayer,
  propertiesOf: responseProperties,
  constantsOf: (run) => ({ bystanderCprProbability: bystanderShare(run) }),
  check: (run) => {
    if (!run.hasResponse) refuse({ reason: "notInRun", runId: run.id });
  },
};
