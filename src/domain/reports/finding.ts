/** The checks of domain.md D2. V refuse, W ask for a reason. */
export const hardRules = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7'] as const;
export const softRules = ['W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7', 'W8', 'W9'] as const;
export type HardRule = (typeof hardRules)[number];
export type SoftRule = (typeof softRules)[number];

interface Common {
  /** The indicators it is about, the first of them decides where it is shown. */
  keys: readonly string[];
  /** One or two sentences for people: what is found and what can be done. */
  text: string;
}

/** What must be put right before it can be handed in. */
export interface HardFinding extends Common {
  severity: 'hard';
  rule: HardRule;
}

/** What is handed in with a reason. */
export interface SoftFinding extends Common {
  severity: 'soft';
  rule: SoftRule;
  /** `W2:revenue`: the same finding about other figures is another `basis`. */
  id: string;
  /** The figures that it rests on: a reason that was given holds as long as they do. */
  basis: string;
  /** A likely slip of the unit: the figure that was probably meant (分). */
  suggestion?: { key: string; month: bigint };
}

export type Finding = HardFinding | SoftFinding;

/** Reasons that can be tapped, by code; `OTHER` is written. */
export const reasons = {
  NEW_CONTRACT: '新签合同',
  SEASON: '季节性波动',
  SETTLEMENT: '集中结算',
  PROJECT: '项目集中投入',
  STAFFING: '人员调整',
  STOPPED: '阶段性停产',
  NO_BUSINESS: '本月无业务',
  STABLE: '经营平稳，数据无误',
  ADVANCE: '自有资金垫支',
  AS_IS: '经核对无误',
  OTHER: '其他',
} as const;
export type ReasonCode = keyof typeof reasons;

export function isReasonCode(text: string): text is ReasonCode {
  return Object.hasOwn(reasons, text);
}

/** Which are offered for a rule, the likeliest first; four at most, `OTHER` is always possible. */
export const reasonsFor: Readonly<Record<SoftRule, readonly ReasonCode[]>> = {
  W1: ['PROJECT', 'NO_BUSINESS', 'SEASON', 'AS_IS'],
  W2: ['NEW_CONTRACT', 'SEASON', 'SETTLEMENT', 'AS_IS'],
  W3: ['NEW_CONTRACT', 'SEASON', 'SETTLEMENT', 'AS_IS'],
  W4: ['NEW_CONTRACT', 'SETTLEMENT', 'AS_IS'],
  W5: ['STABLE', 'AS_IS'],
  W6: ['NO_BUSINESS', 'STOPPED', 'SEASON', 'AS_IS'],
  W7: ['STAFFING', 'SEASON', 'AS_IS'],
  W8: ['ADVANCE', 'AS_IS'],
  W9: ['PROJECT', 'SEASON', 'AS_IS'],
};

/** A reason that was given to a soft finding. */
export interface GivenReason {
  findingId: string;
  basis: string;
  code: ReasonCode;
  /** What was written; null where a tapped reason says it all. */
  text: string | null;
}

/** What was tapped (its code), typed as it reads, or written freely, as a reason. */
export function readReason(text: string): Pick<GivenReason, 'code' | 'text'> {
  if (isReasonCode(text)) return { code: text, text: null };
  const known = Object.entries(reasons).find(([, label]) => label === text)?.[0];
  return known !== undefined && isReasonCode(known) ? { code: known, text: null } : { code: 'OTHER', text };
}
