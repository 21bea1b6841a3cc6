/** `/imports`: files sent in, followed and taken back by who has a key. The work is done by the queue. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { readLoggedImport } from "../../store/imports/importHistory.ts";
import { type KnownImport, readKnownImport, readKnownImports } from "../../store/imports/importPages.ts";
import { countUnfinished, forgetRequest, openRequest } from "../../store/imports/requests.ts";
import { undoObstacle } from "../../store/imports/undoImport.ts";
import type { StoredKey } from "../../store/keys.ts";
import { isUuid } from "../../store/uuid.ts";
import { createApi, invalid } from "../api.ts";
import { type AppDependencies, apiUrl, selfUrl } from "../context.ts";
import type { Link } from "../features.ts";
import { refuse } from "../problem.ts";
import { formatParameter, limitParameter, offsetParameter } from "../query.ts";
import { CACHE, MEDIA, negotiate, respondJson } from "../respond.ts";
import { LinkSchema, problemResponses } from "../schemas.ts";
import { acceptedMediaTypes } from "./body.ts";
import { describeImport, ImportSchema } from "./describe.ts";
import { keyOfRequest, kindsOf, requireScope } from "./gate.ts";
import { importQuery } from "./parameters.ts";
import type { ImportService } from "./service.ts";
import { takeFile } from "./takeFile.ts";

/** So many files may wait at once: each is stored until it is read. Assumption. */
const WAITING_MAX = 20;
const SECURITY = [{ key: [] }];
const DESCRIPTION =
  "These addresses exist only while the deployment has a key. A file is the full edition of its source; sent twice it changes nothing.";

const query = z.strictObject({ f: formatParameter("json") });
const params = z.object({ importId: z.string().openapi({ format: "uuid" }) });
/** As text: handlers give plain responses. */
const JSON_TYPE: string = MEDIA.json;
const json = { [JSON_TYPE]: { schema: ImportSchema } };
const accepted = {
  description: "It waits for its turn; follow it at Location",
  headers: { Location: { schema: { type: "string" as const, format: "uri" } } },
  content: json,
};

const send = createRoute({
  method: "post",
  path: "/imports",
  operationId: "sendImport",
  tags: ["imports"],
  summary: "A file as the full edition of its source",
  description: DESCRIPTION,
  security: SECURITY,
  request: { query: importQuery },
  responses: { 202: accepted, ...problemResponses(400, 401, 403, 404, 406, 413, 415, 429, 503) },
});

const list = createRoute({
  method: "get",
  path: "/imports",
  operationId: "getImports",
  tags: ["imports"],
  summary: "Who changed what is in force, and when; of the kinds of the key",
  description: DESCRIPTION,
  security: SECURITY,
  request: {
    query: query.extend({ limit: limitParameter({ fallback: 50, maximum: 500 }), offset: offsetParameter }),
  },
  responses: {
    200: {
      description: "The newest first",
      content: {
        [JSON_TYPE]: {
          schema: z.object({
            numberMatched: z.number().int(),
            numberReturned: z.number().int(),
            imports: z.array(ImportSchema),
            links: z.array(LinkSchema),
          }),
        },
      },
    },
    ...problemResponses(400, 401, 404, 406, 503),
  },
});

const one = createRoute({
  method: "get",
  path: "/imports/{importId}",
  operationId: "getImport",
  tags: ["imports"],
  summary: "How far an import is, and its whole report",
  description: DESCRIPTION,
  security: SECURITY,
  request: { params, query },
  responses: {
    200: { description: "As it is now", content: json },
    ...problemResponses(400, 401, 403, 404, 406, 503),
  },
});

const undo = createRoute({
  method: "delete",
  path: "/imports/{importId}",
  operationId: "undoImport",
  tags: ["imports"],
  summary: "Take an import back: what was in force before it is in force again",
  description: `${DESCRIPTION} Only the last import of a kind that still stands can be taken back.`,
  security: SECURITY,
  request: { params, query },
  responses: { 202: accepted, ...problemResponses(400, 401, 403, 404, 406, 409, 429, 503) },
});

