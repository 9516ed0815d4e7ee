/** The words of the fund ledger (domain.md C1), by the values that are stored. */

export const fundLevels = ['CENTRAL', 'REGION', 'CITY', 'ZONE'] as const;
export type FundLevel = (typeof fundLevels)[number];
export const fundLevelLabels: Record<FundLevel, string> = {
  CENTRAL: '中央',
  REGION: '自治区',
  CITY: '市',
  ZONE: '开发区',
};

export const fundCategories = [
  'CENTRAL_GUIDE',
  'RESULT_TRANSFER',
  'APPLIED_RND',
  'INNOVATION_REWARD',
  'CITY_INNOVATION',
  'RND_SUBSIDY',
  'OTHER',
] as const;
export type FundCategory = (typeof fundCategories)[number];
export const fundCategoryLabels: Record<FundCategory, string> = {
  CENTRAL_GUIDE: '中央引导地方科技发展资金',
  RESULT_TRANSFER: '科技成果转化专项资金',
  APPLIED_RND: '应用技术研究与开发资金',
  INNOVATION_REWARD: '科技创新引导奖励资金',
  CITY_INNOVATION: '市科技创新专项资金',
  RND_SUBSIDY: '研发投入后补助',
  OTHER: '其他',
};

/** Money that is paid for what was done: no acceptance, spending tracked only where the batch says so (domain.md C3). */
export const rewardCategories: ReadonlySet<FundCategory> = new Set(['INNOVATION_REWARD', 'RND_SUBSIDY']);

/**
 * What an entry is. Of a batch: ALLOCATE, ADJUST, RECOVER (指标收回). Of a project: APPROVE, DISBURSE, RECEIVE, SPEND,
 * SPEND_REVERSAL, RECOVER, KEEP. APPROVE is ours: 批复 is a sum of entries as well, so that it can be corrected like them.
 */
export const entryTypes = [
  'ALLOCATE',
  'ADJUST',
  'APPROVE',
  'DISBURSE',
  'RECEIVE',
  'SPEND',
  'SPEND_REVERSAL',
  'RECOVER',
  'KEEP',
] as const;
export type EntryType = (typeof entryTypes)[number];
export const entryTypeLabels: Record<EntryType, string> = {
  ALLOCATE: '指标下达',
  ADJUST: '指标调整',
  APPROVE: '立项批复',
  DISBURSE: '拨付',
  RECEIVE: '到位',
  SPEND: '支出',
  SPEND_REVERSAL: '支出冲销',
  RECOVER: '收回',
  KEEP: '结余留用',
};

export const batchEntryTypes: ReadonlySet<EntryType> = new Set(['ALLOCATE', 'ADJUST', 'RECOVER']);
export const projectEntryTypes: ReadonlySet<EntryType> = new Set([
  'APPROVE',
  'DISBURSE',
  'RECEIVE',
  'SPEND',
  'SPEND_REVERSAL',
  'RECOVER',
  'KEEP',
]);
/** What an enterprise reports by itself; in no balance until staff confirm it. */
export const claimTypes = ['RECEIVE', 'SPEND'] as const;
export type ClaimType = (typeof claimTypes)[number];

/** Stored by who decides it. 实施中 and 到期待验收 follow from the calendar (standing.ts). */
export const storedProjectStatuses = [
  'APPROVED',
  'ACCEPT_APPLIED',
  'ACCEPTED',
  'CONCLUDED',
  'FAILED',
  'TERMINATED',
  'REVOKED',
] as const;
export type StoredProjectStatus = (typeof storedProjectStatuses)[number];
export type ProjectStatus = StoredProjectStatus | 'RUNNING' | 'DUE';
export const projectStatusLabels: Record<ProjectStatus, string> = {
  APPROVED: '已立项',
  RUNNING: '实施中',
  DUE: '到期待验收',
  ACCEPT_APPLIED: '已申请验收',
  ACCEPTED: '验收通过',
  CONCLUDED: '结题',
  FAILED: '验收不通过',
  TERMINATED: '终止',
  REVOKED: '撤销',
};

export const surplusPolicies = ['KEEP_BY_UNIT', 'RECOVER_2Y', 'RECOVER_ALL'] as const;
export type SurplusPolicy = (typeof surplusPolicies)[number];
export const surplusPolicyLabels: Record<SurplusPolicy, string> = {
  KEEP_BY_UNIT: '留用',
  RECOVER_2Y: '两年后收回',
  RECOVER_ALL: '收回',
};

/** `B-03`, `P-012`, as people call them. */
export const batchLabel = (number: number) => `B-${String(number).padStart(2, '0')}`;
export const projectLabel = (number: number) => `P-${String(number).padStart(2, '0')}`;
