/**
 * `/validation`: the model held against published figures, as `npm run validate -- --write` put it into the release.
 * It belongs to the code, not to a run: each row says what data it was made with.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import validationRows from "../../docs/validation.json" with { type: "json" };
import { createApi } from "./api.ts";
import { type AppDependencies, selfUrl } from "./context.ts";
import { formatParameter } from "./query.ts";
import { MEDIA, negotiate, respondJson } from "./respond.ts";
import { LinkSchema, problemResponses, readResponses } from "./schemas.ts";

const NOTE =
  "Made when this release was, with the data that each row names; rows of synthetic data say how the model behaves in an " +
  "invented country and measure nothing. A failing check stays. Within a tolerance of our own is not a pass.";

const value = z.number().nullable();
const RowSchema = z
  .object({
    id: z.string(),
    kind: z.enum(["unit", "calibration", "prediction", "hand"]).openapi({
      description:
        "unit: arithmetic; calibration: fitted to this figure; prediction: not looked at before; hand: set after seeing it",
    }),
    figure: z.string(),
    published: z.string(),
    unit: z.string(),
    target: value,
    low: value,
    high: value,
    tolerance: z.enum(["published", "exact", "ours"]).openapi({ description: "Whose the tolerance is" }),
    source: z.string(),
    model: value,
    modelLow: value,
    modelHigh: value,
    standardisedError: value.openapi({ description: "(model − published) ÷ half the tolerance" }),
    verdict: z.enum(["pass", "fail", "within our tolerance", "not modelled"]),
    note: z.string(),
    data: z.string().openapi({ description: "What the model's value was made with" }),
  })
  .openapi("ValidationRow");
export const ValidationSchema = z.object({
  note: z.string(),
  rows: z.array(RowSchema),
  links: z.array(LinkSchema),
});

const validation = createRoute({
  method: "get",
  path: "/validation",
  operationId: "getValidation",
  tags: ["validation"],
  summary: "The simulated response held against published figures",
  request: { query: z.strictObject({ f: formatParameter("json") }) },
  responses: { ...readResponses(ValidationSchema, MEDIA.json), ...problemResponses(400, 406) },
});

export function validationRoutes(dependencies: AppDependencies): OpenAPIHono {
  const api = createApi();
  api.openapi(validation, (c) => {
    negotiate(c, c.req.valid("query").f, { json: MEDIA.json });
    const links = [{ href: selfUrl(c, dependencies).href, rel: "self", type: MEDIA.json }];
    return respondJson(c, { note: NOTE, rows: validationRows, links });
  });
  return api;
}
