/** The map page: wiring only. The state lives here; every part is told what to show. */
import { listenToClose } from "./card.ts";
import { renderChoices, renderPageTexts } from "./choices.ts";
import { regionBox } from "./completeness.ts";
import { type CoverageMap, fitCountry, makeCoverageMap } from "./coverageMap.ts";
import type { Health, RegionFeature } from "./dataClient.ts";
import { byId } from "./html.ts";
import { isResponseLayer, periodOfLayer } from "./layerIds.ts";
import { renderLegend } from "./legend.ts";
import { listenToMap, translateMap } from "./mapEvents.ts";
import { AED_MIN_ZOOM, CELL_MIN_ZOOM } from "./mapStyle.ts";
import { noticeSentence, renderNotice } from "./notice.ts";
import { makePicker, type Picker } from "./picking.ts";
import { preparePrinting } from "./printMap.ts";
import { isDemo, renderProvenance, waitForRun } from "./provenance.ts";
import { followRegionsInView, type RegionsInView } from "./regionsInView.ts";
import { makeSearchBox, type SearchBox } from "./search.ts";
import { TEXTS, type Texts } from "./texts.ts";
import { DEFAULT_VIEW, formatViewHash, parseViewHash, preferredView, type ViewState } from "./viewState.ts";

/** Written in by `scripts/buildWeb.ts`: the address of MapLibre's worker, on our own origin. */
declare const MAP_WORKER_URL: string;

const FLY_PADDING_PIXELS = 30;
const CARD_WIDTH_PIXELS = 400;

const state = {
  view: parseViewHash(location.hash, preferredView(navigator.languages)),
  health: null as Health | null,
  inView: null as RegionsInView | null,
  isWaiting: false,
  hasTileTrouble: false,
};
let coverage: CoverageMap | null = null;
let picker: Picker | null = null;
let search: SearchBox | null = null;

const texts = (): Texts => TEXTS[state.view.language];

function announce(sentence: string): void {
  byId("status").textContent = sentence;
}

function renderAll(): void {
  const { view, health } = state;
  renderPageTexts(view.language);
  renderChoices({ ...view, hasWhereabouts: hasWhereabouts(), hasResponse: hasResponse() }, texts(), change);
  search?.setTexts(texts());
  byId("card-close").setAttribute("aria-label", texts().page.closeButton);
  if (health) renderProvenance(health, texts());
  if (coverage) translateMap(coverage, texts(), health !== null && isDemo(health));
  renderChanging();
}

/** Responders are counted where they are, not at home. */
function hasWhereabouts(): boolean {
  return state.health?.inputs?.whereabouts !== undefined;
}

/** A run of before there was one has no simulated response: its layers are not offered. */
function hasResponse(): boolean {
  return state.health?.hasResponse === true;
}

/** On narrow screens the choices are a drawer. */
function listenToDrawer(): void {
  const toggle = byId("panel-toggle");
  toggle.addEventListener("click", () => {
    toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") !== "true"));
  });
}

/** What follows every move of the map. */
function renderChanging(): void {
  const { layer, period, zoom } = state.view;
  renderLegend(
    {
      layer,
      period,
      isCoarse: zoom < CELL_MIN_ZOOM,
      areAedsShown: zoom >= AED_MIN_ZOOM,
      hasWhereabouts: hasWhereabouts(),
    },
    texts(),
  );
  renderNotice(noticeSentence(state, texts()));
}

function change(changes: Partial<ViewState>): void {
  state.view = { ...state.view, ...changes };
  history.replaceState(null, "", formatViewHash(state.view));
  coverage?.setLayer(state.view.layer, state.view.period);
  renderAll();
  void picker?.repeat();
}

function flyToRegion(region: RegionFeature): void {
  const box = regionBox(region);
  if (box) coverage?.map.fitBounds(box, { padding: flyPadding(), maxZoom: 14 });
  void picker?.pickRegion(region.properties.code);
}

/** How far the legend reaches over the map, which it does on wide screens only. */
function legendRight(): number {
  const legend = byId("legend").getBoundingClientRect();
  const map = byId("map").getBoundingClientRect();
  return legend.left >= map.left && legend.height > 0 && legend.top < map.bottom
    ? legend.right - map.left + 20
    : 10;
}

/** The card lies over the right of a wide map, over the foot of a narrow one. */
function flyPadding() {
  const { clientWidth, clientHeight } = byId("map");
  const [top, left] = [FLY_PADDING_PIXELS, FLY_PADDING_PIXELS];
  if (clientWidth > 800) return { top, left, bottom: FLY_PADDING_PIXELS, right: CARD_WIDTH_PIXELS };
  return { top, left, right: FLY_PADDING_PIXELS, bottom: Math.round(clientHeight / 2) };
}

async function start(): Promise<void> {
  renderAll();
  listenToDrawer();
  search = makeSearchBox(texts(), flyToRegion, announce);
  coverage = await makeCoverageMap(byId("map"), state.view, MAP_WORKER_URL);
  if (!location.hash.includes("at=")) fitCountry(coverage, legendRight());
  picker = makePicker(coverage, {
    view: () => state.view,
    texts,
    regionsInView: () => state.inView,
    hasResponse,
    announce,
  });
  listenToClose(picker.forget);
  listenToMap(coverage, {
    onMove: (at) => {
      state.view = { ...state.view, ...at };
      history.replaceState(null, "", formatViewHash(state.view));
      renderChanging();
    },
    onPick: (point, byKeyboard) => void picker?.pickPoint(point, { byKeyboard }),
    onTileTrouble: (hasTileTrouble) => {
      state.hasTileTrouble = hasTileTrouble;
      renderChanging();
    },
  });
  addEventListener("hashchange", () => {
    state.view = parseViewHash(location.hash, state.view);
    coverage?.map.jumpTo({ center: [state.view.lng, state.view.lat], zoom: state.view.zoom });
    change({});
  });
  preparePrinting(coverage.map, printLine);
  await showData(coverage);
}

async function showData(coverageMap: CoverageMap): Promise<void> {
  state.health = await waitForRun(() => {
    state.isWaiting = true;
    renderChanging();
  });
  if (isResponseLayer(state.view.layer) && !hasResponse()) state.view.layer = DEFAULT_VIEW.layer;
  renderAll();
  coverageMap.showData(state.view, hasResponse());
  followRegionsInView(coverageMap.map, (inView) => {
    state.inView = inView;
    renderChanging();
  });
}

function printLine(): string {
  const { layer, period } = state.view;
  const { layers, periods, page } = texts();
  const isSynthetic = state.health !== null && isDemo(state.health);
  const parts = [
    `Zesminuten${isSynthetic ? ` ${texts().footer.demoShort}` : ""}`,
    `${layers[layer].name}, ${periods[periodOfLayer(layer, period)].name}`,
    layers[layer].meaning,
    byId("data-date").textContent,
    byId("inputs").textContent,
    document.querySelector(".maplibregl-ctrl-attrib-inner")?.textContent,
    page.emergencyCall,
  ];
  return parts.filter((part) => part).join(" · ");
}

start().catch((error: unknown) => {
  renderNotice(texts().page.noWebgl);
  console.error(error);
});
