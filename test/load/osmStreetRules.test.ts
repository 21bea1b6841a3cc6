import { describe, expect, it } from "vitest";
import { barrierModes, STREET_KEYS, streetModes } from "../../src/load/osmStreetRules.ts";
import { MODE_BITS } from "../../src/load/records.ts";

/** `↔` both ways, `→` forward only, `←` backward only, `–` closed; on foot, then by bicycle. */
function arrows(bits: number): string {
  return (["foot", "bicycle"] as const)
    .map((mode) => {
      const { forward, backward } = MODE_BITS[mode];
      return ["–", "→", "←", "↔"][(bits & forward ? 1 : 0) + (bits & backward ? 2 : 0)];
    })
    .join(" ");
}

function tagsOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split(" ").map((tag) => tag.split("=")));
}

describe("a way is open on foot and by bicycle", () => {
  it.each([
    // kinds of way, Dutch defaults
    ["highway=residential", "↔ ↔"],
    ["highway=primary", "↔ ↔"],
    ["highway=secondary_link", "↔ ↔"],
    ["highway=living_street", "↔ ↔"],
    ["highway=service service=driveway", "↔ ↔"],
    ["highway=track", "↔ ↔"],
    ["highway=path", "↔ ↔"],
    ["highway=cycleway", "↔ ↔"],
    ["highway=footway", "↔ –"],
    ["highway=pedestrian", "↔ –"],
    ["highway=steps", "↔ –"],
    ["highway=steps bicycle=yes", "↔ –"],
    ["highway=footway bicycle=yes", "↔ ↔"],
    ["highway=pedestrian bicycle=designated area=yes", "↔ ↔"],
    ["highway=motorway", "– –"],
    ["highway=motorway_link foot=yes bicycle=yes", "– –"],
    ["highway=trunk", "– –"],
    ["highway=trunk motorroad=no", "– –"],
    ["highway=trunk motorroad=no bicycle=yes foot=yes", "↔ ↔"],
    ["highway=primary motorroad=yes", "– –"],
    ["highway=busway", "– –"],
    ["highway=busway access=yes", "– –"],
    ["highway=busway bicycle=yes", "– ↔"],
    ["highway=bridleway", "– –"],
    ["highway=bridleway foot=permissive", "↔ –"],
    // not there yet, not there any more, not of this world
    ["highway=construction construction=residential", "– –"],
    ["highway=residential construction=yes", "– –"],
    ["highway=residential construction=minor", "↔ ↔"],
    ["highway=proposed", "– –"],
    ["highway=path disused=yes", "– –"],
    ["highway=platform", "– –"],
    ["highway=corridor", "– –"],
    ["highway=footway indoor=yes", "– –"],
    ["highway=elevator", "– –"],
    ["highway=unheard_of", "– –"],
    ["highway=residential route=ferry", "– –"],
    // bridges and tunnels are ways like others
    ["highway=footway bridge=yes layer=1", "↔ –"],
    ["highway=cycleway tunnel=yes layer=-1", "↔ ↔"],
    ["highway=service tunnel=building_passage", "↔ ↔"],
    // access, and who is excepted from it
    ["highway=residential access=private", "– –"],
    ["highway=residential access=no", "– –"],
    ["highway=residential access=no bicycle=yes foot=yes", "↔ ↔"],
    ["highway=service access=private foot=permissive", "↔ –"],
    ["highway=service access=delivery", "– –"],
    ["highway=track access=agricultural", "– –"],
    ["highway=track access=forestry bicycle=yes", "– ↔"],
    ["highway=service access=destination", "↔ ↔"],
    ["highway=service access=customers", "↔ ↔"],
    ["highway=path access=permissive", "↔ ↔"],
    ["highway=path access=unknown", "↔ ↔"],
    ["highway=footway access=yes", "↔ –"],
    ["highway=path vehicle=no", "↔ –"],
    ["highway=path vehicle=no bicycle=yes", "↔ ↔"],
    ["highway=service vehicle=private access=yes", "↔ –"],
    ["highway=path foot=no", "– ↔"],
    ["highway=cycleway foot=no", "– ↔"],
    ["highway=cycleway foot=use_sidepath", "– ↔"],
    ["highway=secondary bicycle=use_sidepath", "↔ –"],
    ["highway=path bicycle=dismount", "↔ –"],
    ["highway=residential motor_vehicle=no", "↔ ↔"],
    // one way for vehicles
    ["highway=residential oneway=yes", "↔ →"],
    ["highway=residential oneway=true", "↔ →"],
    ["highway=residential oneway=1", "↔ →"],
    ["highway=residential oneway=-1", "↔ ←"],
    ["highway=residential oneway=no", "↔ ↔"],
    ["highway=residential oneway=yes oneway:bicycle=no", "↔ ↔"],
    ["highway=residential oneway:bicycle=yes", "↔ →"],
    ["highway=residential oneway=yes oneway:bicycle=-1", "↔ ←"],
    ["highway=cycleway oneway=yes", "↔ →"],
    ["highway=residential oneway=yes cycleway=opposite", "↔ ↔"],
    ["highway=residential oneway=yes cycleway=opposite_lane", "↔ ↔"],
    ["highway=residential oneway=yes cycleway=lane", "↔ →"],
    ["highway=residential oneway=yes cycleway:left=opposite_track", "↔ ↔"],
    ["highway=residential oneway=yes cycleway:left=lane", "↔ →"],
    ["highway=residential oneway=yes cycleway:left=lane cycleway:left:oneway=-1", "↔ ↔"],
    ["highway=residential oneway=yes cycleway:right=track cycleway:right:oneway=no", "↔ ↔"],
    ["highway=residential oneway=yes cycleway:both=no cycleway:both:oneway=no", "↔ →"],
    ["highway=residential oneway=yes oneway:bicycle=yes cycleway=opposite", "↔ →"],
    ["highway=tertiary junction=roundabout", "↔ →"],
    ["highway=tertiary junction=circular", "↔ →"],
    ["highway=cycleway junction=roundabout oneway=no", "↔ ↔"],
    ["highway=tertiary bicycle:backward=use_sidepath", "↔ →"],
    ["highway=tertiary bicycle:forward=no oneway=yes", "↔ –"],
    // one way on foot
    ["highway=footway oneway=yes", "↔ –"],
    ["highway=footway oneway:foot=yes", "→ –"],
    ["highway=footway oneway:foot=-1", "← –"],
    ["highway=steps conveying=forward", "→ –"],
    ["highway=steps conveying=backward", "← –"],
    ["highway=steps conveying=yes", "↔ –"],
    ["highway=path foot:backward=no", "→ ↔"],
  ])("%s: %s", (text, expected) => {
    expect(arrows(streetModes(tagsOf(text)))).toBe(expected);
  });

  it("by keys that the reader keeps, and no others", () => {
    const asked = new Set<string>();
    const spy = (tags: Record<string, string>) =>
      new Proxy(tags, {
        get: (target, key: string) => {
          asked.add(key);
          return target[key];
        },
      });
    const lanes = { "cycleway:left": "lane", "cycleway:right": "lane", "cycleway:both": "lane" };
    streetModes(spy({ highway: "residential", oneway: "yes", ...lanes }));
    streetModes(spy({ highway: "residential" }));
    expect([...asked].sort()).toEqual([...STREET_KEYS].sort());
  });
});

describe("a barrier in a way stops", () => {
  it.each([
    ["barrier=gate", "– –"],
    ["barrier=bollard", "– –"],
    ["barrier=lift_gate access=private", "↔ ↔"],
    ["barrier=lift_gate access=private foot=yes", "– ↔"],
    ["barrier=lift_gate access=customers", "– –"],
    ["barrier=gate locked=yes", "↔ ↔"],
    ["barrier=gate locked=yes access=yes", "– –"],
    ["barrier=gate foot=no bicycle=yes", "↔ –"],
    ["barrier=stile", "– ↔"],
    ["barrier=kissing_gate bicycle=yes", "– –"],
    ["barrier=turnstile access=no", "↔ ↔"],
    ["barrier=bollard vehicle=no", "– ↔"],
    ["access=private", "– –"],
  ])("%s: %s", (text, expected) => {
    expect(arrows(barrierModes(tagsOf(text)))).toBe(expected);
  });
});
