import type { EntryType, StoredProjectStatus } from './terms.ts';

/** What people call the types of an entry, the longest first: the longer contains the shorter. */
export const typeWords: readonly (readonly [string, EntryType])[] = longestFirst([
  ['指标下达', 'ALLOCATE'],
  ['下达指标', 'ALLOCATE'],
  ['下达', 'ALLOCATE'],
  ['指标调整', 'ADJUST'],
  ['调整指标', 'ADJUST'],
  ['调整', 'ADJUST'],
  ['立项批复', 'APPROVE'],
  ['批复', 'APPROVE'],
  ['拨付', 'DISBURSE'],
  ['拨款', 'DISBURSE'],
  ['资金到位', 'RECEIVE'],
  ['到位', 'RECEIVE'],
  ['到账', 'RECEIVE'],
  ['收到', 'RECEIVE'],
  ['资金支出', 'SPEND'],
  ['支出', 'SPEND'],
  ['冲销支出', 'SPEND_REVERSAL'],
  ['支出冲销', 'SPEND_REVERSAL'],
  ['指标收回', 'RECOVER'],
  ['收回指标', 'RECOVER'],
  ['收回', 'RECOVER'],
  ['结余留用', 'KEEP'],
  ['留用', 'KEEP'],
]);

/** What people call what a project's status becomes. 验收 alone says nothing of its outcome. */
export const statusWords: readonly (readonly [string, StoredProjectStatus])[] = longestFirst([
  ['申请验收', 'ACCEPT_APPLIED'],
  ['已申请验收', 'ACCEPT_APPLIED'],
  ['提交验收', 'ACCEPT_APPLIED'],
  ['验收申请', 'ACCEPT_APPLIED'],
  ['验收通过', 'ACCEPTED'],
  ['通过验收', 'ACCEPTED'],
  ['验收合格', 'ACCEPTED'],
  ['验收不通过', 'FAILED'],
  ['验收未通过', 'FAILED'],
  ['未通过验收', 'FAILED'],
  ['结题', 'CONCLUDED'],
  ['终止', 'TERMINATED'],
  ['撤销', 'REVOKED'],
]);

/** The orders that begin with a word of their own. */
export const orderWords = [
  '登记',
  '冲销',
  '新增批次',
  '新增项目',
  '新增',
  '自报',
  '确认自报',
  '退回自报',
  '撤回自报',
  '确认',
  '放弃',
] as const;

function longestFirst<T>(words: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  return [...words].sort(([a], [b]) => b.length - a.length);
}
