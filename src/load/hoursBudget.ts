/**
 * What reading opening hours in full may cost. The package takes up to a fifth of a second for a text of 400
 * characters, so a file of such texts would take hours: what goes beyond the budget is unknown, and told.
 */

/** The package prints the text and gives up above 50 selectors in one rule; a rule of one has at most so many words. */
const MAX_PARTS_PER_RULE = 40;
/** Eleven spans on every day of 32 weeks: about 0.1 s. Assumption. */
const MAX_OPEN_TIMES_PER_TEXT = 2_500;
/** 2,300 texts that follow the seasons, or 25,000 others that need the package: half a minute. Assumption. */
const MAX_OPEN_TIMES_PER_FILE = 500_000;
/** What taking a text apart, and asking for one week, cost as open times (0.4 ms and 0.1 ms, seen). */
const OPEN_TIMES_OF_A_TEXT = 20;
const OPEN_TIMES_OF_A_WEEK = 4;

export interface HoursBudget {
  /** why the text cannot be read at all, or null; to be asked once for each text */
  refuses(text: string): string | null;
  /** false when the week that was just read is one too many */
  spendWeek(openTimes: number): boolean;
}

/** One per file. */
export function createHoursBudget(perFile = MAX_OPEN_TIMES_PER_FILE): HoursBudget {
  let leftOfFile = perFile;
  let leftOfText = 0;
  return {
    refuses(text) {
      if (partsOfLongestRule(text) > MAX_PARTS_PER_RULE)
        return `a rule has more than ${MAX_PARTS_PER_RULE} parts`;
      if (leftOfFile <= 0) return "the file has too many different hours that take long to read";
      leftOfText = MAX_OPEN_TIMES_PER_TEXT;
      leftOfFile -= OPEN_TIMES_OF_A_TEXT;
      return null;
    },
    spendWeek(openTimes) {
      leftOfText -= openTimes;
      leftOfFile -= openTimes + OPEN_TIMES_OF_A_WEEK;
      return leftOfText >= 0 && leftOfFile >= 0;
    },
  };
}

/** Words, numbers and times; a comment counts as one. */
function partsOfLongestRule(text: string): number {
  const rules = text.replace(/"[^"]*"/g, ' "" ').split(/;|\|\|/);
  return Math.max(...rules.map((rule) => rule.match(/\p{L}+|\d+(?::\d+)?|""/gu)?.length ?? 0));
}
