/**
 * API keys: made, listed, rotated and revoked by the owner of the database; looked up by whoever answers a request.
 * The key itself is shown once and kept nowhere.
 *
 * SHA-256 without salt or stretching is right here: those slow down guessing at passwords, and nobody guesses at 256
 * random bits. Looking up by hash takes no time that tells about the key: who asks cannot choose what a hash begins
 * with.
 */
import type { Database } from "./database.ts";
import type { InputKind } from "./imports/report.ts";
import { sha256, toBase64 } from "./packing.ts";

/** One scope for each kind of input. */
export const IMPORT_SCOPES = {
  aeds: "imports:aeds",
  responders: "imports:responders",
  population: "imports:population",
  regions: "imports:regions",
  posts: "imports:posts",
  policeFirePosts: "imports:police-fire-posts",
  observedValues: "imports:observed-values",
  streets: "imports:streets",
} as const satisfies Record<InputKind, string>;
export type KeyScope = (typeof IMPORT_SCOPES)[InputKind];
export const KEY_SCOPES: readonly KeyScope[] = Object.values(IMPORT_SCOPES);

export interface StoredKey {
  id: string;
  name: string;
  scopes: KeyScope[];
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  lastUsedDate: string | null;
}

export type KeyState = "live" | "expired" | "revoked";

/** So that a key that leaked into a text is found by who searches for it. */
const PREFIX = "zesminuten_";
const KEY_BYTES = 32;
const FORM = new RegExp(`^${PREFIX}[A-Za-z0-9_-]{43}$`);

export function keyState({ revokedAt, expiresAt }: StoredKey, now: Date): KeyState {
  if (revokedAt !== null) return "revoked";
  return expiresAt <= now ? "expired" : "live";
}

/** The key that this text is, live or not; null where there is none. Notes the day. */
export async function findKey({ sql }: Database, text: string, now: Date): Promise<StoredKey | null> {
  if (!FORM.test(text)) return null;
  const hash = await sha256(text);
  const [rows] = await sql.transaction([
    sql.query(`${SELECT} where hash = $1`, [hash]),
    // once a day, or every question would write
    sql`update intake.api_key set last_used_date = ${dayOf(now)}::date
      where hash = ${hash} and last_used_date is distinct from ${dayOf(now)}::date`,
  ]);
  return rows.length > 0 ? toKey(rows[0]) : null;
}

export async function hasLiveKey({ sql }: Database, now: Date): Promise<boolean> {
  const [{ live }] = await sql`select exists (
    select from intake.api_key where revoked_at is null and expires_at > ${now.toISOString()}::timestamptz) as live`;
  return live;
}

export async function listKeys({ sql }: Database): Promise<StoredKey[]> {
  return (await sql.query(`${SELECT} order by name, created_at`)).map(toKey);
}

export interface KeyRequest {
  name: string;
  scopes: readonly KeyScope[];
  now: Date;
  expiresAt: Date;
  /** fills bytes with secret randomness */
  random: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/** The key, which cannot be had a second time; null where a live key has this name. */
export async function makeKey(database: Database, request: KeyRequest): Promise<string | null> {
  const keys = await listKeys(database);
  if (keys.some((key) => key.name === request.name && keyState(key, request.now) === "live")) return null;
  const { key, insert } = await newKey(database, request);
  await insert;
  return key;
}

/**
 * A new key with the scopes and the life span of the newest live one of this name; the older ones end at `endsAt`.
 * Null where no live key has this name.
 */
export async function rotateKey(
  database: Database,
  { name, now, endsAt, random }: { name: string; now: Date; endsAt: Date; random: KeyRequest["random"] },
): Promise<{ key: string; expiresAt: Date } | null> {
  const live = (await listKeys(database)).filter((key) => key.name === name && keyState(key, now) === "live");
  const newest = live.at(-1);
  if (!newest) return null;
  const lifeMilliseconds = newest.expiresAt.getTime() - newest.createdAt.getTime();
  const expiresAt = new Date(now.getTime() + lifeMilliseconds);
  const { key, insert } = await newKey(database, { name, scopes: newest.scopes, now, expiresAt, random });
  const { sql } = database;
  await sql.transaction([
    sql`update intake.api_key set expires_at = least(expires_at, ${endsAt.toISOString()}::timestamptz)
      where name = ${name} and revoked_at is null`,
    insert,
  ]);
  return { key, expiresAt };
}

/** By name or id; how many live keys there were. */
export async function revokeKeys({ sql }: Database, nameOrId: string, now: Date): Promise<number> {
  const at = now.toISOString();
  const rows = await sql`update intake.api_key set revoked_at = ${at}::timestamptz
    where (name = ${nameOrId} or id::text = ${nameOrId}) and revoked_at is null and expires_at > ${at}::timestamptz
    returning id`;
  return rows.length;
}

async function newKey({ sql }: Database, { name, scopes, now, expiresAt, random }: KeyRequest) {
  const bytes = new Uint8Array(KEY_BYTES);
  random(bytes);
  const key = PREFIX + toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace("=", "");
  const hash = await sha256(key);
  const insert = sql`insert into intake.api_key (name, hash, scopes, created_at, expires_at)
    values (${name}, ${hash}, ${scopes}::text[], ${now.toISOString()}::timestamptz,
      ${expiresAt.toISOString()}::timestamptz)`;
  return { key, insert };
}

const SELECT = `select id, name, scopes, created_at, expires_at, revoked_at, last_used_date::text as last_used_date
  from intake.api_key`;

function toKey(row: Record<string, unknown>): StoredKey {
  return {
    id: row.id as string,
    name: row.name as string,
    scopes: row.scopes as KeyScope[],
    createdAt: new Date(row.created_at as string),
    expiresAt: new Date(row.expires_at as string),
    revokedAt: row.revoked_at === null ? null : new Date(row.revoked_at as string),
    lastUsedDate: row.last_used_date as string | null,
  };
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
