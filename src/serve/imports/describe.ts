/** An import as the API tells it: what was asked, how far it is, the whole report. */
import { z } from "@hono/zod-openapi";
import type { KnownImport } from "../../store/imports/importPages.ts";
import type { ImportReport } from "../../store/imports/report.ts";
import type { Link } from "../features.ts";
import { MEDIA } from "../respond.ts";
import { LinkSchema } from "../schemas.ts";

const count = z.number().int();
const FindingSchema = z.object({
  severity: z.enum(["rejected", "warning"]),
  place: z.string(),
  field: z.string(),
  got: z.string(),
  expected: z.string(),
  advice: z.string(),
});
const ReportSchema = z
  .object({
    edition: count,
    newEdition: z.boolean().openapi({ description: "False where the same was in force already" }),
    accepted: count,
    added: count,
    changed: count,
    retired: count,
    unchanged: count,
    rejected: count,
    retiredSources: z.array(z.string()).openapi({ description: "Sources that went out of force by it" }),
    followed: z
      .record(z.string(), count)
      .openapi({ description: "Editions of other kinds that had to follow" }),
    notes: z.array(z.string()),
    findingCounts: z.array(
      z.object({ severity: z.string(), field: z.string(), expected: z.string(), count }),
    ),
    findings: z.array(FindingSchema).optional().openapi({ description: "The first ones in full" }),
  })
  .openapi("ImportReport");

export const ImportSchema = z
  .object({
    id: z.string().openapi({ format: "uuid" }),
    kind: z.string(),
    status: z.enum(["received", "reading", "done", "refused", "failed"]),
    actor: z.string().openapi({ description: "Name of the key, or the command line" }),
    source: z.string(),
    fileNames: z.array(z.string()),
    contentHash: z.string().nullable().openapi({ description: "SHA-256 of the file, where it may be told" }),
    receivedAt: z.string().openapi({ format: "date-time" }),
    finishedAt: z.string().nullable().openapi({ format: "date-time" }),
    problem: z.string().nullable().openapi({ description: "Why nothing was taken in, and what to do" }),
    report: ReportSchema.nullable(),
    runId: z.string().nullable().openapi({ format: "uuid", description: "The run that was planned for it" }),
    undoes: z.string().nullable().openapi({ format: "uuid" }),
    undoneBy: z.string().nullable().openapi({ format: "uuid" }),
    links: z.array(LinkSchema),
  })
  .openapi("Import");

/** Findings only where one import is asked for: a page of a hundred would be twenty thousand of them. */
export function describeImport(
  { id, request, logged }: KnownImport,
  api: string,
  { hasFindings = true } = {},
) {
  const report = request?.report ?? logged?.report ?? null;
  const links: Link[] = [{ href: `${api}/imports/${id}`, rel: "self", type: MEDIA.json }];
  return {
    id,
    ...(request ? asAsked(request) : asLogged(logged!)),
    report: report && describeReport(report, hasFindings),
    runId: request?.runId ?? null,
    undoes: logged?.undoes ?? (request && "undoes" in request.task ? request.task.undoes : null),
    undoneBy: logged?.undoneBy ?? null,
    links,
  };
}

function asAsked({ kind, status, actor, task, ...request }: NonNullable<KnownImport["request"]>) {
  const file = "undoes" in task ? null : task;
  return {
    kind,
    status,
    actor,
    source: task.source.id,
    fileNames: file ? [file.fileName] : [],
    contentHash: file?.contentHash ?? null,
    receivedAt: request.receivedAt.toISOString(),
    finishedAt: request.finishedAt?.toISOString() ?? null,
    // what went wrong on our side is for the operator's eyes: the ledger and the log have it
    problem: status === "failed" ? FAILED : status === "refused" ? request.problem : null,
  };
}

const FAILED =
  "it failed on our side and nothing of it was kept; send it again, and tell the operator this id if it stays so.";

function asLogged({ kind, actor, sourceId, ...logged }: NonNullable<KnownImport["logged"]>) {
  return {
    kind,
    status: "done",
    actor,
    source: sourceId,
    fileNames: logged.fileNames,
    contentHash: logged.contentHash && kind !== "responders" ? logged.contentHash : null,
    receivedAt: logged.importedAt,
    finishedAt: logged.importedAt,
    problem: null,
  };
}

function describeReport(report: ImportReport, hasFindings: boolean) {
  const { edition, accepted, added, changed, retired, unchanged, rejected, ...more } = report;
  return {
    edition,
    newEdition: more.isNewEdition,
    ...{ accepted, added, changed, retired, unchanged, rejected },
    retiredSources: more.retiredSources,
    followed: more.followed,
    notes: more.notes,
    findingCounts: more.findingCounts,
    ...(hasFindings ? { findings: more.findings } : {}),
  };
}
