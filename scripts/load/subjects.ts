/** What may stand after `npm run load --`. */
export const SUBJECTS = [
  "aeds", "responders", "population", "regions", "region-table", "posts", "police-fire-posts",
  "observed-values", "observed", "streets", "check", "live", "demo", "sources",
  "imports", "undo", "drop", "apart", "together",
] as const; // biome-ignore format: one list
export type Subject = (typeof SUBJECTS)[number];
