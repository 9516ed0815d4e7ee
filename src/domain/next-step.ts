import { type CalendarDate, formatDate, yearOf } from './calendar.ts';
import type { Status } from './qualification.ts';
import type { ApplicationStanding, QualificationStanding, Standing } from './standing.ts';

/**
 * What the enterprise should do next, one sentence. No promise of approval. 复审 is said as officials say it; since 2016
 * it is a new application (国科发火〔2016〕32号).
 */
export function nextStep(standing: Standing, on: CalendarDate): string {
  return standing.kind === 'application' ? applicationSteps[standing.status] : qualificationStep(standing, on);
}

const applicationSteps: Record<ApplicationStanding['status'], string> = {
  CULTIVATING: '请对照认定条件准备，并留意当年申报通知。',
  DRAFTING: '请填报并提交申报材料。',
  ZONE_REVIEW: '开发区科技局正在初审，请保持联系畅通。',
  RETURNED: '请按退回意见补正后重新提交。',
  RECOMMENDED: '材料已推荐上报，请等候批复。',
  PENDING: '请等候批复，结果以认定机构公布为准。',
  PUBLICITY: '正在公示，结果以认定机构公布为准。',
  REJECTED: '请了解未通过的原因，可按以后批次的通知重新申报。',
  WITHDRAWN: '如需申报，请按以后批次的通知重新提交。',
} satisfies Record<Exclude<Status, 'RECOGNIZED' | 'REVOKED'>, string>;

/** Of an application that is, or was, on its way. */
export function applicationStep(status: ApplicationStanding['status']): string {
  return applicationSteps[status];
}

function qualificationStep(standing: QualificationStanding, on: CalendarDate): string {
  const { type, validity, validTo } = standing;
  switch (validity) {
    case 'REVOKED':
      return '请与开发区科技局联系，了解可再次申报的时间。';
    case 'NOT_YET':
      return '证书尚未到生效日期。';
    case 'EXPIRED':
      return type === 'TECH_SME' ? '请在当年评价工作开放后重新参加评价。' : '如需继续持有，请按当年申报通知重新申报。';
    case 'VALID':
    case 'EXPIRING':
      if (validTo === null) return '未设有效期，请按通知参加考核评价。';
      if (type === 'TECH_SME') return `请于${formatDate(validTo)}前更新信息并参加新一轮评价。`;
      if (type === 'HNTE') return hnteStep(validTo, on);
      return `请于${formatDate(validTo)}前按通知办理续评。`;
  }
}

/** The last batch of the expiry year counts, not the last day (国家税务总局公告2017年第24号: without a new certificate by year's end the tax difference is due). */
function hnteStep(validTo: CalendarDate, on: CalendarDate): string {
  const year = yearOf(validTo);
  return yearOf(on) === year
    ? `证书今年到期，请在${year}年最后一批申报截止前完成重新认定（复审）申报。`
    : `请于每年5月31日前报送年度发展情况报表；证书于${year}年到期，请在当年最后一批申报截止前完成重新认定（复审）申报。`;
}
