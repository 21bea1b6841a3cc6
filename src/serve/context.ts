/** What every part of serving is given, and the small facts of one request. */
import type { Context } from "hono";
import type { PublishedRun, PublishedStore } from "../store/published.ts";
import type { ImportService } from "./imports/service.ts";
import { refuse } from "./problem.ts";

export interface Contact {
  name: string;
  email: string;
  url: string;
}

export interface AppDependencies {
  store: PublishedStore;
  /** semver: `API-Version` and `info.version` */
  version: string;
  contact: Contact;
  /** public origin such as `https://zesminuten.example`; without it the origin of each request */
  baseUrl?: string;
  /** keeps tiles of run-keyed addresses near the reader */
  cache?: Cache;
  /** the clock of time stamps and ages */
  now?: () => Date;
  /** absent = no address of the API writes */
  imports?: ImportService;
}

/** Absolute address of the API, without a slash at the end. */
export function apiUrl(c: Context, { baseUrl }: Pick<AppDependencies, "baseUrl">): string {
  return `${(baseUrl ?? new URL(c.req.url).origin).replace(/\/$/, "")}/v1`;
}

/** This request's own address as clients should write it. */
export function selfUrl(c: Context, dependencies: Pick<AppDependencies, "baseUrl">): URL {
  const { pathname, search } = new URL(c.req.url);
  return new URL(apiUrl(c, dependencies).replace(/\/v1$/, "") + pathname + search);
}

/** The run asked for by `?runId=`, else the published one; refuses where there is none. */
export async function readRun(store: PublishedStore, runId: string | undefined): Promise<PublishedRun> {
  if (runId === undefined) return (await store.readPublishedRun()) ?? refuse({ reason: "noRun" });
  return (await store.readRun(runId)) ?? refuse({ reason: "unknownId", kind: "run", id: runId });
}

/** In every answer: what the numbers were made from. All null before the first run. */
export interface Provenance {
  inputs: Record<string, string> | null;
  /** true if any input is */
  synthetic: boolean | null;
  runId: string | null;
  dataDate: string | null;
}

export function provenance(run: PublishedRun | null): Provenance {
  if (!run) return { inputs: null, synthetic: null, runId: null, dataDate: null };
  const { inputs, id, dataDate } = run;
  return { inputs: { ...inputs }, synthetic: isSynthetic(run), runId: id, dataDate };
}

export function isSynthetic({ inputs }: PublishedRun): boolean {
  return Object.values(inputs).includes("synthetic");
}

/** A screenshot must not become a fact. */
export function withDemo(title: string, run: PublishedRun | null): string {
  return run && isSynthetic(run) && !title.endsWith("(demo)") ? `${title} (demo)` : title;
}
