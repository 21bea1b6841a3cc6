/**
 * The invented AEDs: as many as were registered at the end of 2023, somewhat more per inhabitant in villages than in cities,
 * few in some villages, shut at night in some places, so that the map has something to tell.
 */
import { createHoursReader } from "../../src/load/openHours.ts";
import type { Aed, LngLat } from "../../src/load/records.ts";
import { drawByWeight, runningSum, type Stream } from "../../src/load/streams.ts";
import { AED_KINDS, type AedKind } from "./aedKinds.ts";
import { aedSites } from "./aedSites.ts";
import { DEMO_DATA_DATE } from "./attribution.ts";
import type { HomesOfPlace } from "./homes.ts";
import { apportion, type Place } from "./places.ts";
import { type Point, toLngLat } from "./plane.ts";
import type { Settlement } from "./settlements.ts";

/** Registered and active at the end of 2023 (`docs/evidence.md` §1.3). */
export const DEMO_AEDS = 26_892;

/** AEDs per place ∝ residents^0.965 × e^(σ z), σ = 0.15 × (residents / 1,000)^−0.3, that is 0.02 in a big city: assumption. */
const AED_EXPONENT = 0.965;
const VILLAGE_SPREAD = 0.15;
const SPREAD_EXPONENT = -0.3;
/** Small places without an active foundation, and what they have of the usual number (assumptions). */
const UNDERSERVED_BELOW_RESIDENTS = 10_000;
const UNDERSERVED_SHARE = 0.04;
const UNDERSERVED_FACTOR = 0.4;
/** Places where most cabinets hang inside a building that shuts (assumption). */
const SHUT_AT_NIGHT_SHARE = 0.15;
const SHUT_CABINET_SHARE = 0.45;
/** Hours left out by the register; dates of the last check (assumptions). */
const UNKNOWN_HOURS_SHARE = 0.03;
const CHECKED_SHARE = 0.85;
const MEAN_DAYS_SINCE_CHECK = 220;

/** `isGround(position, place)`: dry land in the catchment of that place. */
export function demoAeds(
  places: readonly Place[],
  homes: readonly HomesOfPlace[],
  towns: readonly Settlement[],
  isGround: (position: LngLat, place: number) => boolean,
  stream: Stream,
): Aed[] {
  const hours = createHoursReader();
  const counts = aedsPerPlace(places, stream);
  const aeds: Aed[] = [];
  places.forEach((_, i) => {
    const isShutAtNight = stream.uniform() < SHUT_AT_NIGHT_SHARE;
    const kinds = Array.from({ length: counts[i] }, () => drawKind(stream));
    const sites = aedSites(kinds, homes[i], towns[i], (point) => isGround(toMeter(point), i), stream);
    kinds.forEach((kind, n) => {
      const number = String(aeds.length + 1).padStart(5, "0");
      const openingHours = drawHours(kind, isShutAtNight, stream);
      const { openHours, alwaysOpen } = hours.read(openingHours);
      aeds.push({
        ref: `demo-${number}`,
        name: `AED ${number} (demo)`,
        position: toMeter(sites[n]),
        openingHours,
        openHours,
        alwaysOpen,
        indoor: stream.uniform() < kind.indoorShare,
        access: kind.access,
        checkedDate: drawCheckedDate(stream),
        coarsened: false,
        operator: null,
        level: null,
        serial: null,
      });
    });
  });
  return aeds;
}

function aedsPerPlace(places: readonly Place[], stream: Stream): number[] {
  const weights = places.map(({ residents }) => {
    const isUnderserved = stream.uniform() < UNDERSERVED_SHARE && residents < UNDERSERVED_BELOW_RESIDENTS;
    const spread = VILLAGE_SPREAD * (residents / 1_000) ** SPREAD_EXPONENT;
    const usual = residents ** AED_EXPONENT * Math.exp(spread * stream.normal());
    return isUnderserved ? UNDERSERVED_FACTOR * usual : usual;
  });
  return apportion(weights, DEMO_AEDS);
}

const KIND_UP_TO = runningSum(AED_KINDS.map(({ share }) => share));

function drawKind(stream: Stream): AedKind {
  return AED_KINDS[drawByWeight(stream, KIND_UP_TO)];
}

/** null = the register does not say */
function drawHours(kind: AedKind, isShutAtNight: boolean, stream: Stream): string | null {
  if (stream.uniform() < UNKNOWN_HOURS_SHARE) return null;
  const isShutCabinet = isShutAtNight && kind.kind === "cabinet" && stream.uniform() < SHUT_CABINET_SHARE;
  if (!isShutCabinet && stream.uniform() < kind.alwaysOpenShare) return "24/7";
  return kind.hours[stream.integer(kind.hours.length)];
}

function drawCheckedDate(stream: Stream): string | null {
  if (stream.uniform() >= CHECKED_SHARE) return null;
  const days = Math.floor(-MEAN_DAYS_SINCE_CHECK * Math.log(1 - stream.uniform()));
  return new Date(Date.parse(DEMO_DATA_DATE) - days * 86_400_000).toISOString().slice(0, 10);
}

/** Five decimals of a degree: a metre. */
function toMeter(point: Point): LngLat {
  const { lng, lat } = toLngLat(point);
  return { lng: Number(lng.toFixed(5)), lat: Number(lat.toFixed(5)) };
}
