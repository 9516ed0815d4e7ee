/** 资质类型, in the order in which they are listed. */
export const qualificationTypes = [
  'HNTE',
  'TECH_SME',
  'TECH_LEADER',
  'RND_CENTER',
  'KEY_LAB',
  'BEEF_STATION',
  'PILOT_PLATFORM',
  'TECH_CENTER',
  'NEW_RND_ORG',
  'OTHER',
] as const;
export type QualificationType = (typeof qualificationTypes)[number];

interface TypeFacts {
  label: string;
  /** What people call it; the label itself is understood as well. Longer words first where one contains another. */
  spoken: readonly string[];
  /** From so many months before the last valid day it counts as 即将到期. */
  warningMonths: number;
}

export const typeFacts: Record<QualificationType, TypeFacts> = {
  HNTE: { label: '高新技术企业', spoken: ['高新企业', '高企'], warningMonths: 12 },
  // 科小 are renewed by 31 March: from 1 January on they read 有效（待更新）.
  TECH_SME: { label: '科技型中小企业', spoken: ['科技中小企业', '科技型中小', '科小'], warningMonths: 3 },
  TECH_LEADER: { label: '科技领军企业', spoken: ['领军企业', '科技领军', '领军'], warningMonths: 12 },
  RND_CENTER: { label: '企业研究开发中心', spoken: ['企业研发中心', '研究开发中心', '研发中心'], warningMonths: 12 },
  KEY_LAB: { label: '重点实验室', spoken: ['实验室'], warningMonths: 12 },
  BEEF_STATION: {
    label: '肉牛科技服务驿站',
    spoken: ['科技服务驿站', '肉牛驿站', '服务驿站', '驿站'],
    warningMonths: 12,
  },
  PILOT_PLATFORM: {
    label: '专业化技术研发与中试公共服务平台',
    spoken: ['中试公共服务平台', '中试平台', '中试'],
    warningMonths: 12,
  },
  TECH_CENTER: { label: '企业技术中心', spoken: ['技术中心'], warningMonths: 12 },
  NEW_RND_ORG: { label: '新型研发机构', spoken: ['研发机构'], warningMonths: 12 },
  OTHER: { label: '其他', spoken: [], warningMonths: 12 },
};

/** 级别, highest first. */
export const levels = ['NATIONAL', 'REGION', 'CITY', 'ZONE'] as const;
export type Level = (typeof levels)[number];

export const levelLabels: Record<Level, string> = {
  NATIONAL: '国家级',
  REGION: '自治区级',
  CITY: '市级',
  ZONE: '开发区级',
};

/** Stored by transitions. 已失效 and 即将到期 follow from the clock and are never stored. */
export const statuses = [
  'CULTIVATING',
  'DRAFTING',
  'ZONE_REVIEW',
  'RETURNED',
  'RECOMMENDED',
  'PENDING',
  'PUBLICITY',
  'RECOGNIZED',
  'REJECTED',
  'WITHDRAWN',
  'REVOKED',
] as const;
export type Status = (typeof statuses)[number];

export const statusLabels: Record<Status, string> = {
  CULTIVATING: '培育中',
  DRAFTING: '企业填报',
  ZONE_REVIEW: '开发区初审',
  RETURNED: '退回补正',
  RECOMMENDED: '已推荐上报',
  PENDING: '待批复',
  PUBLICITY: '公示中',
  RECOGNIZED: '已认定',
  REJECTED: '未通过',
  WITHDRAWN: '已撤回',
  REVOKED: '已取消',
};

/** What the bureau calls 待批复认定: handed on, not yet decided. */
export const awaitingDecision: ReadonlySet<Status> = new Set(['RECOMMENDED', 'PENDING', 'PUBLICITY']);

/** The type somebody means by a word, or null. */
export function typeSpoken(word: string): QualificationType | null {
  const wanted = word.replace(/^(?:国家级|自治区级|市级|开发区级)/u, '');
  for (const type of qualificationTypes) {
    const { label, spoken } = typeFacts[type];
    if (type !== 'OTHER' && (wanted === label || spoken.includes(wanted))) return type;
  }
  return null;
}
