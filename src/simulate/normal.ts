/** The cumulative function of the standard normal distribution, to about 1e-14. */

/** Hart's rational approximation (Computer Approximations, 1968, algorithm 5666) as given by West, Wilmott 2005. */
const UPPER = [
  3.526_249_659_989_11e-2, 0.700_383_064_443_688, 6.373_962_203_531_65, 33.912_866_078_383, 112.079_291_497_871,
  221.213_596_169_931, 220.206_867_912_376,
] as const; // biome-ignore format: one row of coefficients
const LOWER = [
  8.838_834_764_831_84e-2, 1.755_667_163_182_64, 16.064_177_579_207, 86.780_732_202_946_1, 296.564_248_779_674,
  637.333_633_378_831, 793.826_512_519_948, 440.413_735_824_752,
] as const; // biome-ignore format: one row of coefficients
const SQRT_2PI = Math.sqrt(2 * Math.PI);
/** From here on the tail's continued fraction is closer than the quotient. */
const TAIL_FROM = 7.071_067_811_865_47;

/** P(Z ≤ x). −Infinity gives 0, Infinity 1. */
export function normalCdf(x: number): number {
  const tail = upperTail(Math.abs(x));
  return x > 0 ? 1 - tail : tail;
}

/** P(Z > x) for x ≥ 0. */
function upperTail(x: number): number {
  if (x > 37) return 0;
  const density = Math.exp((-x * x) / 2);
  if (x < TAIL_FROM) return (density * polynomial(UPPER, x)) / polynomial(LOWER, x);
  return density / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / SQRT_2PI;
}

/** Highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
