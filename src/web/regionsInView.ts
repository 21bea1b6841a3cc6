/**
 * The regions in view: their outlines and names on the map, and the warning where their register is incomplete.
 * A gap in the data must not look like a gap in the town.
 */
import type { GeoJSONSource, Map as MapLibreMap } from "maplibre-gl";
import { isBoxInView, isIncomplete, regionBox } from "./completeness.ts";
import { fetchAllRegions, fetchRegionsIn, type NamedKind, type RegionFeature } from "./dataClient.ts";
import { OUTLINE_MIN_ZOOM } from "./mapStyle.ts";

export interface RegionsInView {
  regions: readonly RegionFeature[];
  kind: NamedKind;
  /** far out regions are counted but not drawn */
  areDrawn: boolean;
}

/** `onChange` hears what is in view after every move; a question that is overtaken is dropped. */
export function followRegionsInView(map: MapLibreMap, onChange: (inView: RegionsInView) => void): void {
  let asked: AbortController | null = null;
  // asked once: which kind names the ground, and how complete each region is
  const country = findCountry();
  const update = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const { kind, regions: all } = await country;
      const areDrawn = map.getZoom() >= OUTLINE_MIN_ZOOM;
      const box = viewBox(map);
      const regions = areDrawn
        ? await fetchRegionsIn(box, kind, signal)
        : all.filter((region) => isBoxInView(region, box));
      if (signal.aborted) return;
      if (areDrawn) drawRegions(map, regions);
      onChange({ regions, kind, areDrawn });
    } catch {
      // overtaken by the next move, or the API is away: what is drawn stays until the next answer
    }
  };
  map.on("moveend", () => void update());
  void update();
}

async function findCountry(): Promise<{ kind: NamedKind; regions: RegionFeature[] }> {
  const municipalities = await fetchAllRegions("gemeente");
  if (municipalities.length > 0) return { kind: "gemeente", regions: municipalities };
  return { kind: "place", regions: await fetchAllRegions("place") };
}

function viewBox(map: MapLibreMap): [number, number, number, number] {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

function drawRegions(map: MapLibreMap, regions: readonly RegionFeature[]): void {
  const outlines = regions.flatMap((region): GeoJSON.Feature[] => {
    const { geometry, properties } = region;
    if (!geometry) return [];
    return [
      {
        type: "Feature",
        geometry,
        properties: { name: properties.name, isIncomplete: isIncomplete(region) },
      },
    ];
  });
  map.getSource<GeoJSONSource>("regions")?.setData({ type: "FeatureCollection", features: outlines });
  const names = regions.flatMap(nameFeature);
  map.getSource<GeoJSONSource>("regionNames")?.setData({ type: "FeatureCollection", features: names });
}

function nameFeature(region: RegionFeature): GeoJSON.Feature[] {
  const box = regionBox(region);
  if (!box) return [];
  const { name, residents } = region.properties;
  const middle = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  return [
    {
      type: "Feature",
      properties: { name, residents: residents ?? 0 },
      geometry: { type: "Point", coordinates: middle },
    },
  ];
}
