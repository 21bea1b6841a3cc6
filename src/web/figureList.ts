/** A list of figures as every card shows it: name, value, and one sentence that says what the value means. */
import type { Inputs } from "./dataClient.ts";
import { element } from "./html.ts";
import type { FigureId, InputKind, Texts } from "./texts.ts";

export interface Figure {
  id: FigureId;
  value: string;
  /** in words, on a line of its own */
  range?: string;
}

export function figureList(figures: readonly Figure[], texts: Texts): HTMLElement {
  const rows = figures.map(({ id, value, range }) => {
    const { name, meaning } = texts.figures[id];
    return element(
      "div",
      { class: "figure" },
      element("dt", {}, name),
      element("dd", { class: "figure-value", "data-figure": id }, value),
      range ? element("dd", { class: "figure-range", "data-range": id }, range) : null,
      element("dd", { class: "figure-meaning" }, meaning),
    );
  });
  return element("dl", { class: "figures" }, ...rows);
}

/** Says which inputs were invented; null when none was. */
export function syntheticNote(inputs: Inputs | undefined, isSynthetic: boolean | undefined, texts: Texts) {
  const kinds = syntheticKinds(inputs).map((kind) => texts.footer.kinds[kind]);
  if (kinds.length === 0 && !isSynthetic) return null;
  return element("p", { class: "note note-demo" }, texts.card.synthetic(kinds.join(", ") || "?"));
}

export function syntheticKinds(inputs: Inputs | undefined): InputKind[] {
  const kinds = Object.keys(inputs ?? {}) as InputKind[];
  return kinds.filter((kind) => inputs?.[kind] === "synthetic");
}

/** A sentence with a sign before it: yes, no or unknown, told by sign and words, not by colour alone. */
export function answerLine(state: "yes" | "no" | "unknown", sentence: string): HTMLElement {
  const sign = { yes: "✓", no: "✕", unknown: "?" }[state];
  return element(
    "p",
    { class: `answer answer-${state}` },
    element("span", { class: "answer-sign", "aria-hidden": "true" }, sign),
    element("span", {}, sentence),
  );
}
