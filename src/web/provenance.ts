/** Where the numbers come from and how old they are: the footer, the "(demo)" signs, and the wait for a first run. */
import { fetchHealth, type Health } from "./dataClient.ts";
import { syntheticKinds } from "./figureList.ts";
import { formatDay } from "./format.ts";
import { byId, element } from "./html.ts";
import type { InputKind, Texts } from "./texts.ts";

const POLL_MILLISECONDS = 4_000;
/** Not missed where they were never loaded: the map is whole without them. */
const LATER_KINDS: readonly InputKind[] = ["policeFirePosts", "observedValues", "streets", "whereabouts"];

export function isDemo({ inputs, synthetic }: Health): boolean {
  return synthetic === true || syntheticKinds(inputs).length > 0;
}

/** Resolves when a run is published; `onWaiting` is called once, when there is none yet. */
export async function waitForRun(onWaiting: () => void): Promise<Health> {
  for (let attempt = 0; ; attempt++) {
    try {
      const health = await fetchHealth();
      if (health.runId) return health;
    } catch {
      // the service is starting or away: ask again
    }
    if (attempt === 0) onWaiting();
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

export function renderProvenance(health: Health, texts: Texts): void {
  const { footer } = texts;
  const date = formatDay(health.dataDate, texts, "");
  byId("data-date").textContent = date ? footer.dataDate(date) : footer.dataDateUnknown;
  const kinds = (Object.keys(footer.kinds) as InputKind[]).filter(
    (kind) => !LATER_KINDS.includes(kind) || health.inputs?.[kind] !== undefined,
  );
  const natures = kinds.map((kind) => `${footer.kinds[kind]} ${footer[health.inputs?.[kind] ?? "absent"]}`);
  byId("inputs").replaceChildren(
    ...(isDemo(health) ? [element("strong", {}, footer.demo), " "] : []),
    natures.join(" · "),
  );
  const title = byId("demo-title");
  title.textContent = footer.demoShort;
  title.hidden = !isDemo(health);
  document.body.classList.toggle("is-demo", isDemo(health));
}
