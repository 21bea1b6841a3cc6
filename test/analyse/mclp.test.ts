import { describe, expect, it } from "vitest";
import { createGenerator } from "../../scripts/privacyAttack/random.ts";
import { coverageInstance } from "../../src/analyse/coverageInstance.ts";
import { type MclpOptions, type MclpPlan, solveMclp } from "../../src/analyse/mclp.ts";
import { reduceInstance } from "../../src/analyse/reduceInstance.ts";
import { bruteMclp, coveredDemand } from "../oracle/bruteMclp.ts";
import { type PlacementWorld, randomWorld, type WorldKind } from "./worlds.ts";

const SEEDS = Array.from({ length: 150 }, (_, n) => n + 1);
const KINDS: WorldKind[] = ["covering", "gradual", "costs"];
const EXACT = { targetGap: 0 };

function solve({ demand, sites, budget }: PlacementWorld, options: Partial<MclpOptions> = {}): MclpPlan {
  return solveMclp(coverageInstance(demand, sites), { budget, ...EXACT, ...options });
}

describe.each(KINDS)("placement in random worlds (%s)", (kind) => {
  const worlds = SEEDS.map((seed) => ({ seed, world: randomWorld(seed, kind) }));

  it("tells of its plan what the objective says of it", () => {
    for (const { world } of worlds) {
      for (const mode of ["nested", "best"] as const) {
        const plan = solve(world, { mode });
        expect(plan.covered).toBeCloseTo(coveredDemand(world.demand, world.sites, plan.sites), 9);
        expect(plan.gains.reduce((sum, gain) => sum + gain, 0)).toBeCloseTo(plan.covered, 9);
        const cost = plan.sites.reduce((sum, j) => sum + (world.sites[j].cost ?? 1), 0);
        expect(plan.cost).toBeCloseTo(cost, 9);
        expect(cost).toBeLessThanOrEqual(world.budget + 1e-9);
        expect(new Set(plan.sites).size).toBe(plan.sites.length);
      }
    }
  });

  it("bounds the best plan from above", () => {
    for (const { seed, world } of worlds) {
      const best = bruteMclp(world.demand, world.sites, world.budget);
      for (const maxIterations of [0, 1, 5, 500]) {
        const { bound, covered } = solve(world, { maxIterations });
        if (bound < best.covered * (1 - 1e-9))
          expect.fail(`seed ${seed}: bound ${bound}, best ${best.covered}`);
        expect(covered).toBeLessThanOrEqual(best.covered + 1e-9);
        expect(bound).toBeGreaterThanOrEqual(covered);
      }
    }
  });

  it("is never worse with swaps than without", () => {
    for (const { world } of worlds) {
      expect(solve(world).covered).toBeGreaterThanOrEqual(solve(world, { mode: "nested" }).covered - 1e-9);
    }
  });

  it("keeps a best plan when the instance is made smaller", () => {
    for (const { world } of worlds) {
      const { siteOf } = reduceInstance(coverageInstance(world.demand, world.sites));
      const kept = Array.from(siteOf, (j) => world.sites[j]);
      const best = bruteMclp(world.demand, world.sites, world.budget);
      expect(bruteMclp(world.demand, kept, world.budget).covered).toBeCloseTo(best.covered, 9);
    }
  });

  it("covers the same whatever the order of sites and cells", () => {
    for (const { seed, world } of worlds.slice(0, 60)) {
      const random = createGenerator(seed + 1_000);
      // residents that tie nowhere: a tie may be decided by order
      const demand = world.demand.map((people) => people * (1 + random() / 100));
      const shuffled = shuffle({ ...world, demand }, random);
      expect(solve(shuffled.world, { mode: "nested" }).covered).toBeCloseTo(
        solve({ ...world, demand }, { mode: "nested" }).covered,
        6,
      );
    }
  });
});

