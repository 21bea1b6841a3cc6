/** A region on the wire: figures rounded last, the name marked where any input is synthetic. */
import { PERIODS_AND_WEEK, type PeriodOrWeek } from "../grid/periods.ts";
import { AGE_GROUPS } from "../load/ageGroups.ts";
import { OBSERVED_MEASURES } from "../load/observedMeasures.ts";
import { DEFAULT_SCENARIO } from "../scenario.ts";
import type { PublishedRun, RegionFigures, ServedRegion } from "../store/published.ts";
import { envelopeToCrs } from "./box.ts";
import { withDemo } from "./context.ts";
import type { CrsUri } from "./crs.ts";
import type { ServedFeature } from "./features.ts";
import { bystanderShare, regionResponse } from "./responseProperties.ts";

/** Below this share of the AEDs that are expected, the figures say more about the register than about the region. */
export const COMPLETENESS_WARNING_BELOW = DEFAULT_SCENARIO.completenessWarningShare;

export function regionFeature(
  region: ServedRegion,
  run: PublishedRun,
  { period, crs, withOutline }: { period: PeriodOrWeek; crs: CrsUri; withOutline: boolean },
): ServedFeature {
  return {
    id: region.code,
    bbox: envelopeToCrs(region.bbox, crs),
    geometry:
      withOutline && region.outline.length > 0 ? { type: "MultiPolygon", coordinates: region.outline } : null,
    properties: {
      ...regionProperties(region, run),
      observed: observedProperties(region.figures),
      period,
      ...periodFigures(region, run, period),
      ...(run.hasResponse && { bystanderCprProbability: bystanderShare(run) }),
      periods: Object.fromEntries(PERIODS_AND_WEEK.map((each) => [each, periodFigures(region, run, each)])),
    },
  };
}

/** What is the same in every period. A region of which no shard has been computed has no figures: null, not 0. */
export function regionProperties(region: ServedRegion, run: PublishedRun) {
  const { code, name, kind, parentCode } = region;
  const figures: RegionFigures | null = region.figures;
  return {
    code,
    name: withDemo(name, run),
    kind,
    parentCode,
    residents: roundCount(figures?.residents),
    dwellings: roundCount(figures?.dwellings),
    ...ageProperties(figures),
    cellCount: figures?.cellCount ?? null,
    aedCount: figures?.aedCount ?? null,
    aedAlwaysOpenCount: figures?.aedAlwaysOpenCount ?? null,
    aedHoursUnknownCount: figures?.aedHoursUnknownCount ?? null,
    aedsExpected: roundCount(figures?.aedsExpected),
    aedCompleteness: roundShare(figures?.aedCompleteness),
    aedCompletenessWarning: completenessWarning(figures?.aedCompleteness ?? null),
    officialZoneShare: roundShare(figures?.officialZoneShare),
    officialZoneDwellingsShare: roundShare(figures?.officialZoneDwellingsShare),
  };
}

/** What was observed here or around, in place of the model's own value; empty where nothing was. */
function observedProperties(figures: RegionFigures | null) {
  // figures of a run before observed values were read have none
  const values = Object.values(figures?.observed ?? {});
  return Object.fromEntries(
    values.map(({ measure, value, source, date, regionCode }) => [
      measure,
      { value, unit: OBSERVED_MEASURES[measure].unit, source, date, regionCode },
    ]),
  );
}

/** `residentsAge0To14` and so on; null where ages are not known for nearly all residents. */
function ageProperties(figures: RegionFigures | null): Record<string, number | null> {
  // figures of a run before ages were counted have none
  const counts = figures?.residentsByAge ?? null;
  const known = counts?.reduce((sum, count) => sum + count, 0);
  return {
    ...Object.fromEntries(AGE_GROUPS.map(({ id }, g) => [`residentsAge${id}`, roundCount(counts?.[g])])),
    residentsAgeUnknown: known === undefined ? null : Math.round(Math.max(0, figures!.residents - known)),
  };
}

/** Shares of residents by zones and distances, and apart from them the simulated response. */
export function periodFigures(region: ServedRegion, run: PublishedRun, period: PeriodOrWeek) {
  const figures: RegionFigures | null = region.figures;
  const shares = periodShares(figures, period);
  return run.hasResponse ? { ...shares, ...regionResponse(figures?.response?.[period]) } : shares;
}

function periodShares(figures: RegionFigures | null, period: PeriodOrWeek) {
  const shares = figures?.periods[period];
  return {
    reachableWithin500mShare: roundShare(shares?.reachableWithin500mShare),
    reachableWithin500mDwellingsShare: roundShare(shares?.reachableWithin500mDwellingsShare),
    hoursUnknownShare: roundShare(shares?.hoursUnknownShare),
    street500mShare: roundShare(shares?.street500mShare),
    street500mDwellingsShare: roundShare(shares?.street500mDwellingsShare),
    nearButNotReachableShare: roundShare(shares?.nearButNotReachableShare),
  };
}

function completenessWarning(completeness: number | null): string | null {
  if (completeness === null) return "number of AEDs expected is not known";
  return completeness < COMPLETENESS_WARNING_BELOW ? "register incomplete" : null;
}

function roundCount(count: number | null | undefined): number | null {
  return count === null || count === undefined ? null : Math.round(count);
}

/** A hundredth of a percent: finer than any input. */
function roundShare(share: number | null | undefined): number | null {
  return share === null || share === undefined ? null : Math.round(share * 1e4) / 1e4;
}
