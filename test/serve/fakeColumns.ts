/** Made-up columns of a shard for protocol tests; they vary from place to place, and the same is the same. */
import type { BaseColumns, Layer, PeriodColumns } from "../../src/coverage/columns.ts";
import { NO_UINT8, NO_UINT16 } from "../../src/coverage/columns.ts";
import {
  NO_RESPONSE,
  RESPONSE_COLUMNS,
  type ResponseColumns,
  type ResponseFigures,
} from "../../src/coverage/responseColumns.ts";
import { cellToPosition } from "../../src/grid/cell.ts";
import { PERIODS_AND_WEEK, type PeriodOrWeek } from "../../src/grid/periods.ts";
import { childAt, childCount } from "../../src/grid/shard.ts";
import type { LayerColumns } from "../../src/store/published.ts";

/** Repeatable noise in [0, 1). */
export function noise(seed: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** One cell in eight is sea; zones and counts vary over a few hundred metres, residents from cell to cell. */
export function fakeBase(shard: string, resolution: number): BaseColumns {
  const count = childCount(resolution);
  const position = Array.from({ length: count }, (_, n) => cellToPosition(childAt(shard, resolution, n)));
  const wave = (n: number) => Math.sin(position[n].lng * 600) * Math.cos(position[n].lat * 900);
  return {
    land: Uint8Array.from(position, (_, n) => (noise(n + 17) < 0.125 ? NO_UINT8 : 200)),
    residentTenths: Uint32Array.from(position, (_, n) =>
      noise(n) < 0.3 ? 0 : Math.round(600 * noise(n + 7)),
    ),
    dwellingTenths: Uint32Array.from(position, (_, n) => Math.round(300 * noise(n + 7))),
    officialZone: Uint8Array.from(position, (_, n) => (wave(n) > 0 ? 200 : 0)),
    responderDensityTenths: Uint16Array.from(position, (_, n) => (n % 50 === 0 ? NO_UINT16 : 70)),
  };
}

export function fakePeriod(shard: string, resolution: number, layer: Layer): PeriodColumns {
  const count = childCount(resolution);
  const position = Array.from({ length: count }, (_, n) => cellToPosition(childAt(shard, resolution, n)));
  const shift = layer.length;
  const wave = (n: number) => Math.sin(position[n].lng * 500 + shift) * Math.cos(position[n].lat * 800);
  const each = (f: (n: number) => number) => position.map((_, n) => f(n));
  return {
    reachable: Uint8Array.from(each((n) => (wave(n) > 0 ? 200 : 0))),
    hoursUnknown: Uint8Array.from(each((n) => (wave(n) <= 0 && noise(n) > 0.9 ? 200 : 0))),
    openShare: Uint8Array.from(each((n) => (wave(n) < -0.5 ? NO_UINT8 : Math.round(100 + 100 * wave(n))))),
    nearestMeters: Uint16Array.from(
      each((n) => (wave(n) < -0.9 ? NO_UINT16 : Math.round(700 - 650 * wave(n)))),
    ),
    beyondReach: Uint8Array.from(each((n) => (wave(n) < -0.9 ? 200 : 0))),
    within500mTenths: Uint16Array.from(each((n) => 10 * Math.max(0, Math.round(5 * wave(n))))),
    aedDensityHundredths: Uint16Array.from(each((n) => Math.round(300 + 300 * wave(n)))),
    streetMeters: Uint16Array.from(
      each((n) => (wave(n) < -0.9 ? NO_UINT16 : Math.round(1_000 - 900 * wave(n)))),
    ),
    onStreets: Uint8Array.from(
      each((n) => (wave(n) < -0.9 ? NO_UINT8 : n % 3 === 0 ? 0 : n % 5 === 0 ? 1 : 200)),
    ),
    detourHundredths: Uint16Array.from(each((n) => (n % 3 === 0 ? NO_UINT16 : 120 + (n % 90)))),
    within500mByStreet: Uint8Array.from(
      each((n) => (n % 3 === 0 && wave(n) > 0 ? NO_UINT8 : wave(n) > 0.6 ? 200 : 0)),
    ),
    nearNotReachable: Uint8Array.from(
      each((n) => (n % 3 === 0 && wave(n) > 0 ? NO_UINT8 : wave(n) > 0 && wave(n) < 0.1 ? 200 : 0)),
    ),
  };
}

/** Where nobody lives there is nothing; bands lie round their figure. */
export function fakeResponse(shard: string, resolution: number, layer: Layer): ResponseColumns {
  const base = fakeBase(shard, resolution);
  const shift = layer.length;
  const raw = (n: number, c: number) => Math.floor(100 * noise(n + 31 * shift + 1_009 * c));
  const around = { cprLow: -4, cprHigh: 4, aedReadyLow: -6, aedReadyHigh: 6 } as Record<string, number>;
  const names = RESPONSE_COLUMNS.map(({ name }) => name);
  const columns = names.map((name, c) => {
    const middle = name.startsWith("cpr") ? 0 : name.startsWith("aedReady") ? 3 : c;
    const own = around[name] === undefined ? c : middle;
    const value = (n: number) => Math.min(100, Math.max(0, raw(n, own) + (around[name] ?? 0)));
    return [
      name,
      Uint8Array.from(base.residentTenths, (people, n) => (people === 0 ? NO_RESPONSE : value(n))),
    ];
  });
  return Object.fromEntries(columns);
}

/** By the kind of layer. */
export function fakeColumns(shard: string, resolution: number, layer: Layer): LayerColumns<Layer> {
  if (layer === "base") return fakeBase(shard, resolution);
  return layer.startsWith("response")
    ? fakeResponse(shard, resolution, layer)
    : fakePeriod(shard, resolution, layer);
}

/** Unrounded, as a run stores them. */
export function fakeResponseFigures(): Record<PeriodOrWeek, ResponseFigures> {
  const figures = {
    ...Object.fromEntries(RESPONSE_COLUMNS.map(({ name }) => [name, null])),
    cpr: 0.4549,
    cprLow: 0.3391,
    cprHigh: 0.5511,
    cprMedian: 391.3,
    alerted: 88.6,
  } as ResponseFigures;
  return Object.fromEntries(PERIODS_AND_WEEK.map((period) => [period, figures])) as never;
}
