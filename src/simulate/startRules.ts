/**
 * When resuscitation is begun and when it is stopped, as the working agreement on non-resuscitation has it, and what of
 * it a simulated arrest knows. Source: "Non-reanimatie beleid", regional working agreement of hospital, general
 * practitioners and ambulance (Meander MC, RAVU), after the Dutch resuscitation council NRR 2008, 2010, 2012.
 */

export interface ResuscitationRule {
  id: string;
  decision: "start" | "doNotStart" | "stop";
  rule: string;
  /** `used`: the model acts on it; `share`: only as a share of the scenario; else not */
  use: "used" | "share" | "notApplicable";
  /** how it is used, or why it is not */
  why: string;
}

/** Whoever is in doubt begins: in principle always, unless one of these is so. */
export const RESUSCITATION_RULES: readonly ResuscitationRule[] = [
  {
    id: "suspected",
    decision: "start",
    rule: "A circulatory arrest is suspected",
    use: "used",
    why: "every simulated arrest is one",
  },
  {
    id: "danger",
    decision: "doNotStart",
    rule: "Who helps is in danger",
    use: "notApplicable",
    why: "the scene is not simulated; arrests for which nobody is alerted for safety lie outside `arrests.activatedShare`",
  },
  {
    id: "evidentlyDead",
    decision: "doNotStart",
    rule: "Decapitation or evident biological death",
    use: "share",
    why: "`arrests.evidentlyDeadShare` of the alerts are never attempts; figures are per attempt",
  },
  {
    id: "noBls",
    decision: "doNotStart",
    rule: "More than 15 minutes of arrest without basic life support",
    use: "used",
    why: "counted from the arrest: `outcome.noFlowLimitSeconds` after it without CPR there is no survival",
  },
  {
    id: "drowning",
    decision: "start",
    rule: "Drowning: also after 15 minutes without basic life support",
    use: "used",
    why: "`outcome.drowningShare` of the attempts are begun whenever help comes",
  },
  {
    id: "futile",
    decision: "doNotStart",
    rule: "It is established that resuscitation only adds suffering and is futile",
    use: "notApplicable",
    why: "the patient's history is not simulated",
  },
  {
    id: "advanceDirective",
    decision: "doNotStart",
    rule: "A valid written will or token not to be resuscitated is present",
    use: "share",
    why: "`outcome.nonResuscitationShare`, of outcomes only, never of coverage; nobody's wish is stored",
  },
  {
    id: "physiciansOrder",
    decision: "doNotStart",
    rule: "A valid order of a physician not to resuscitate is present",
    use: "share",
    why: "in `outcome.nonResuscitationShare` too",
  },
  {
    id: "protocol",
    decision: "stop",
    rule: "As the resuscitation protocol says",
    use: "notApplicable",
    why: "the survival function holds all that follows the arrival of the ambulance",
  },
  {
    id: "directiveFound",
    decision: "stop",
    rule: "A valid will or order not to resuscitate is found after all",
    use: "share",
    why: "in `outcome.nonResuscitationShare`: when it is found does not change the outcome",
  },
  {
    id: "futileAfterAll",
    decision: "stop",
    rule: "It turns out that resuscitation only adds suffering and is futile",
    use: "notApplicable",
    why: "as above",
  },
];

/** Whether resuscitation is begun by this rule: exactly at the limit it is. */
export function isBegun(
  noFlowSeconds: number,
  { noFlowLimitSeconds }: { noFlowLimitSeconds: number },
  isDrowning = false,
): boolean {
  return isDrowning || noFlowSeconds <= noFlowLimitSeconds;
}
