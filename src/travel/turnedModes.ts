/** `MODE_BITS` of a street written down the other way round. */
import { MODE_BITS } from "../load/records.ts";

const FORWARD = MODE_BITS.foot.forward | MODE_BITS.bicycle.forward;
const BACKWARD = MODE_BITS.foot.backward | MODE_BITS.bicycle.backward;

export function turnedModes(bits: number): number {
  return ((bits & FORWARD) << 1) | ((bits & BACKWARD) >> 1);
}
