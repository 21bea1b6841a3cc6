/** The options of `npm start`, and its help. */
import { parseArgs } from "node:util";

export interface StartOptions {
  port: number;
  dataFolder: string;
  databaseUrl?: string;
  isFresh: boolean;
  isSure: boolean;
  hasDemo: boolean;
  showsTimings: boolean;
}

export const START_HELP = `Zesminuten on this machine: database, Worker and map at one address.

  npm start -- [options]

  --port 8787            where the map and the API are served, on 127.0.0.1
  --data .data           folder of the database and of the Worker's state; made when absent
  --database-url <url>   a real Postgres or Neon (postgresql://user:password@host/name) instead of the embedded one
  --fresh                empty the data folder first; asks before it does
  --yes                  answers yes to what --fresh asks
  --no-demo              load no synthetic demo into an empty database
  --timings              print how long each step took
  --help                 this text

The first start loads a synthetic demo of the Netherlands; the page says so everywhere. Load real data into a
running or stopped Zesminuten with: npm run load -- --help
Ctrl-C ends everything. Data stay in the folder for the next start.`;

/** Throws a sentence for the person who typed; null = help was asked for. */
export function readOptions(args: string[]): StartOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", default: "8787" },
      data: { type: "string", default: ".data" },
      "database-url": { type: "string" },
      fresh: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      "no-demo": { type: "boolean", default: false },
      timings: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const databaseUrl = values["database-url"];
  if (databaseUrl !== undefined) verifyDatabaseUrl(databaseUrl);
  if (databaseUrl !== undefined && values.fresh) {
    throw new Error(
      "got --fresh together with --database-url, expected one of them; empty a real database with its own tools",
    );
  }
  return {
    port: readPort(values.port),
    dataFolder: values.data,
    databaseUrl,
    isFresh: values.fresh,
    isSure: values.yes,
    hasDemo: !values["no-demo"],
    showsTimings: values.timings,
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Error(`got --port ${text}, expected a number from 1 to 65535; leave it out for 8787`);
}

function verifyDatabaseUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.hostname && url.pathname.length > 1) return;
  // the text itself may hold a password: it is not repeated
  throw new Error(
    "got another --database-url, expected postgresql://user:password@host:port/name; correct it",
  );
}
