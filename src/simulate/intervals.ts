/** A figure with the interval that chance leaves it: 95 %, two-sided. */

export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** 95 % of a normal distribution lies within so many standard deviations. */
const Z = 1.959964;

/** Of a share: Wilson's interval, which holds at 0 and 1 too. NaN for none of none. */
export function shareEstimate(hits: number, count: number): Estimate {
  const value = hits / count;
  const weight = (Z * Z) / count;
  const middle = (value + weight / 2) / (1 + weight);
  const half = (Z * Math.sqrt((value * (1 - value)) / count + weight / (4 * count))) / (1 + weight);
  return {
    value,
    low: hits === 0 ? 0 : middle - half,
    high: hits === count ? 1 : middle + half,
  };
}

/** Of a mean, from sum and sum of squares. */
export function meanEstimate({ count, sum, sum2 }: { count: number; sum: number; sum2: number }): Estimate {
  const value = sum / count;
  const variance = Math.max(0, sum2 / count - value * value) * (count / Math.max(1, count - 1));
  const half = Z * Math.sqrt(variance / count);
  return { value, low: value - half, high: value + half };
}

/**
 * Of a quantile, by ranks in a histogram of whole seconds (whoever is in its last place has none): the first second by
 * which that share has come. Infinity where fewer ever come.
 */
export function quantileEstimate(histogram: Uint32Array, share: number): Estimate {
  const count = histogram.reduce((sum, here) => sum + here, 0);
  const half = Z * Math.sqrt(count * share * (1 - share));
  return {
    value: secondOfRank(histogram, count * share),
    low: secondOfRank(histogram, Math.max(0, count * share - half)),
    high: secondOfRank(histogram, count * share + half),
  };
}

function secondOfRank(histogram: Uint32Array, rank: number): number {
  let sum = 0;
  for (let second = 0; second < histogram.length - 1; second++) {
    sum += histogram[second];
    if (sum >= rank && sum > 0) return second;
  }
  return Number.POSITIVE_INFINITY;
}
