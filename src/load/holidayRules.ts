/**
 * Rules for public holidays, single closed days and school holidays: no part of a typical week, and so left out of it.
 * They are not without meaning: an AED that is locked away on Christmas Day is not there day and night, and one that
 * is locked away in school holidays (twelve weeks of the year) is not there in every week.
 */

/** `Dec 25 off`, `Dec 24-26,Jan 1 off`, `easter off`; a range of more than three days is a season. */
const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
const DATE = `(?:easter|(?:${MONTH} )?(\\d{1,2})(?:\\s*-\\s*(\\d{1,2}))?)`;
const CLOSED_DATES = new RegExp(`^(?=easter|${MONTH})${DATE}(?:\\s*,\\s*${DATE})*\\s+(?:off|closed)$`, "i");
const LONGEST_HOLIDAY_DAYS = 3;
const HOLIDAYS = "(?:ph|sh)(?:\\s*,\\s*(?:ph|sh))*";
const HOLIDAY = new RegExp(`^${HOLIDAYS}\\b(?!\\s*,\\s*(?:mo|tu|we|th|fr|sa|su)\\b)`, "i");
const OPEN_HOLIDAY = new RegExp(`^${HOLIDAYS}\\s*(?:open|24/7|00:00\\s*-\\s*24:00)?$`, "i");

export interface OrdinaryWeeks {
  /** the text without the rules for holidays */
  text: string;
  /** true when a rule that was left out says less than open all day */
  isLessOnHolidays: boolean;
  /** true when one of these rules is for school holidays */
  isLessInSchoolHolidays: boolean;
}

export function ordinaryWeeks(text: string): OrdinaryWeeks {
  if (/"|\|\|/.test(text) || !/\b[ps]h\b|\boff\b|\bclosed\b/i.test(text))
    return { text, isLessOnHolidays: false, isLessInSchoolHolidays: false };
  const rules = text
    // `08:00-18:00, PH off`: after a time, a comma begins a rule of its own
    .replace(/(:\d\d|24\/7|\boff|\bclosed)\s*,\s*(?=[ps]h\b)/gi, "$1; ")
    .split(";")
    .map((rule) =>
      rule
        .trim()
        .replace(/(?<!^sh\s*),\s*ph\b/gi, "")
        .replace(/^ph\s*,\s*(?=mo|tu|we|th|fr|sa|su)/i, ""),
    )
    .filter((rule) => rule !== "");
  const limits = rules.filter((rule) => isHolidayRule(rule) && !OPEN_HOLIDAY.test(rule));
  return {
    text: rules.filter((rule) => !isHolidayRule(rule)).join("; "),
    isLessOnHolidays: limits.length > 0,
    isLessInSchoolHolidays: limits.some((rule) => /\bsh\b/i.test(rule)),
  };
}

function isHolidayRule(rule: string): boolean {
  if (HOLIDAY.test(rule)) return true;
  if (!CLOSED_DATES.test(rule)) return false;
  const ranges = [...rule.matchAll(/(\d{1,2})\s*-\s*(\d{1,2})/g)];
  return ranges.every(([, first, last]) => {
    const days = Number(last) - Number(first) + 1;
    return days >= 1 && days <= LONGEST_HOLIDAY_DAYS;
  });
}
