/** Search for a region by name: a combobox with a list box, as the ARIA practices describe it. */
import { type RegionFeature, searchRegions } from "./dataClient.ts";
import { byId, element } from "./html.ts";
import type { Texts } from "./texts.ts";

const RESULT_LIMIT = 8;
const MIN_LETTERS = 2;
/** Long enough that a typist asks once, short enough not to be noticed. */
const PAUSE_MILLISECONDS = 220;

export interface SearchBox {
  setTexts: (texts: Texts) => void;
}

interface SearchState {
  texts: Texts;
  found: RegionFeature[];
  activeIndex: number;
  asked: AbortController | null;
  timer: number;
}

export function makeSearchBox(
  texts: Texts,
  onChoose: (region: RegionFeature) => void,
  announce: (sentence: string) => void,
): SearchBox {
  const state: SearchState = { texts, found: [], activeIndex: -1, asked: null, timer: 0 };
  const { label, input, list } = buildBox();
  const close = () => {
    state.activeIndex = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (index: number) => {
    const region = state.found[index];
    if (!region) return;
    input.value = region.properties.name;
    close();
    onChoose(region);
  };
  const show = () => renderResults(state, { input, list }, choose);
  input.addEventListener("input", () => {
    clearTimeout(state.timer);
    state.timer = window.setTimeout(
      () => void ask(state, input.value, show, close, announce),
      PAUSE_MILLISECONDS,
    );
  });
  input.addEventListener("keydown", (event) =>
    onKey(event, state, { show, choose, close, isOpen: () => !list.hidden }),
  );
  input.addEventListener("blur", close);
  const setTexts = (next: Texts) => {
    state.texts = next;
    label.textContent = next.page.searchLabel;
  };
  setTexts(texts);
  return { setTexts };
}

function buildBox() {
  const label = element("label", { for: "search-input" });
  const input = element("input", {
    id: "search-input",
    type: "search",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "search-results",
  });
  const list = element("ul", { id: "search-results", role: "listbox", class: "search-results" });
  list.hidden = true;
  byId("search").replaceChildren(label, element("div", { class: "search-field" }, input, list));
  return { label, input, list };
}

async function ask(
  state: SearchState,
  typed: string,
  show: () => void,
  close: () => void,
  announce: (sentence: string) => void,
): Promise<void> {
  state.asked?.abort();
  const text = typed.trim();
  if (text.length < MIN_LETTERS) {
    close();
    return;
  }
  const asked = new AbortController();
  state.asked = asked;
  try {
    state.found = await searchRegions(text, RESULT_LIMIT, asked.signal);
  } catch {
    if (!asked.signal.aborted) announce(state.texts.card.failed);
    return;
  }
  state.activeIndex = -1;
  show();
  const { region } = state.texts;
  announce(state.found.length === 0 ? region.noResults : region.results(state.found.length));
}

function renderResults(
  { found, activeIndex, texts }: SearchState,
  { input, list }: { input: HTMLInputElement; list: HTMLUListElement },
  choose: (index: number) => void,
): void {
  const options = found.map(({ properties: { name, kind } }, index) => {
    const kindName = texts.region.kinds[kind as keyof Texts["region"]["kinds"]] ?? kind;
    const attributes = {
      role: "option",
      id: `search-option-${index}`,
      "aria-selected": String(index === activeIndex),
    };
    const option = element(
      "li",
      attributes,
      element("span", {}, name),
      element("span", { class: "small" }, kindName),
    );
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(index);
    });
    return option;
  });
  const empty = element(
    "li",
    { role: "option", "aria-disabled": "true", "aria-selected": "false" },
    texts.region.noResults,
  );
  list.setAttribute("aria-label", texts.page.searchLabel);
  list.replaceChildren(...(options.length > 0 ? options : [empty]));
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  if (activeIndex >= 0) input.setAttribute("aria-activedescendant", `search-option-${activeIndex}`);
  else input.removeAttribute("aria-activedescendant");
}

interface KeyActions {
  show: () => void;
  choose: (index: number) => void;
  close: () => void;
  isOpen: () => boolean;
}

function onKey(event: KeyboardEvent, state: SearchState, actions: KeyActions): void {
  const count = state.found.length;
  if (event.key === "Escape") actions.close();
  if (event.key === "Enter" && actions.isOpen()) actions.choose(Math.max(0, state.activeIndex));
  if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || count === 0) return;
  event.preventDefault();
  const step = event.key === "ArrowDown" ? 1 : -1;
  const from = state.activeIndex === -1 && step === -1 ? 0 : state.activeIndex;
  state.activeIndex = (from + step + count) % count;
  actions.show();
}
