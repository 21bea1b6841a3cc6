/** The page's switches: layer, period and language, as radio buttons so that keyboard and screen reader work by themselves. */
import { PERIODS_AND_WEEK } from "../grid/periods.ts";
import { byId, element } from "./html.ts";
import { dependsOnPeriod, LAYER_GROUPS, type LayerGroupId, type LayerId } from "./layerIds.ts";
import { LANGUAGES, type Language, TEXTS, type Texts } from "./texts.ts";
import type { ViewState } from "./viewState.ts";

const LANGUAGE_NAMES: Record<Language, string> = { nl: "Nederlands", en: "English" };

/** Draws the switches for a state; `onChange` hears what the reader chose. */
export function renderChoices(
  view: ViewState & { hasWhereabouts: boolean; hasResponse: boolean },
  texts: Texts,
  onChange: (change: Partial<ViewState>) => void,
): void {
  const groups = Object.entries(LAYER_GROUPS).filter(([group]) => group !== "response" || view.hasResponse);
  const layers = groups.flatMap(([group, ids]) => [
    element("p", { class: "layer-group" }, texts.layerGroups[group as LayerGroupId]),
    ...ids.map((id) => layerOption(id, view.layer === id, texts, () => onChange({ layer: id }))),
  ]);
  const periods = PERIODS_AND_WEEK.map((id) => {
    const { name, hours } = texts.periods[id];
    const input = radio("period", id, view.period === id, () => onChange({ period: id }));
    return element(
      "label",
      { class: "period-option" },
      input,
      element("span", { class: "option-text" }, name),
      detail(hours),
    );
  });
  replaceKeepingFocus(byId("layers"), layers);
  replaceKeepingFocus(byId("periods"), periods);
  const hasEffect = dependsOnPeriod(view.layer, view.hasWhereabouts);
  byId("period-note").textContent = hasEffect ? "" : texts.periodHasNoEffect;
  byId("period-choice").classList.toggle("has-no-effect", !hasEffect);
  renderLanguages(view, onChange);
}

function layerOption(id: LayerId, isChosen: boolean, texts: Texts, onChoose: () => void): HTMLElement {
  const { name, meaning } = texts.layers[id];
  return element(
    "label",
    { class: "layer-option" },
    radio("layer", id, isChosen, onChoose),
    element(
      "span",
      { class: "option-text" },
      element("span", { class: "option-name" }, name),
      detail(meaning),
    ),
  );
}

function renderLanguages(view: ViewState, onChange: (change: Partial<ViewState>) => void): void {
  const buttons = LANGUAGES.map((language) => {
    const isCurrent = language === view.language;
    const button = element(
      "button",
      { type: "button", lang: language, id: `language-${language}`, "aria-pressed": String(isCurrent) },
      element("span", { class: "language-long" }, LANGUAGE_NAMES[language]),
      element("span", { class: "language-short", "aria-hidden": "true" }, language.toUpperCase()),
    );
    button.addEventListener("click", () => onChange({ language }));
    return button;
  });
  replaceKeepingFocus(byId("languages"), buttons);
}

/** The fixed texts of index.html, and the language that assistive technology reads them in. */
export function renderPageTexts(language: Language): void {
  const { page } = TEXTS[language];
  document.documentElement.lang = language;
  document.title = page.documentTitle;
  for (const each of document.querySelectorAll<HTMLElement>("[data-text]")) {
    each.textContent = page[each.dataset.text as keyof typeof page];
  }
}

function radio(name: string, value: string, isChecked: boolean, onChoose: () => void): HTMLInputElement {
  const input = element("input", { type: "radio", name, value, id: `${name}-${value}` });
  input.checked = isChecked;
  input.addEventListener("change", onChoose);
  return input;
}

function detail(text: string): HTMLElement {
  return element("span", { class: "option-detail" }, text);
}

/** Drawing anew must not throw a keyboard reader back to the top of the page. */
function replaceKeepingFocus(parent: HTMLElement, children: HTMLElement[]): void {
  const focusedId = parent.contains(document.activeElement) ? document.activeElement?.id : undefined;
  parent.replaceChildren(...children);
  if (focusedId) document.getElementById(focusedId)?.focus();
}
