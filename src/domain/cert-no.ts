import { type CalendarDate, yearOf } from './calendar.ts';
import type { QualificationType } from './qualification.ts';
import { certKey } from './workbook/values.ts';

/** A number as it was understood. `warnings`: what is odd about it and has to be shown, but may be right. */
export type CertNoReading = { ok: true; certNo: string; warnings: readonly string[] } | { ok: false; reason: string };

/** Types whose recognition is proven by a number (domain.md B4.2, B5): without it nothing is recognised. */
export const numberedTypes: Readonly<Partial<Record<QualificationType, string>>> = {
  HNTE: '证书编号（GR＋4位年份＋2位省份代码＋6位数字）',
  TECH_SME: '入库登记编号（18位，以年份开头）',
};

/** Inner Mongolia in GB/T 2260. */
const province = '15';
const longest = 40;

/**
 * Reads a 证书编号 or 入库登记编号. 高新技术企业: `GR` + year + province + 6 digits; another province's is a warning, the firm
 * may have moved in (domain.md B4.2). 科技型中小企业: 18 characters, leniently (国科发政〔2018〕11号). Other types number as they like.
 * @param issuedOn the day of issue, against which the number's year is held; null where it is not known yet
 */
export function readCertNo(type: QualificationType, written: string, issuedOn: CalendarDate | null): CertNoReading {
  const certNo = certKey(written);
  if (certNo === '' || certNo.length > longest) {
    return { ok: false, reason: `编号应为 1 至 ${longest} 个字符，请核对后重新填写。` };
  }
  switch (type) {
    case 'HNTE': {
      const parts = /^GR(20\d{2})(\d{2})\d{6}$/u.exec(certNo);
      if (!parts) {
        return {
          ok: false,
          reason: `证书编号“${shown(certNo)}”格式不符，应为 GR＋4位年份＋2位省份代码＋6位数字，共14位。`,
        };
      }
      const [, year = '', code = ''] = parts;
      return { ok: true, certNo, warnings: [...anotherYear(year, issuedOn), ...anotherProvince(code)] };
    }
    case 'TECH_SME': {
      if (!/^20\d{8}[0-9A-Z]{8}$/u.test(certNo)) {
        return {
          ok: false,
          reason: `登记编号“${shown(certNo)}”格式不符，应为18位：4位年份＋6位区划代码＋8位数字或字母。`,
        };
      }
      return {
        ok: true,
        certNo,
        warnings: [...anotherYear(certNo.slice(0, 4), issuedOn), ...anotherProvince(certNo.slice(4, 6))],
      };
    }
    default:
      return { ok: true, certNo, warnings: [] };
  }
}

/** The year that a number of these types begins with. */
export function yearOfCertNo(type: QualificationType, certNo: string): number | null {
  const digits = type === 'TECH_SME' ? certNo.slice(0, 4) : type === 'HNTE' ? certNo.slice(2, 6) : '';
  return /^20\d{2}$/u.test(digits) ? Number(digits) : null;
}

function anotherYear(year: string, issuedOn: CalendarDate | null): string[] {
  return issuedOn === null || Number(year) === yearOf(issuedOn)
    ? []
    : [`编号年份 ${year} 与发证（公告）日期所在年份 ${yearOf(issuedOn)} 不一致，请核实。`];
}

function anotherProvince(code: string): string[] {
  return code === province ? [] : [`编号的省份代码为 ${code}，不是内蒙古（${province}），如非外地迁入企业请核实。`];
}

/** What somebody typed comes back cut short. */
function shown(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}
