/** A server on this machine that answers as PDOK and Overpass do, and as they do on a bad day. Shapes only; invented data. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What is done with one request instead of an answer; the first that is waiting is used up. */
export type Fault = (response: ServerResponse, good: string) => void;

export const FAULTS = {
  busy: (response) => void response.writeHead(429, { "Retry-After": "0" }).end("Too Many Requests"),
  gatewayTimeout: (response) => void response.writeHead(504).end("<html>Gateway Timeout</html>"),
  truncated: (response, good) => {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": String(good.length) });
    response.write(good.slice(0, good.length / 2));
    setTimeout(() => response.destroy(), 20);
  },
  cutText: (response, good) => void response.writeHead(200).end(good.slice(0, good.length / 2)),
  webPage: (response) =>
    void response.writeHead(200, { "Content-Type": "text/html" }).end("<html><body>Onderhoud</body></html>"),
  nothing: (response) => void response.writeHead(200).end(""),
  otherJson: (response) => void response.writeHead(200).end('{"error": "query"}'),
  partOnly: (response) =>
    void response.writeHead(200).end(
      JSON.stringify({
        elements: [],
        remark: 'runtime error: Query timed out in "query" at line 1 after 180 seconds.',
      }),
    ),
  hang: () => undefined,
} satisfies Record<string, Fault>;

const GM = "GM0503";
const ring = (west: number, south: number, east: number, north: number) => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ],
];
const feature = (properties: Record<string, unknown>, [w, s, e, n]: [number, number, number, number]) => ({
  type: "Feature",
  geometry: { type: "Polygon", coordinates: ring(w, s, e, n) },
  properties,
});
const gemeente = (code: string, name: string) => ({ gemeentecode: code, gemeentenaam: name, water: "NEE" });
const LAYERS: Record<string, ReturnType<typeof feature>[]> = {
  "wijkenbuurten:gemeenten": [
    feature({ ...gemeente(GM, "Proefstad"), aantalInwoners: 60 }, [4.35, 52.0, 4.37, 52.01]),
    feature({ ...gemeente(GM, "Proefstad"), water: "JA" }, [3.0, 51.0, 3.1, 51.1]),
    feature({ ...gemeente("GM0599", "Elders"), aantalInwoners: 10 }, [4.5, 52.1, 4.6, 52.2]),
  ],
  "wijkenbuurten:wijken": [
    feature(
      { wijkcode: "WK050301", wijknaam: "West", ...gemeente(GM, "Proefstad"), aantalInwoners: 60 },
      [4.35, 52.0, 4.37, 52.01],
    ),
  ],
  "wijkenbuurten:buurten": [
    feature(
      {
        buurtcode: "BU05030101",
        buurtnaam: "A",
        wijkcode: "WK050301",
        ...gemeente(GM, "Proefstad"),
        aantalInwoners: 35,
      },
      [4.35, 52.0, 4.36, 52.01],
    ),
    feature(
      {
        buurtcode: "BU05030102",
        buurtnaam: "B",
        wijkcode: "WK050301",
        ...gemeente(GM, "Proefstad"),
        aantalInwoners: 25,
      },
      [4.36, 52.0, 4.37, 52.01],
    ),
  ],
};
/** In one piece of the grid each: RD 84,400, 446,800 and 85,000, 447,000 (about 4.35, 52.005). */
const SQUARES = [
  { crs28992res100m: "E0844N4468", aantalInwoners: 35, aantalWoningen: 15, aantalInwoners0Tot15Jaar: 5 },
  {
    crs28992res100m: "E0850N4470",
    aantalInwoners: 25,
    aantalWoningen: -99997,
    aantalInwoners0Tot15Jaar: -99997,
  },
];
const AEDS = [
  {
    type: "node",
    id: 1,
    lat: 52.005,
    lon: 4.355,
    tags: { emergency: "defibrillator", opening_hours: "24/7" },
  },
  { type: "way", id: 2, center: { lat: 52.006, lon: 4.365 }, tags: { emergency: "defibrillator" } },
];

export interface LiveServer {
  url: string;
  /** addresses and forms, in order */
  requests: { url: string; form: string; userAgent: string; at: number }[];
  /** one for each request that comes, by what its address or form holds */
  faults: { match: string; fault: Fault }[];
  /** how many features at once, whatever is asked for */
  pageSize: number;
  tellsMatched: boolean;
  close(): Promise<void>;
}

export async function startLiveServer(): Promise<LiveServer> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const live: LiveServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ requests: [], faults: [], pageSize: 2, tellsMatched: true },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return live;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let form = "";
    for await (const chunk of request) form += chunk;
    const url = request.url ?? "";
    const asked = {
      url,
      form: decodeURIComponent(form),
      userAgent: request.headers["user-agent"] ?? "",
      at: Date.now(),
    };
    live.requests.push(asked);
    const good = JSON.stringify(url.startsWith("/interpreter") ? overpass() : wfs(new URL(url, live.url)));
    const at = live.faults.findIndex(({ match }) => (url + asked.form).includes(match));
    if (at >= 0) return live.faults.splice(at, 1)[0].fault(response, good);
    response.writeHead(200, { "Content-Type": "application/json" }).end(good);
  }

  function overpass() {
    return { version: 0.6, osm3s: { timestamp_osm_base: "2026-11-20T10:00:00Z" }, elements: AEDS };
  }

  function wfs({ searchParams }: URL) {
    const type = searchParams.get("typeNames") ?? "";
    const code = /GM\d{4}/.exec(searchParams.get("filter") ?? "")?.[0];
    const squares = () => {
      const [x0, y0, x1, y1] = (searchParams.get("bbox") ?? "").split(",").map(Number);
      return SQUARES.filter(({ crs28992res100m }) => {
        const [x, y] = [Number(crs28992res100m.slice(1, 5)) * 100, Number(crs28992res100m.slice(6)) * 100];
        return x >= x0 && x < x1 && y >= y0 && y < y1;
      }).map((properties) => feature(properties, [4.35, 52, 4.351, 52.001]));
    };
    const all = type.endsWith("vierkant_100m")
      ? squares()
      : LAYERS[type].filter(({ properties }) => !code || properties.gemeentecode === code);
    const from = Number(searchParams.get("startIndex"));
    const features = all.slice(from, from + live.pageSize);
    return { type: "FeatureCollection", ...(live.tellsMatched && { numberMatched: all.length }), features };
  }
}
