/** `npm run keys` on a database: does what was asked and tells it. */
import type { Database } from "../../src/store/database.ts";
import { keyState, listKeys, makeKey, revokeKeys, rotateKey, type StoredKey } from "../../src/store/keys.ts";
import { fillRandom } from "../load/random.ts";
import type { KeysOptions } from "./options.ts";

export interface KeysOutcome {
  /** goes to stdout: a new key alone, or the list */
  out: string;
  /** goes to stderr: what a person should know */
  told: string;
}

const DAY_MILLISECONDS = 86_400_000;

/** Throws a sentence where there is nothing to do it to. */
export async function runKeys(database: Database, options: KeysOptions, now: Date): Promise<KeysOutcome> {
  const inDays = (days: number) => new Date(now.getTime() + days * DAY_MILLISECONDS);
  const { name } = options;
  switch (options.command) {
    case "list":
      return { out: listText(await listKeys(database), now), told: "" };
    case "make": {
      const expiresAt = inDays(options.days);
      const key = await makeKey(database, { ...options, now, expiresAt, random: fillRandom });
      if (key !== null) return { out: key, told: shownOnce(name, expiresAt) };
      throw new Error(
        `got the name "${name}", which a live key has; choose another, or rotate or revoke that one`,
      );
    }
    case "rotate": {
      const endsAt = inDays(options.overlapDays);
      const rotated = await rotateKey(database, { name, now, endsAt, random: fillRandom });
      if (!rotated) throw new Error(noneNamed(name));
      const old =
        options.overlapDays === 0 ? "the old one has ended" : `the old one ends on ${dayOf(endsAt)}`;
      return { out: rotated.key, told: `${shownOnce(name, rotated.expiresAt)}; ${old}` };
    }
    case "revoke": {
      const count = await revokeKeys(database, name, now);
      if (count === 0) throw new Error(noneNamed(name));
      return { out: "", told: `${count} ${count === 1 ? "key" : "keys"} of "${name}" ended now` };
    }
  }
}

function shownOnce(name: string, expiresAt: Date): string {
  return `key of "${name}", shown this once; it works until ${dayOf(expiresAt)}`;
}

function noneNamed(name: string): string {
  return `got "${name}", which no live key is named; npm run keys -- list shows them`;
}

function listText(keys: readonly StoredKey[], now: Date): string {
  if (keys.length === 0) return "no keys: the API has no address that writes";
  const rows = keys.map((key) => [
    key.name,
    keyState(key, now),
    dayOf(key.createdAt),
    dayOf(key.expiresAt),
    key.lastUsedDate ?? "never",
    key.scopes.join(" "),
    key.id,
  ]);
  const table = [["name", "state", "made", "until", "last used", "scopes", "id"], ...rows];
  const widths = table[0].map((_, n) => Math.max(...table.map((row) => row[n].length)));
  return table
    .map((row) =>
      row
        .map((text, n) => text.padEnd(widths[n]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
