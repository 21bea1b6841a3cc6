/**
 * The database in a thread of its own: embedded or real Postgres with the Neon-protocol server in front, so that
 * a computation in the main thread never keeps the Worker waiting for an answer. Started by `databaseServer.ts`.
 */
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { EMBEDDED_FOLDER, openEmbedded } from "./embedded.ts";
import { startNeonServer } from "./neonServer.ts";
import { pooledSessions, singleSession } from "./sessions.ts";

/** Where the data are: a real Postgres, a data folder, or memory (tests), the latter from a template. */
export type DatabasePlace =
  | { kind: "url"; databaseUrl: string }
  | { kind: "folder"; dataFolder: string }
  | { kind: "memory"; templatePath?: string };

export interface ThreadData {
  place: DatabasePlace;
  roles: [password: string, role: string | null][];
  port?: number;
}

export type ThreadRequest = "close" | "dump";
export type ThreadAnswer = { port: number } | { dump: Uint8Array } | "closed";

const { place, roles, port } = workerData as ThreadData;
const embedded = place.kind === "url" ? null : await openEmbedded(folderOf(place), templateOf(place));
const sessions = place.kind === "url" ? pooledSessions(place.databaseUrl) : singleSession(embedded!.client);
const server = await startNeonServer({ sessions, roles: new Map(roles), port });

parentPort!.on("message", async (request: ThreadRequest) => {
  if (request === "dump") return tell({ dump: await embedded!.dump() });
  await server.close();
  await sessions.close();
  await embedded?.close();
  tell("closed");
  parentPort!.close();
});
tell({ port: server.port });

function tell(answer: ThreadAnswer): void {
  parentPort!.postMessage(answer);
}

function folderOf(where: DatabasePlace): string | null {
  return where.kind === "folder" ? join(where.dataFolder, EMBEDDED_FOLDER) : null;
}

function templateOf(where: DatabasePlace): string | undefined {
  return where.kind === "memory" ? where.templatePath : undefined;
}
