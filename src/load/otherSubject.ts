/**
 * Headers that only files of another subject have: 223 ambulance posts that are manned day and night would make 223
 * perfect AEDs. Passed over where the person told the columns.
 */
import { headerName } from "./headerNames.ts";

type PointSubject = "aeds" | "posts" | "population";

const TELLTALE: Record<PointSubject, RegExp> = {
  aeds: /^(?:24_7|24x7|aed|aed_(?:id|nummer|naam)|emergency|defibrillator.*)$/,
  posts: /^standplaats$/,
  population: /^(?:aantal_)?(?:inwoners|residents)(?:_\d{4})?$/,
};
const NAMES: Record<PointSubject, string> = {
  aeds: "AEDs",
  posts: "ambulance posts",
  population: "population",
};

/** What is wrong with loading a file of these headers as `subject`, or null. */
export function otherSubject(headers: readonly string[], subject: "aeds" | "posts") {
  for (const other of ["aeds", "posts", "population"] as const) {
    const header = headers.find((title) => TELLTALE[other].test(headerName(title)));
    if (header === undefined || other === subject) continue;
    return {
      got: `${header.slice(0, 40)}, as files of ${NAMES[other]} have`,
      expected: NAMES[subject],
      advice: `Load it with npm run load -- ${other}; if these are ${NAMES[subject]}, take that column out.`,
    };
  }
  return null;
}
