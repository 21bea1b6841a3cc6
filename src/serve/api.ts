/** One way to make a part of the API: strict validation with every error named, and responses described alike. */
import { OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type ProblemError, problemResponse, type Refusal } from "./problem.ts";

export function createApi(): OpenAPIHono {
  return new OpenAPIHono({
    defaultHook: (result, c: Context) => {
      if (result.success) return undefined;
      return problemResponse(c, invalid(result.error.issues));
    },
  });
}

type Issue = z.core.$ZodIssue;

export function invalid(issues: readonly Issue[]): Refusal {
  return { reason: "invalid", errors: issues.flatMap(issueToErrors) };
}

function issueToErrors(issue: Issue): ProblemError[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      parameter: key.slice(0, 80),
      detail: `got the unknown query parameter "${key.slice(0, 80)}", expected only those of this address; leave it out or see /v1/openapi.json.`,
    }));
  }
  return [{ parameter: String(issue.path[0] ?? ""), detail: issue.message }];
}
