import { describe, expect, it } from "vitest";
import { positionToRd } from "../../src/load/rdToPosition.ts";
import { AEDS, accepted, keyFor, problemOf, useImportApi } from "./importWorld.ts";

const world = useImportApi();

describe("a file that is sent", () => {
  it("is converted from metres of the Dutch grid when told, by every name of it", async () => {
    const csv = "nummer;x;y\n1;155000;463000\n";
    for (const crs of ["EPSG:28992", "epsg:28992", "EPSG::28992", "28992", "rd"]) {
      const location = await accepted(await world.api().send(world.key(), `${AEDS}&crs=${crs}`, csv));
      await world.api().drain();
      expect(await world.statusOf(location), crs).toMatchObject({ status: "done", report: { accepted: 1 } });
    }
    const [{ lng, lat }] = await world.test().database.sql`select lng, lat from aed where until is null`;
    // the tower of Amersfoort, 5°23′13.93″ E, 52°09′18.62″ N
    expect(Math.abs(lng - (5 + 23 / 60 + 13.93 / 3600))).toBeLessThan(1e-5);
    expect(Math.abs(lat - (52 + 9 / 60 + 18.62 / 3600))).toBeLessThan(1e-5);
    for (const [query, word] of [
      [`${AEDS}&crs=EPSG:31370`, "EPSG:28992"],
      ["kind=region-table&source=r&crs=rd", "expected it with aeds"],
    ]) {
      const { detail } = await problemOf(await world.api().send(world.key(), query, csv), 400);
      expect(detail).toContain(word);
    }
  });

  it.each<[string, string, object, object]>([
    ["posts", "ambulance_post", { standplaats: "A" }, { type: "Point", coordinates: [155_000, 463_000] }],
    [
      "police-fire-posts",
      "police_fire_post",
      { soort: "politie", id: "a" },
      { type: "Point", coordinates: [155_000, 463_000] },
    ],
    [
      "regions",
      "region",
      { code: "r", name: "R", kind: "place" },
      {
        type: "Polygon",
        coordinates: [
          [
            [155_000, 463_000],
            [156_000, 463_000],
            [156_000, 464_000],
            [155_000, 463_000],
          ],
        ],
      },
    ],
  ])("of %s is converted when told, and refused when not", async (kind, table, properties, geometry) => {
    const key = await keyFor(
      world.test(),
      "posts",
      "imports:posts",
      "imports:police-fire-posts",
      "imports:regions",
    );
    const body = JSON.stringify({
      type: "FeatureCollection",
      features: [{ type: "Feature", properties, geometry }],
    });
    const send = async (query: string) => {
      const type = "application/geo+json";
      const location = await accepted(
        await world.api().send(key, `kind=${kind}&source=a${query}`, body, type),
      );
      await world.api().drain();
      return world.statusOf(location, key);
    };
    const refused = await send("");
    expect(refused.status).toBe("refused");
    expect(JSON.stringify(refused.report.findings)).toContain("EPSG:28992");
    expect(await send("&crs=rd")).toMatchObject({ status: "done", report: { accepted: 1, rejected: 0 } });
    const rows = await world.test().database.sql.query(`select 1 from ${table}`);
    expect(rows).toHaveLength(1);
  });
});

describe("responders", () => {
  it("are counted alike in every form, in degrees and in metres", async () => {
    const places = Array.from({ length: 60 }, (_, n) => ({
      lng: 4.48 + n * 1e-4,
      lat: 51.92,
      count: 1 + (n % 2),
    }));
    const inRd = places.map((place) => ({ ...place, rd: positionToRd(place) }));
    const feature = (coordinates: number[], count: number) => ({
      type: "Feature",
      properties: { count },
      geometry: { type: "Point", coordinates },
    });
    const collection = (features: object[]) => JSON.stringify({ type: "FeatureCollection", features });
    const lines = (records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");
    const asRecord = ({ rd: [x, y], count }: (typeof inRd)[number]) => ({ x, y, count });
    const forms: [type: string, degrees: string, metres: string][] = [
      [
        "text/csv",
        ["lng,lat,count", ...places.map(({ lng, lat, count }) => `${lng},${lat},${count}`)].join("\n"),
        ["x,y,count", ...inRd.map(({ rd: [x, y], count }) => `${x},${y},${count}`)].join("\n"),
      ],
      [
        "application/geo+json",
        collection(places.map(({ lng, lat, count }) => feature([lng, lat], count))),
        collection(inRd.map(({ rd, count }) => feature(rd, count))),
      ],
      ["application/json", JSON.stringify(places), JSON.stringify(inRd.map(asRecord))],
      ["application/x-ndjson", lines(places), lines(inRd.map(asRecord))],
    ];
    const counted = new Set<string>();
    for (const [type, degrees, metres] of forms) {
      for (const [body, crs] of [
        [degrees, ""],
        [metres, "&crs=EPSG:28992"],
      ]) {
        const sent = world.api().send(world.key(), `kind=responders&source=hv${crs}`, body, type);
        expect(await world.statusOf(await accepted(await sent)), type + crs).toMatchObject({
          status: "done",
          report: { accepted: 90, rejected: 0 },
        });
        const rows = await world.test().database
          .sql`select shard, encode(cells, 'hex') as cells from exact.responder_shard order by shard`;
        expect(rows.length).toBeGreaterThan(0);
        counted.add(JSON.stringify(rows));
      }
    }
    expect(counted.size).toBe(1);
  });
});
