/**
 * How figures are formed, rounded and kept. The numbers are assumptions, chosen by measuring the attack against the
 * price in accuracy (docs/privacy.md, "What was tried").
 */
import { FINEST_UNIT_RESOLUTION, K_RESPONDERS } from "./partition.ts";
import { ROUNDING_BASE } from "./round.ts";

export interface ProtectionRule {
  /** goes into the key of the noise, so that two partitions over one cell share none */
  keyLabel: string;
  /** no figure is drawn from fewer persons than this */
  formationCount: number;
  /** H3 resolution of the smallest unit, 0…9 */
  finestResolution: number;
  /** figures are multiples of this */
  roundingBase: number;
  /** a figure stands until its count has moved by this many; below `formationCount` */
  redrawChange: number;
}

/**
 * Formed at 4k, rounded to k, drawn again after 1.5k: a unit that stands holds more than 2.5k = 25 all the time.
 * Membership then shows with an AUC of at most 0.52 wherever responders cluster at all; at 3k, 5 and k it did not.
 */
export const RESPONDER_RULE: ProtectionRule = {
  keyLabel: "",
  formationCount: 4 * K_RESPONDERS,
  finestResolution: FINEST_UNIT_RESOLUTION,
  roundingBase: ROUNDING_BASE,
  redrawChange: 1.5 * K_RESPONDERS,
};
