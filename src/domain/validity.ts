import { addYears, type CalendarDate, yearOf } from './calendar.ts';

/**
 * Last valid day of a 高新技术企业 certificate: three years from the day of issue (高新技术企业认定管理办法 国科发火〔2016〕32号
 * 第九条), the same day of the year, 29 February → 28 February (民法典 第二百零一、二百零二条).
 */
export function hnteValidTo(issuedOn: CalendarDate): CalendarDate {
  return addYears(issuedOn, 3);
}

/**
 * Last valid day of a 科技型中小企业 entry number: 31 March of the following year, by when entered firms update and are
 * evaluated again (科技型中小企业评价办法 国科发政〔2017〕115号 第十一条).
 * @param enteredOn any day of the number's year
 */
export function techSmeValidTo(enteredOn: CalendarDate): CalendarDate {
  return `${yearOf(enteredOn) + 1}-03-31`;
}
