/** Weeks of 168 hours for small worlds. */
export const DAY_AND_NIGHT = "1".repeat(168);
export const NEVER = "0".repeat(168);
export const UNKNOWN = "?".repeat(168);

/** Open on the given days (0 = Monday) from hour `from` to hour `to`. */
export function openOn(days: number[], from: number, to: number): string {
  return Array.from({ length: 168 }, (_, hour) => {
    const isOpen = days.includes(Math.floor(hour / 24)) && hour % 24 >= from && hour % 24 < to;
    return isOpen ? "1" : "0";
  }).join("");
}

export const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
export const WORKDAYS = [0, 1, 2, 3, 4];
