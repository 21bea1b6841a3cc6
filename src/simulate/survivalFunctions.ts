/**
 * Published chances of survival by the times of help, as data: each with whom it was found in, and from where. Times in
 * minutes from the arrest, as in the papers; check values in `test/simulate/outcome.test.ts`.
 */
import type { SurvivalFunction } from "../scenario/arrests.ts";

/** When help was there, in minutes after the arrest; Infinity: never. `shock` falls with CPR or later. */
export interface HelpMinutes {
  cpr: number;
  /** a defibrillator is attached and ready */
  shock: number;
  /** the ambulance has arrived */
  ambulance: number;
  /** from the call to the arrest back: 1 where the arrest was a minute before the call */
  beforeCall: number;
  /** arrival of an ambulance until its defibrillator is ready */
  ambulanceAttach: number;
}

export interface SurvivalModel {
  title: string;
  source: string;
  /** `all`: attempts of all rhythms; `shockable`: only where the first rhythm is one that a shock may end */
  rhythms: "all" | "shockable";
  /** 0…1, never rising with any of the times */
  survival(help: HelpMinutes): number;
}

/** Ontario: from the call, a minute after collapse, until a defibrillator responds. */
export function deMaio2003(minutes: number): number {
  return logistic(-0.679 - 0.262 * minutes);
}

/** Amsterdam, model I: until CPR, and until the ambulance, which is not before it. `shift` in logits. */
export function waalewijn2001(cpr: number, ambulance: number, shift = 0): number {
  return logistic(shift - 0.04 - 0.3 * cpr - 0.14 * (ambulance - cpr));
}

/** King County: 67 % less what each minute costs; never below nothing. */
export function larsen1993(cpr: number, shock: number, advanced: number): number {
  return Math.max(0, 0.67 - 0.023 * cpr - 0.011 * shock - 0.021 * advanced);
}

export function valenzuela1997(cpr: number, shock: number): number {
  return logistic(0.26 - 0.106 * cpr - 0.139 * shock);
}

/** 39 % at a median of 9.3 minutes from the call to the shock (Stieglis 2022), carried back at 6 % a minute. */
const SURVIVAL_AT_ONCE = 0.39 / 0.94 ** 9.3;

/** Six per cent less a minute, taken as relative: the text does not say which (`docs/model.md`). */
export function sixPercentPerMinute(fromCall: number): number {
  return SURVIVAL_AT_ONCE * 0.94 ** Math.max(0, fromCall);
}

/** Non-shockable against shockable: odds ratio 0.02 (Waalewijn 2001, model II). */
const NON_SHOCKABLE_ODDS_RATIO = 0.02;

/** Where there is nothing to shock: the same function, with the ambulance in the place of the shock. */
export function survivalWithoutShock(
  { survival }: Pick<SurvivalModel, "survival">,
  help: HelpMinutes,
): number {
  const chance = survival({ ...help, shock: help.ambulance });
  const odds = (NON_SHOCKABLE_ODDS_RATIO * chance) / (1 - chance);
  return odds / (1 + odds);
}

export const SURVIVAL_MODELS: Record<SurvivalFunction, SurvivalModel> = {
  waalewijn2001: {
    title: "Waalewijn 2001",
    source:
      "Waalewijn et al., Resuscitation 2001;51:113-122, model I: 1,030 witnessed, Amsterdam (formula as others use it)",
    rhythms: "all",
    survival: ({ cpr, shock, ambulanceAttach }) => waalewijn2001(cpr, Math.max(cpr, shock - ambulanceAttach)),
  },
  larsen1993: {
    title: "Larsen 1993",
    source: "Larsen, Eisenberg, Cummins, Hallstrom, Ann Emerg Med 1993: 1,667 VF, King County",
    rhythms: "shockable",
    survival: ({ cpr, shock, ambulance }) => larsen1993(cpr, shock, ambulance),
  },
  deMaio2003: {
    title: "De Maio 2003",
    source: "De Maio et al., Ann Emerg Med 2003: Ontario, all rhythms (formula as others use it)",
    rhythms: "all",
    survival: ({ shock, beforeCall, ambulanceAttach }) =>
      deMaio2003(Math.max(0, shock - beforeCall - ambulanceAttach)),
  },
  valenzuela1997: {
    title: "Valenzuela 1997",
    source:
      "Valenzuela et al., Circulation 1997;96:3308-13: witnessed VF, Tucson and King County (coefficients not verified)",
    rhythms: "shockable",
    survival: ({ cpr, shock }) => valenzuela1997(cpr, shock),
  },
  sixPercentPerMinute: {
    title: "6 % per minute (Dutch)",
    source:
      "Stieglis et al., Circulation 2025;151:235-244: witnessed VF; level by Stieglis et al., Eur Heart J 2022 (39 % at 9.3 min)",
    rhythms: "shockable",
    survival: ({ shock, beforeCall }) => sixPercentPerMinute(shock - beforeCall),
  },
};

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
