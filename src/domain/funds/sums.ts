import { type Fen, formatRate } from '../money.ts';
import type { EntryType } from './terms.ts';

/** The sum of each type of entry over whatever is looked at, in 分. Everything else is computed from these. */
export interface Sums {
  /** 下达 ± 调整 */
  allocated: Fen;
  /** 指标收回: of the batch, what was never paid out */
  withdrawn: Fen;
  /** 批复 */
  approved: Fen;
  /** 拨付 */
  disbursed: Fen;
  /** 到位 */
  received: Fen;
  /** 支出 − 冲销 */
  spent: Fen;
  /** 收回 from projects */
  recovered: Fen;
  /** 结余留用: of what is left, what the unit was allowed to keep; it stays in the balance */
  kept: Fen;
  /** 到位, 支出 and 收回 of projects whose spending is followed: rewards are in no balance and no rate of spending */
  receivedTracked: Fen;
  approvedTracked: Fen;
  recoveredTracked: Fen;
}

export const noSums: Sums = {
  allocated: 0n,
  withdrawn: 0n,
  approved: 0n,
  disbursed: 0n,
  received: 0n,
  spent: 0n,
  recovered: 0n,
  kept: 0n,
  receivedTracked: 0n,
  approvedTracked: 0n,
  recoveredTracked: 0n,
};

/** Adds the sum of one type of entry. `tracked`: whether the batch follows spending. */
export function addTo(
  sums: Sums,
  { type, fen, isOfProject, tracked }: { type: EntryType; fen: Fen; isOfProject: boolean; tracked: boolean },
): Sums {
  switch (type) {
    case 'ALLOCATE':
    case 'ADJUST':
      return { ...sums, allocated: sums.allocated + fen };
    case 'APPROVE':
      return {
        ...sums,
        approved: sums.approved + fen,
        approvedTracked: sums.approvedTracked + (tracked ? fen : 0n),
      };
    case 'DISBURSE':
      return { ...sums, disbursed: sums.disbursed + fen };
    case 'RECEIVE':
      return {
        ...sums,
        received: sums.received + fen,
        receivedTracked: sums.receivedTracked + (tracked ? fen : 0n),
      };
    case 'SPEND':
    case 'SPEND_REVERSAL':
      return tracked ? { ...sums, spent: sums.spent + fen } : sums;
    case 'RECOVER':
      if (!isOfProject) return { ...sums, withdrawn: sums.withdrawn + fen };
      return {
        ...sums,
        recovered: sums.recovered + fen,
        recoveredTracked: sums.recoveredTracked + (tracked ? fen : 0n),
      };
    case 'KEEP':
      return { ...sums, kept: sums.kept + fen };
  }
}

export function sumOf(all: readonly Sums[]): Sums {
  const keys = Object.keys(noSums) as (keyof Sums)[];
  return all.reduce(
    (total, one) => Object.fromEntries(keys.map((key) => [key, total[key] + one[key]])) as unknown as Sums,
    noSums,
  );
}

/** 企业余额 (可用余额): 到位 − (支出 − 冲销) − 收回; fiscal money only (domain.md C2). */
export const balanceOf = (sums: Sums): Fen => sums.receivedTracked - sums.spent - sums.recoveredTracked;
/** 批次余额 (未拨付指标): 下达 ± 调整 − 拨付 − 收回指标 */
export const batchBalanceOf = ({ allocated, disbursed, withdrawn }: Sums): Fen => allocated - disbursed - withdrawn;
/** 待拨付: 批复 − 拨付 */
export const outstandingOf = ({ approved, disbursed }: Sums): Fen => approved - disbursed;
/** 在途: 拨付 − 到位 */
export const inTransitOf = ({ disbursed, received }: Sums): Fen => disbursed - received;

/** The four rates of domain.md C2, in the order in which they are offered when somebody only says 执行率. */
export const rates = ['spending', 'budget', 'disbursement', 'receipt'] as const;
export type Rate = (typeof rates)[number];

interface RateRule {
  label: string;
  /** How it is computed, for people. */
  formula: string;
  parts(sums: Sums): [numerator: Fen, denominator: Fen];
}

export const rateRules: Readonly<Record<Rate, RateRule>> = {
  spending: {
    label: '支出执行率',
    formula: '支出（净）÷到位',
    parts: ({ spent, receivedTracked }) => [spent, receivedTracked],
  },
  budget: {
    label: '预算执行率',
    formula: '支出（净）÷批复',
    parts: ({ spent, approvedTracked }) => [spent, approvedTracked],
  },
  disbursement: {
    label: '拨付率',
    formula: '拨付÷下达（调整后）',
    parts: ({ disbursed, allocated }) => [disbursed, allocated],
  },
  receipt: { label: '到位率', formula: '到位÷拨付', parts: ({ received, disbursed }) => [received, disbursed] },
};

/** e.g. `46.67%`; “—” where there is nothing to divide by. */
export function rateText(rate: Rate, sums: Sums): string {
  return formatRate(...rateRules[rate].parts(sums));
}
