/** Opening hours at random: of the OpenStreetMap grammar, of Dutch lists, and what lies between and beyond. */
import type { Stream } from "../../src/load/streams.ts";

const DAYS = [
  "Mo",
  "Tu",
  "We",
  "Th",
  "Fr",
  "Sa",
  "Su",
  "PH",
  "SH",
  "ma",
  "di",
  "woe",
  "do",
  "vrij",
  "za",
  "zondag",
  "werkdagen",
  "weekend",
  "Mo[1]",
  "Su[-1]",
  "Mo[1-5]",
];
const JOINTS = ["; ", ", ", " ", "-", " t/m ", " en ", " || ", ";", ",", "\n", " | ", " tot ", "/"];
const TIMES = [
  "00:00",
  "24:00",
  "08:00",
  "8.30",
  "0830",
  "9",
  "17 uur",
  "23:59",
  "26:00",
  "48:00",
  "sunrise",
  "(sunset-01:00)",
  "12:00",
  "02:00",
  "03:00",
  "99:99",
  "-5:00",
];
const PARTS = [
  "off",
  "open",
  "closed",
  "unknown",
  "gesloten",
  '"op afspraak"',
  "24/7",
  "dag en nacht",
  "week 1-53/2",
  "Jan-Mar",
  "Dec 25",
  "Feb 29",
  "easter",
  "easter -2 days",
  "2024",
  "2024-2030/2",
  "Oct 26-Mar 27",
  "+",
  "/01:30",
  "altijd",
  "beperkt",
  "code 1234",
  "bel 06-12345678",
  "a@b.nl",
  "2020 Jan 1-2030 Dec 31",
  "week 53",
  "Mo-Su",
  "00:00-24:00",
  "(",
  ")",
  "[",
  "]",
  "1 day",
  "-300 days",
];

export function hoursText(stream: Stream): string {
  const one = (choices: readonly string[]) => choices[stream.integer(choices.length)];
  const span = () => `${one(TIMES)}-${one(TIMES)}`;
  const rule = () => {
    const pieces = [one(DAYS), stream.uniform() < 0.5 ? `-${one(DAYS)}` : "", " ", span()];
    if (stream.uniform() < 0.3) pieces.push(",", span());
    if (stream.uniform() < 0.3) pieces.unshift(one(PARTS), " ");
    if (stream.uniform() < 0.2) pieces.push(" ", one(PARTS));
    return pieces.join("");
  };
  const count = stream.uniform() < 0.1 ? 1 + stream.integer(30) : 1 + stream.integer(4);
  let text = rule();
  for (let n = 1; n < count; n += 1) text += one(JOINTS) + (stream.uniform() < 0.7 ? rule() : one(PARTS));
  return text;
}
