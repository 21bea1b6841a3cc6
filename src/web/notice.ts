/** The one line over the map: not ready, incomplete register, or trouble with tiles; the gravest first. */

import { incompleteResidentShare, isIncomplete } from "./completeness.ts";
import type { Health } from "./dataClient.ts";
import { formatShare } from "./format.ts";
import { byId } from "./html.ts";
import { isAboutAeds } from "./layerIds.ts";
import type { RegionsInView } from "./regionsInView.ts";
import type { Texts } from "./texts.ts";
import type { ViewState } from "./viewState.ts";

/** Of the residents in view; an assumption of the page. */
const COUNTRY_WARNING_SHARE = 0.02;

export interface NoticeState {
  view: Pick<ViewState, "layer">;
  health: Health | null;
  /** asked for a run at least once, in vain */
  isWaiting: boolean;
  inView: RegionsInView | null;
  hasTileTrouble: boolean;
}

export function noticeSentence(state: NoticeState, texts: Texts): string | null {
  const { view, health, isWaiting, inView, hasTileTrouble } = state;
  if (!health) return isWaiting ? texts.footer.notReady : null;
  if (hasTileTrouble) return texts.map.tilesFailed;
  if (!inView || !isAboutAeds(view.layer)) return null;
  const incomplete = inView.regions.filter(isIncomplete);
  if (incomplete.length === 0) return null;
  if (!inView.areDrawn) return countrySentence(inView.regions, texts);
  if (incomplete.length > 1) return texts.region.incompleteView(incomplete.length);
  const { name, aedCompleteness } = incomplete[0].properties;
  return texts.region.incomplete(name, formatShare(aedCompleteness, texts));
}

/** Far out a few small regions say nothing about the picture; many residents do. */
function countrySentence(regions: RegionsInView["regions"], texts: Texts): string | null {
  const share = incompleteResidentShare(regions);
  return share < COUNTRY_WARNING_SHARE ? null : texts.region.incompleteCountry(formatShare(share, texts));
}

export function renderNotice(sentence: string | null): void {
  const notice = byId("notice");
  notice.hidden = sentence === null;
  // the same words again must not be read aloud again
  if (notice.textContent !== sentence) notice.textContent = sentence;
}
