/** Who the API says it is: version (semver, also `API-Version`) and whom to write to. */
import manifest from "../../package.json" with { type: "json" };

export const VERSION: string = manifest.version;

/** Placeholder address of the deploying organisation: set your own before you publish (README, Deployment). */
export const CONTACT = {
  name: "Zesminuten",
  email: "zesminuten@example.org",
  url: "https://example.org/zesminuten",
};
