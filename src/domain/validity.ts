import { addYears, type CalendarDate, yearOf } from './calendar.ts';

/**
 * Last valid day of a 高新技术企业 certificate: three years from the day of issue (高新技术企业认定管理办法 国科发火〔2016〕32号
 * 第九条), the same day of the year, 29 February → 28 February (民法典 第二百零一、二百零二条).
 */
export function hnteValidTo(issuedOn: CalendarDate): CalendarDate {
  return addYears(issuedOn, 3);
}

/**
 * Until when an entry number of a 科技型中小企业 holds; the sources differ (domain.md B5), so the bureau chooses. NEXT_MAR_31:
 * by 31 March entered firms update and are evaluated again (科技型中小企业评价办法 国科发政〔2017〕115号 第十一条). YEAR_END: the
 * number holds in its year (国科火字〔2019〕87号).
 */
export const techSmeValidTo = ['NEXT_MAR_31', 'YEAR_END'] as const;
export type TechSmeValidTo = (typeof techSmeValidTo)[number];

/**
 * Last valid day of a 科技型中小企业 entry number.
 * @param enteredOn any day of the number's year
 */
export function techSmeValidUntil(enteredOn: CalendarDate, rule: TechSmeValidTo): CalendarDate {
  return rule === 'YEAR_END' ? `${yearOf(enteredOn)}-12-31` : `${yearOf(enteredOn) + 1}-03-31`;
}
