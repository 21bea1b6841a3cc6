/** What a person may type after `npm run keys --`, and the help that explains it. */
import { parseArgs } from "node:util";
import { KEY_SCOPES, type KeyScope } from "../../src/store/keys.ts";

export const KEYS_HELP = `Zesminuten: keys for those who may write through the API.

  npm run keys -- <what> [options]

what
  make <name> --scope <scope>…   a new key, shown this once; only its hash is kept
  list                           names, scopes, days; never a key
  rotate <name>                  a new key like the one with this name, which goes on for --overlap-days
  revoke <name or id>            ends it at once

Without a live key the API has no address that writes: all of them answer 404.
Name the organisation or the system that holds the key, not a person: the name stands in the list of imports.
The key goes into the header  Authorization: Bearer <key>  and nowhere else: never into an address, a log or a mail.

options
  --scope <scope>         ${KEY_SCOPES.join(", ")}; may be repeated
  --days 365              how long the key lives, at most 730
  --overlap-days 7        rotate: how long the old key still works
  --data .data            data folder, as of npm start; a running npm start is found by itself
  --database-url <url>    a real Postgres or Neon instead of the embedded one, as its owner
  --help                  this text

examples
  npm run keys -- make "town hall gis" --scope imports:aeds --scope imports:posts
  npm run --silent keys -- rotate "town hall gis" > key.txt`;

export interface KeysOptions {
  command: "make" | "list" | "rotate" | "revoke";
  /** of the key, or its id; empty for list */
  name: string;
  scopes: KeyScope[];
  days: number;
  overlapDays: number;
  dataFolder: string;
  databaseUrl?: string;
}

const DEFAULT_DAYS = 365;
/** A key that nobody renews is a key that nobody remembers. Assumption. */
const MAX_DAYS = 730;
const OVERLAP_DAYS = 7;

/** Throws a sentence for the person who typed; null = help was asked for. */
export function readKeysOptions(args: string[]): KeysOptions | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      scope: { type: "string", multiple: true, default: [] },
      days: { type: "string", default: String(DEFAULT_DAYS) },
      "overlap-days": { type: "string", default: String(OVERLAP_DAYS) },
      data: { type: "string", default: ".data" },
      "database-url": { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help || positionals.length === 0) return null;
  const [command, ...rest] = positionals;
  if (!isCommand(command)) {
    throw new Error(`got "${command}", expected make, list, rotate or revoke; see npm run keys -- --help`);
  }
  const wanted = command === "list" ? 0 : 1;
  if (rest.length !== wanted) {
    throw new Error(
      `got ${rest.length} names after "${command}", expected ${wanted === 0 ? "none" : 'one; put a name of several words in "quotes"'}`,
    );
  }
  const [name = ""] = rest;
  if (command === "make") verifyName(name);
  if (command === "make" && values.scope.length === 0) {
    throw new Error(
      `got no --scope, expected at least one of ${KEY_SCOPES.join(", ")}; say what the key may do`,
    );
  }
  return {
    command,
    name,
    scopes: [...new Set(values.scope.map(toScope))],
    days: wholeDays("--days", values.days, 1),
    overlapDays: wholeDays("--overlap-days", values["overlap-days"], 0),
    dataFolder: values.data,
    databaseUrl: values["database-url"],
  };
}

function isCommand(text: string): text is KeysOptions["command"] {
  return ["make", "list", "rotate", "revoke"].includes(text);
}

function verifyName(name: string): void {
  // stands in lists and headings: one line, not endless
  if (/^[\p{L}\p{N}][\p{L}\p{N} .,&()/_-]{0,59}$/u.test(name)) return;
  throw new Error(
    `got the name "${name}", expected 1 to 60 letters, digits, spaces and . , & ( ) / _ -; rename it`,
  );
}

function toScope(text: string): KeyScope {
  const scope = KEY_SCOPES.find((known) => known === text);
  if (scope) return scope;
  throw new Error(`got --scope ${text}, expected one of ${KEY_SCOPES.join(", ")}; correct it`);
}

function wholeDays(option: string, text: string, least: number): number {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (days >= least && days <= MAX_DAYS) return days;
  throw new Error(`got ${option} ${text}, expected whole days from ${least} to ${MAX_DAYS}; correct it`);
}
