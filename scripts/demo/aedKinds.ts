/**
 * Where Dutch AEDs hang and when they can be reached, as invented shares and texts in OpenStreetMap's syntax.
 * All shares are assumptions, set so that about 70 % can be reached day and night (Hartstichting, March 2019).
 */

export interface AedKind {
  kind: "cabinet" | "shop" | "school" | "sports" | "office" | "care";
  /** of all AEDs; together 1 */
  share: number;
  /** can be reached day and night */
  alwaysOpenShare: number;
  indoorShare: number;
  access: "public" | "restricted";
  /** weekly hours of those that cannot */
  hours: readonly string[];
}

const SHOP_HOURS = [
  ...every("Mo-Sa", ["07:00", "08:00", "09:00"], ["18:00", "20:00", "21:00", "22:00"]),
  "Mo-Sa 08:00-20:00; Su 12:00-18:00",
  "Mo-Sa 08:00-21:00; Su 10:00-18:00",
  "Mo-Sa 08:00-22:00; Su 09:00-20:00",
  "Mo-Su 08:00-22:00",
  "Mo-Su 07:00-22:00",
  "Tu-Fr 09:00-18:00; Sa 09:00-17:00",
  "Mo 13:00-18:00; Tu-Fr 09:00-18:00; Sa 09:00-17:00",
  "Mo-Th 09:00-18:00; Fr 09:00-21:00; Sa 09:00-17:00",
];
const SCHOOL_HOURS = [
  ...every("Mo-Fr", ["07:30", "08:00", "08:15"], ["15:30", "16:00", "17:00", "18:00"]),
  "Mo,Tu,Th,Fr 08:00-16:00; We 08:00-13:00",
  "Mo,Tu,Th 08:30-15:15; We,Fr 08:30-12:30",
  "Mo-Th 08:00-22:00; Fr 08:00-17:00",
];
const SPORTS_HOURS = [
  "Mo-Fr 18:00-23:00; Sa,Su 08:00-18:00",
  "Mo-Th 18:00-23:00; Sa 08:00-18:00",
  "Tu,Th 18:30-22:30; Sa 08:00-17:00",
  "Mo-Fr 17:00-23:00; Sa 08:00-19:00; Su 09:00-17:00",
  "Tu,Th 19:00-22:00; Su 09:00-16:00",
  "We 18:00-22:00; Sa,Su 09:00-17:00",
  "Mo-Fr 09:00-23:00; Sa,Su 09:00-18:00",
  "Mo-Fr 07:00-22:00; Sa,Su 08:00-17:00",
  "Mo-Su 09:00-22:00",
  "Mo-Th 06:30-22:30; Fr 06:30-21:00; Sa,Su 08:30-16:00",
];
const OFFICE_HOURS = [
  ...every("Mo-Fr", ["07:00", "08:00", "08:30", "09:00"], ["16:30", "17:00", "17:30", "18:00"]),
  "Mo-Fr 06:00-22:00",
  "Mo-Th 08:00-17:00; Fr 08:00-13:00",
  "Mo-Sa 06:00-18:00",
];
const CARE_HOURS = [
  "Mo-Fr 08:00-17:00",
  "Mo-Fr 07:30-17:30",
  "Mo-Fr 08:00-12:00,13:00-17:00",
  "Mo-Su 07:00-21:00",
  "Mo-Su 08:00-20:00",
  "Mo-Fr 09:00-22:00; Sa 10:00-16:00",
  "Mo-We 09:00-17:00; Th,Fr 09:00-22:00",
  "Su 09:00-12:30; We 19:00-22:00",
];

export const AED_KINDS: readonly AedKind[] = [
  {
    kind: "cabinet",
    share: 0.58,
    alwaysOpenShare: 0.97,
    indoorShare: 0.02,
    access: "public",
    hours: SHOP_HOURS,
  },
  {
    kind: "shop",
    share: 0.12,
    alwaysOpenShare: 0.5,
    indoorShare: 0.6,
    access: "public",
    hours: SHOP_HOURS,
  },
  {
    kind: "school",
    share: 0.07,
    alwaysOpenShare: 0.45,
    indoorShare: 0.65,
    access: "restricted",
    hours: SCHOOL_HOURS,
  },
  {
    kind: "sports",
    share: 0.1,
    alwaysOpenShare: 0.6,
    indoorShare: 0.5,
    access: "public",
    hours: SPORTS_HOURS,
  },
  {
    kind: "office",
    share: 0.08,
    alwaysOpenShare: 0.2,
    indoorShare: 0.85,
    access: "restricted",
    hours: OFFICE_HOURS,
  },
  {
    kind: "care",
    share: 0.05,
    alwaysOpenShare: 0.6,
    indoorShare: 0.5,
    access: "public",
    hours: CARE_HOURS,
  },
];

function every(days: string, from: readonly string[], to: readonly string[]): string[] {
  return from.flatMap((opens) => to.map((closes) => `${days} ${opens}-${closes}`));
}
