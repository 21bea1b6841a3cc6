/**
 * Where live data come from: the public services, or others that speak the same. Looked up in the documents of the
 * services in 2026; the addresses of CBS carry a year and move on.
 */
export interface LiveServices {
  /** an Overpass API */
  overpass: string;
  /** WFS of CBS wijken en buurten: wijkenbuurten:gemeenten, :wijken and :buurten */
  boundaries: string;
  /** WFS of the CBS squares of 100 m */
  squares: string;
}

export const PUBLIC_SERVICES: LiveServices = {
  overpass: "https://overpass-api.de/api/interpreter",
  boundaries: "https://service.pdok.nl/cbs/wijkenbuurten/2024/wfs/v1_0",
  squares: "https://service.pdok.nl/cbs/vierkantstatistieken100m/2024/wfs/v1_0",
};

const VARIABLES = {
  overpass: "ZESMINUTEN_OVERPASS_URL",
  boundaries: "ZESMINUTEN_BOUNDARIES_URL",
  squares: "ZESMINUTEN_SQUARES_URL",
} as const;

/** An option goes before the environment, which goes before the public one. */
export function liveServices(
  told: Partial<LiveServices>,
  environment: Record<string, string | undefined>,
): LiveServices {
  const names = Object.keys(PUBLIC_SERVICES) as (keyof LiveServices)[];
  const entries = names.map((name) => {
    const url = told[name] ?? environment[VARIABLES[name]] ?? PUBLIC_SERVICES[name];
    if (URL.canParse(url) && /^https?:/.test(url)) return [name, url];
    throw new Error(
      `got ${url} as --${name}, expected an address such as ${PUBLIC_SERVICES[name]}; correct it`,
    );
  });
  return Object.fromEntries(entries) as unknown as LiveServices;
}
