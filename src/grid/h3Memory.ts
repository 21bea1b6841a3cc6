/**
 * Lets h3-js begin with 8 MB instead of the 32 MB it reserves: a quarter of what a Worker has. Import this before
 * anything that imports h3-js. It grows by itself where a call needs more (a large polygon; 16 MB at the first step).
 */

/** Its stack and constants end at 5.3 MB (`DYNAMIC_BASE`); the rest holds what a call works on. */
const H3_MEMORY_BYTES = 8 * 1024 * 1024;

/**
 * h3-js (Emscripten 1.38) asks its settings, a plain object nobody outside can reach, for `TOTAL_MEMORY`; an absent
 * property is looked for in the prototype of all objects. There it is told once, and the first reader takes it away.
 */
Object.defineProperty(Object.prototype, "TOTAL_MEMORY", {
  configurable: true,
  get() {
    Reflect.deleteProperty(Object.prototype, "TOTAL_MEMORY");
    return H3_MEMORY_BYTES;
  },
});
