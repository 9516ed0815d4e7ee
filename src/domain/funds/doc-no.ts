/** A 文号 as it was understood. `tidied`: it is stored otherwise than it was typed, which has to be said. */
export type DocNoReading = { ok: true; docNo: string; tidied: boolean } | { ok: false; reason: string };

const lengthAtMost = 60;
const fullWidthLetter = /[０-９Ａ-Ｚａ-ｚ]/gu;
/** The year in brackets of any kind: `[2021]`, `（2021）`, `【2021】`; other brackets, as of (试行), stay as they are. */
const bracketedYear = /[[({（［｛【〔〖﹝]((?:19|20)\d{2})[\])}）］｝】〕〗﹞]/gu;

/**
 * Reads the number of a document as people write it: `内财科[2023]11号`, full width and blanks too. Lenient: authorities number
 * as they like, so only what cannot be a number is refused. Stored with 〔〕 around the year (domain.md G3).
 */
export function readDocNo(text: string): DocNoReading {
  const typed = text.trim();
  const docNo = typed
    .replace(/\s+/gu, '')
    .replace(fullWidthLetter, (letter) => letter.normalize('NFKC'))
    .replace(bracketedYear, '〔$1〕');
  if (docNo === '') return { ok: false, reason: '文号不能为空，请填写文号，例如 内财科〔2023〕11号。' };
  if (docNo.length > lengthAtMost) {
    return { ok: false, reason: `文号共${docNo.length}个字，超过${lengthAtMost}个字，请核对后重填。` };
  }
  if (/\p{C}/u.test(docNo)) return { ok: false, reason: '文号中有无法识别的字符，请重新填写。' };
  if (!/[\p{L}\p{N}]/u.test(docNo)) {
    return { ok: false, reason: `“${docNo}”不是文号，请填写文号，例如 内财科〔2023〕11号。` };
  }
  return { ok: true, docNo, tidied: docNo !== typed };
}

/** By what two document numbers are the same: brackets of every kind, width, case and blanks are no matter. */
export function docNoKey(docNo: string): string {
  return docNo
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/[[({【〖]/gu, '〔')
    .replace(/[\])}】〗]/gu, '〕')
    .toUpperCase();
}
