/** The help of `npm run load`, of all kinds or of one, in the language of the person who asks. */
import { HELP_DUTCH } from "./helpDutch.ts";
import { HELP_ENGLISH } from "./helpEnglish.ts";
import { SUBJECTS, type Subject } from "./subjects.ts";

type KindOption = "columns" | "extent" | "anywhere" | "crs";

export interface LoadHelp {
  general: string;
  /** for every kind */
  options: string;
  kindOptions: Record<KindOption, string>;
  examples: string;
  kinds: Record<Subject, string>;
}

export const HELP_LANGUAGES = ["nl", "en"] as const;

export interface HelpRequest {
  /** as typed; the general help where it is none of the kinds */
  subject?: string;
  /** `nl` or `en`; else as the machine is set */
  lang?: (typeof HELP_LANGUAGES)[number];
}

const OPTIONS_OF: Partial<Record<Subject, readonly KindOption[]>> = {
  aeds: ["columns", "crs", "extent", "anywhere"],
  responders: ["columns", "crs"],
  regions: ["crs"],
  posts: ["crs", "extent", "anywhere"],
  "police-fire-posts": ["crs", "extent", "anywhere"],
  streets: ["anywhere"],
};
/** These take no options of a source. */
const WITHOUT_SOURCE: readonly Subject[] = [
  "check",
  "live",
  "demo",
  "sources",
  "imports",
  "undo",
  "drop",
  "apart",
  "together",
];

type Environment = Readonly<Record<string, string | undefined>>;

export function loadHelp({ subject, lang }: HelpRequest, environment: Environment): string {
  const help = (lang ?? machineLanguage(environment)) === "nl" ? HELP_DUTCH : HELP_ENGLISH;
  const kind = SUBJECTS.find((known) => known === subject);
  if (!kind) {
    const own = Object.values(help.kindOptions).join("\n");
    return [help.general, `${help.options}\n\n${own}`, help.examples].join("\n\n");
  }
  if (WITHOUT_SOURCE.includes(kind)) return help.kinds[kind];
  const own = (OPTIONS_OF[kind] ?? []).map((option) => help.kindOptions[option]).join("\n");
  return [help.kinds[kind], own, help.options].filter((part) => part !== "").join("\n\n");
}

/** POSIX: the first of these that is set decides. */
function machineLanguage({ LC_ALL, LC_MESSAGES, LANG }: Environment): "nl" | "en" {
  return /^nl/i.test(LC_ALL || LC_MESSAGES || LANG || "") ? "nl" : "en";
}