describe("placement at one cost each", () => {
  it("covers at least 1 − 1/e of the best plan without swaps, and mostly all of it with them", () => {
    let [best, reached, count] = [0, 0, 0];
    for (const kind of ["covering", "gradual"] as const) {
      for (const seed of SEEDS) {
        const world = randomWorld(seed, kind);
        const optimum = bruteMclp(world.demand, world.sites, world.budget).covered;
        expect(solve(world, { mode: "nested" }).covered).toBeGreaterThanOrEqual(
          (1 - 1 / Math.E) * optimum - 1e-9,
        );
        best += optimum;
        reached += solve(world).covered;
        count += solve(world).bound <= optimum * 1.001 ? 1 : 0;
      }
    }
    expect(reached / best).toBeGreaterThan(0.995);
    // the bound is worth something: within 0.1 % of the best plan in most worlds
    expect(count / (2 * SEEDS.length)).toBeGreaterThan(0.8);
  });

  it("gives nested advice: a smaller plan is the beginning of a larger one", () => {
    for (const seed of SEEDS) {
      const world = randomWorld(seed, "covering");
      const all = solve({ ...world, budget: 6 }, { mode: "nested" });
      const few = solve({ ...world, budget: 3 }, { mode: "nested" });
      expect(few.sites).toEqual(all.sites.slice(0, 3));
    }
  });

  it("does not cover less with a larger budget", () => {
    for (const kind of ["covering", "gradual"] as const) {
      for (const seed of SEEDS) {
        const world = randomWorld(seed, kind);
        const covered = [1, 2, 3, 4, 5, 6].map(
          (budget) => solve({ ...world, budget }, { mode: "nested" }).covered,
        );
        expect(covered).toEqual([...covered].sort((p, q) => p - q));
      }
    }
  });

  it("finds the pair that greedy misses", () => {
    // 6 in the middle tempt greedy; the two sides hold 5 each
    const demand = [3, 3, 2, 2];
    const sites = [{ cells: [0, 1] }, { cells: [0, 2] }, { cells: [1, 3] }];
    expect(solve({ demand, sites, budget: 2 }, { mode: "nested" }).covered).toBe(8);
    expect(solve({ demand, sites, budget: 2 }).covered).toBe(10);
  });
});

describe("placement where residents are powers of two", () => {
  const demand = [1, 2, 4, 8, 16, 32, 64, 128];

  it("names the cells that are covered", () => {
    // site 2 holds cells 7 and 0; of the rest, site 0 holds 5 and 6, site 1 holds 5 alone
    const sites = [{ cells: [5, 6] }, { cells: [5] }, { cells: [7, 0] }];
    expect(solve({ demand, sites, budget: 1 })).toMatchObject({ sites: [2], gains: [129] });
    expect(solve({ demand, sites, budget: 2 })).toMatchObject({
      sites: [2, 0],
      gains: [129, 96],
      covered: 225,
      gap: 0,
    });
    // nothing is left for a third
    expect(solve({ demand, sites, budget: 3 }).sites).toEqual([2, 0]);
  });

  it("weighs opening against adding by what each costs", () => {
    // an AED to open for 0.4 brings 96, one to add for 1 brings 129: with a budget of 1.2 only one of them fits
    const sites = [
      { cells: [5, 6], cost: 0.4 },
      { cells: [7, 0], cost: 1 },
    ];
    expect(solve({ demand, sites, budget: 1.2 }).sites).toEqual([1]);
    expect(solve({ demand, sites, budget: 1.4 }).sites).toEqual([1, 0]);
    expect(solve({ demand, sites, budget: 0.9 }).sites).toEqual([0]);
  });

  it("gains nothing from a site whose cells have no demand left", () => {
    const sites = [{ cells: [0, 1] }, { cells: [2] }];
    const plan = solve({ demand: [0, 0, 4], sites, budget: 2 });
    expect(plan).toMatchObject({ sites: [1], gains: [4], covered: 4, bound: 4, gap: 0 });
  });

  it("has no gap where there is nothing to cover", () => {
    expect(solve({ demand: [0], sites: [{ cells: [0] }], budget: 5 })).toMatchObject({
      sites: [],
      bound: 0,
      gap: 0,
    });
    expect(solve({ demand, sites: [], budget: 5 })).toMatchObject({
      sites: [],
      covered: 0,
      bound: 0,
      gap: 0,
    });
  });
});

describe("a promise broken by the caller", () => {
  const one = [{ cells: [0] }];
  it.each([
    ["a cost of 0", [1], [{ cells: [0], cost: 0 }], /cost of site 0: got 0, expected more than 0/],
    ["negative demand", [-1], one, /demand: got -1, expected 0 or more/],
    ["a cell that is not there", [1], [{ cells: [1] }], /cell of site 0: got 1, expected 0 to 0/],
    ["a cell twice", [1], [{ cells: [0, 0] }], /each cell once/],
    ["a share above 1", [1], [{ cells: [0], quality: [1.5] }], /quality of site 0: got 1.5/],
  ])("is refused: %s", (_, demand, sites, message) => {
    expect(() => coverageInstance(demand, sites)).toThrow(message);
  });

  it("is refused: a budget of nothing", () => {
    for (const budget of [0, -1, Number.NaN])
      expect(() => solve({ demand: [1], sites: one, budget })).toThrow(/budget/);
  });
});

function shuffle({ demand, sites, budget }: PlacementWorld, random: () => number): { world: PlacementWorld } {
  const order = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ n, key: random() }))
      .sort((p, q) => p.key - q.key)
      .map(({ n }) => n);
  const cells = order(demand.length);
  const becomes = new Map(cells.map((old, at) => [old, at]));
  const moved = order(sites.length).map((j) => ({
    ...sites[j],
    cells: Array.from(sites[j].cells, (i) => becomes.get(i)!),
  }));
  return { world: { demand: cells.map((old) => demand[old]), sites: moved, budget } };
}