export function importRoutes(dependencies: AppDependencies, service: ImportService): OpenAPIHono {
  const { database } = service;
  const api = createApi();
  api.openAPIRegistry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description: "A key made by `npm run keys`, in the header Authorization and nowhere else.",
  });
  registerSend(api);
  // not by `api.openapi`, which would read a JSON body before we do
  api.post(send.path, async (c) => {
    const key = keyOfRequest(c);
    const parsed = importQuery.safeParse(c.req.query());
    if (!parsed.success) return refuse(invalid(parsed.error.issues));
    negotiate(c, parsed.data.f, { json: MEDIA.json });
    await requireRoom(service);
    return answerAccepted(c, await takeFile(c, service, key, parsed.data));
  });
  api.openapi(list, async (c) => {
    const key = keyOfRequest(c);
    const { f, limit, offset } = c.req.valid("query");
    negotiate(c, f, { json: MEDIA.json });
    const { imports, matched } = await readKnownImports(database, { kinds: kindsOf(key), limit, offset });
    const base = apiUrl(c, dependencies);
    return answer(c, {
      numberMatched: matched,
      numberReturned: imports.length,
      imports: imports.map((known) => describeImport(known, base, { hasFindings: false })),
      links: pageLinks(selfUrl(c, dependencies), { limit, offset, matched }),
    });
  });
  api.openapi(one, async (c) => {
    const key = keyOfRequest(c);
    negotiate(c, c.req.valid("query").f, { json: MEDIA.json });
    const known = await readAllowed(c.req.valid("param").importId, key);
    return answer(c, describeImport(known, apiUrl(c, dependencies)));
  });
  api.openapi(undo, async (c) => {
    const key = keyOfRequest(c);
    negotiate(c, c.req.valid("query").f, { json: MEDIA.json });
    const known = await readAllowed(c.req.valid("param").importId, key);
    await requireRoom(service);
    return answerAccepted(c, await askUndo(service, key, known));
  });
  return api;

  async function readAllowed(id: string, key: StoredKey): Promise<KnownImport> {
    const known = isUuid(id) ? await readKnownImport(database, id) : null;
    if (!known) return refuse({ reason: "unknownId", kind: "import", id });
    requireScope(key, (known.request ?? known.logged)!.kind);
    return known;
  }

  async function answerAccepted(c: Context, id: string): Promise<Response> {
    const base = apiUrl(c, dependencies);
    const known = (await readKnownImport(database, id))!;
    const headers = { Location: `${base}/imports/${id}` };
    return c.json(describeImport(known, base), 202, headers);
  }
}

/** The body is described by hand: several media types, all of them bytes. */
function registerSend(api: OpenAPIHono): void {
  const content = Object.fromEntries(
    acceptedMediaTypes().map((type) => [type, { schema: { type: "string" as const, format: "binary" } }]),
  );
  const body = {
    required: true,
    description: "The file itself. OpenStreetMap extracts (PBF): npm run load.",
    content,
  };
  api.openAPIRegistry.registerPath({ ...send, request: { ...send.request, body } });
}

async function requireRoom({ database }: ImportService): Promise<void> {
  if ((await countUnfinished(database)) < WAITING_MAX) return;
  refuse({
    reason: "tooMany",
    detail: `got one more while ${WAITING_MAX} imports wait; try again in a minute.`,
  });
}

/** 409 at once where it cannot be taken back; looked at again when its turn comes. */
async function askUndo(
  service: ImportService,
  key: StoredKey,
  { id, request }: KnownImport,
): Promise<string> {
  const { database, now, enqueue } = service;
  const logged = await readLoggedImport(database, id);
  if (!logged) {
    const state = request!.status === "done" ? "changed nothing" : `is ${request!.status}`;
    return refuse({ reason: "conflict", detail: `${id} ${state}; there is nothing to take back.` });
  }
  const obstacle = await undoObstacle(database, logged);
  if (obstacle) return refuse({ reason: "conflict", detail: obstacle });
  const undoId = crypto.randomUUID();
  const source = {
    id: logged.sourceId,
    title: logged.sourceId,
    isSynthetic: false,
    attribution: null,
    dataDate: null,
  };
  await openRequest(database, {
    id: undoId,
    kind: logged.kind,
    actor: `key ${key.name}`,
    task: { undoes: id, source },
    status: "received",
    receivedAt: now(),
  });
  try {
    await enqueue(undoId);
  } catch (error) {
    await forgetRequest(database, undoId);
    throw error;
  }
  return undoId;
}

function answer(c: Context, document: unknown): Promise<Response> {
  return respondJson(c, document, { cache: CACHE.private });
}

function pageLinks(
  self: URL,
  { limit, offset, matched }: { limit: number; offset: number; matched: number },
): Link[] {
  const at = (from: number) => {
    const url = new URL(self);
    url.searchParams.set("offset", String(from));
    return url.href;
  };
  const links: Link[] = [{ href: self.href, rel: "self", type: MEDIA.json }];
  if (offset + limit < matched) links.push({ href: at(offset + limit), rel: "next", type: MEDIA.json });
  if (offset > 0) links.push({ href: at(Math.max(0, offset - limit)), rel: "prev", type: MEDIA.json });
  return links;
}
