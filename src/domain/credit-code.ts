/**
 * 统一社会信用代码 (GB 32100-2015): 18 characters, of which the last is computed from the others. A code that fails is
 * refused; what it may have been is said, never assumed.
 */
export type CreditCode = { ok: true; code: string; warning: string | null } | { ok: false; reason: string };

/** The 31 characters of the standard; the place in this text is the value. I, O, S, V, Z never occur. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const shape = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/u;
const length = 18;

/** Reads a code as a person writes it: blanks, hyphens, full-width forms and lower case are forgiven, nothing else is. */
export function readCreditCode(text: string): CreditCode {
  const code = normalise(text);
  if (!shape.test(code)) return { ok: false, reason: `长度/字符不合规：${whyMalformed(code)}` };
  if (checkCharacter(code) !== code.slice(-1)) {
    return { ok: false, reason: `校验码不符：${code} 的第18位与前17位不一致，请逐位核对。` };
  }
  return { ok: true, code, warning: organisationCodeFits(code) ? null : '主体标识码校验不一致' };
}

/** Whether somebody may have meant a code, right or wrong: 15 to 20 letters and digits, not letters alone. */
export function looksLikeCreditCode(text: string): boolean {
  const code = normalise(text);
  return /^[0-9A-Z]{15,20}$/u.test(code) && /\d/u.test(code);
}

function normalise(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\p{Cf}\p{Pd}\u2212]/gu, '')
    .replace(/[a-z]/gu, (letter) => letter.toUpperCase());
}

function checkCharacter(code: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * alphabet.indexOf(code.charAt(index)), 0);
  // A sum that leaves nothing has the check value 0, not 31.
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

/** 主体标识码 (GB 11714), positions 9 to 17. Position 18 is decisive, so this one only warns. */
function organisationCodeFits(code: string): boolean {
  const sum = [3, 7, 9, 10, 5, 8, 4, 2].reduce(
    (total, weight, index) => total + weight * Number.parseInt(code.charAt(8 + index), 36),
    0,
  );
  return '0123456789X0'.charAt(11 - (sum % 11)) === code.charAt(16);
}

function whyMalformed(code: string): string {
  const characters = [...code];
  if (characters.length !== length) return `统一社会信用代码应为${length}位，这里是${characters.length}位。`;
  const instead = code.replaceAll('O', '0').replaceAll('I', '1');
  if (instead !== code) {
    const meant = shape.test(instead) && checkCharacter(instead) === instead.slice(-1);
    const hint = meant ? `是否应为 ${instead}？请核对后重新填写。` : '请核对是否应为数字 0、1。';
    return `统一社会信用代码中没有字母 O、I，${hint}`;
  }
  const wrong = [...new Set(characters.filter((one) => !alphabet.includes(one)))];
  if (wrong.length > 0) return `统一社会信用代码中不会有“${wrong.join('')}”。`;
  return '统一社会信用代码的第3至8位应为数字。';
}
