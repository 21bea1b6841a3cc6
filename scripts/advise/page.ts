/** The advice as one printed A4: head with its warnings, map, table, and what it assumes. No script; text escaped. */
import type { AdvicePlace, AdviceStep } from "../../src/analyse/advice.ts";
import { isSynthetic, withDemo } from "../../src/serve/context.ts";
import { gapWarning } from "../../src/serve/gapFeature.ts";
import { escapeHtml } from "../../src/serve/html.ts";
import type { Language } from "../../src/serve/respond.ts";
import { adviceMap } from "./mapSvg.ts";
import type { RegionAdvice } from "./readQuestion.ts";
import { arrestsPerYear } from "./stepProperties.ts";
import { ADVICE_TEXTS } from "./texts.ts";

const STYLE = `@page{size:A4;margin:12mm}body{font:10px/1.35 sans-serif;color:#111;max-width:186mm;margin:auto}
h1{font-size:18px;margin:0 0 4px}p{margin:3px 0}.warning{border:2px solid #b00;padding:4px;font-weight:700}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #bbb;padding:2px 4px;text-align:left;vertical-align:top}
td.n{text-align:right}svg{width:100%;max-height:75mm}ul{margin:3px 0;padding-left:14px}small{color:#333}`;

export function advicePage(about: RegionAdvice, language: Language): string {
  const { advice, region, run, residents } = about;
  const texts = ADVICE_TEXTS[language];
  const whole = (value: number) => Math.round(value).toLocaleString(language);
  const { steps, uncoveredResidents, coveredResidents, bestFoundResidents } = advice;
  const title = texts.title(withDemo(region.name, run));
  const warnings = [isSynthetic(run) ? texts.demo : null, gapWarning({ region }) ? texts.incomplete : null];
  const more = bestFoundResidents - coveredResidents;
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    ...warnings.filter((each) => each !== null).map((each) => `<p class="warning">${escapeHtml(each)}</p>`),
    `<p>${texts.summary(whole(residents), whole(uncoveredResidents), whole(coveredResidents), steps.length)}</p>`,
    steps.length === 0 ? `<p>${texts.noSteps}</p>` : "",
    more >= 1 ? `<p>${texts.bestFound(whole(more))}</p>` : "",
    adviceMap(about),
    `<p><small>${texts.legend}</small></p>`,
    `<table><thead><tr>${texts.columns.map((column) => `<th>${column}</th>`).join("")}</tr></thead>`,
    `<tbody>${steps.map((step) => row(step, about, language)).join("")}</tbody></table>`,
    `<ul>${texts.assumes.map((line) => `<li>${line}</li>`).join("")}</ul>`,
    `<p><small>${escapeHtml(texts.run(run.id, run.dataDate ?? texts.unknownDate))}</small></p>`,
  ];
  const head = `<meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style>`;
  return `<!doctype html>\n<html lang="${language}"><head>${head}</head><body>${body.join("\n")}</body></html>\n`;
}

function row(step: AdviceStep, { aeds }: RegionAdvice, language: Language): string {
  const texts = ADVICE_TEXTS[language];
  const whole = (value: number) => Math.round(value).toLocaleString(language);
  const { position, aedId, alternative } = step;
  const place = `${position.lat.toFixed(5)}, ${position.lng.toFixed(5)}`;
  const name = aedId === null ? texts.near : (aeds.find(({ id }) => id === aedId)?.name ?? aedId);
  // rounded down: never nearer to the best plan than is proven
  const share = Math.floor((1_000 * step.cumulativeResidents) / step.boundResidents) / 10;
  const other = alternative
    ? texts.alternative(
        actionText(alternative, texts),
        whole(alternative.meters),
        whole(alternative.gainResidents),
      )
    : texts.none;
  const arrests = arrestsPerYear(step.gainResidents).toLocaleString(language, {
    maximumSignificantDigits: 2,
  });
  const cells = [
    [String(step.rank), true],
    [actionText(step, texts), false],
    [`${name} ${place}`, false],
    [whole(step.gainResidents), true],
    [whole(step.cumulativeResidents), true],
    [arrests, true],
    [`${share.toLocaleString(language)} %`, true],
    [other, false],
  ] as const;
  return `<tr>${cells.map(([text, isNumber]) => `<td${isNumber ? ' class="n"' : ""}>${escapeHtml(text)}</td>`).join("")}</tr>`;
}

function actionText({ action, isHoursUnknown }: AdvicePlace, texts: (typeof ADVICE_TEXTS)[Language]): string {
  if (action === "add") return texts.add;
  return isHoursUnknown ? texts.openUnknown : texts.open;
}
