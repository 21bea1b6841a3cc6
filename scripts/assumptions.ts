/** `npm run assumptions`: writes the table of `docs/assumptions.md` anew from `src/scenario.ts`. */
import { readFileSync, writeFileSync } from "node:fs";
import { assumptionRows, assumptionTable } from "../src/scenario/table.ts";
import { scenarioSchema } from "../src/scenario.ts";

const DOCUMENT = new URL("../docs/assumptions.md", import.meta.url);
const [BEGIN, END] = ["<!-- assumptions:begin -->", "<!-- assumptions:end -->"];

const text = readFileSync(DOCUMENT, "utf8");
const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
if (before < 0 || after < before) throw new Error(`got no ${BEGIN} … ${END}, expected both; put them back`);
const table = assumptionTable(assumptionRows(scenarioSchema));
writeFileSync(DOCUMENT, `${text.slice(0, before)}${BEGIN}\n${table}\n${text.slice(after)}`);
