/**
 * Money is whole 分, as bigint, from the entry to the last sum; it becomes a decimal only where it is read (domain.md C4).
 * The one place where amounts are read and printed.
 */
export type Fen = bigint;

const fenPerYuan = 100n;
const fenPerWan = 1_000_000n;

/** How many 分 a unit is, by every word for it; 千万 and 百万 are said of large sums. */
const fenPer = new Map<string, bigint>([
  ...['元', '块', '块钱', '圆'].map((word) => [word, fenPerYuan] as const),
  ...['千', '千元'].map((word) => [word, 1_000n * fenPerYuan] as const),
  ...['万', '万元', '万块'].map((word) => [word, fenPerWan] as const),
  ...['百万', '百万元'].map((word) => [word, 100n * fenPerWan] as const),
  ...['千万', '千万元'].map((word) => [word, 1_000n * fenPerWan] as const),
  ...['亿', '亿元'].map((word) => [word, 10_000n * fenPerWan] as const),
]);

/** No amount of the zone is larger: 999 999 999 999.99 元 (domain.md I: twelve digits before the point). */
const fenAtMost = 10n ** 14n - 1n;

/** An amount as it was understood. */
export interface Amount {
  fen: Fen;
  /** False: no unit was written and 万元 was taken, which has to be said. */
  hasUnit: boolean;
}

export type AmountReading = ({ ok: true } & Amount) | { ok: false; reason: string };

const written = /^(?<sign>[+-]?)(?<digits>[\d,]*\.?\d*)(?<unit>\D*)$/u;
/** Thousands as they are written in figures: `1,234,567.89`; nothing else has a comma. */
const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/u;

/**
 * Reads an amount of money as people write it: `362.5万元`, `20万`, `1,995,500元`, `1.2亿`, full-width digits too. Exact to
 * the 分: what is finer is refused, not rounded. Without a unit 万元 is taken (domain.md D4).
 * @param text one word; blanks within it are no matter
 * @returns the amount in 分, which may be zero or negative: whether it may is the caller's rule
 */
export function readAmount(text: string): AmountReading {
  const tidy = text
    .normalize('NFKC')
    .replace(/[\s¥￥]/gu, '')
    .replace(/^(?:人民币|RMB)/iu, '')
    .replace(/−/gu, '-')
    .replace(/整$/u, '');
  const shown = text.trim().slice(0, 30);
  if (/^[+-]?[\d.]+e[+-]?\d+\D*$/iu.test(tidy)) {
    return refuse(`“${shown}”是科学记数法，请把数字完整写出，例如 20万元。`);
  }
  const { sign = '', digits = '', unit: word = '' } = written.exec(tidy)?.groups ?? {};
  if (!/\d/u.test(digits)) return refuse(`没有看懂金额“${shown}”，请写成 20万元 或 200000元 这样的形式。`);
  if (digits.includes(',') && !grouped.test(digits)) {
    return refuse(`金额“${shown}”的千分位逗号位置不对，请去掉逗号后重写。`);
  }
  const unit = word === '' ? fenPerWan : fenPer.get(word);
  if (unit === undefined) {
    const isTwice = /^(?:千|万|亿|元|块){2,}$/u.test(word);
    return refuse(
      isTwice
        ? `金额“${shown}”的单位写重了，请只写一个单位：元、千元、万元或亿元。`
        : `不认识金额单位“${word.slice(0, 10)}”，可用元、千元、万元、亿元。`,
    );
  }
  const [whole = '', fraction = ''] = digits.replaceAll(',', '').split('.');
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(whole + fraction) * unit;
  if (scaled % scale !== 0n) return refuse(`金额“${shown}”小于一分，最多精确到0.01元。`);
  const magnitude = scaled / scale;
  if (magnitude > fenAtMost) return refuse(`金额“${shown}”过大，请核对单位。`);
  return { ok: true, fen: sign === '-' ? -magnitude : magnitude, hasUnit: word !== '' };
}

function refuse(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}

/** An amount that somebody enters: more than nothing. */
export function readPositiveAmount(text: string): AmountReading {
  const read = readAmount(text);
  if (!read.ok) return read;
  if (read.fen > 0n) return read;
  return refuse(read.fen === 0n ? '金额不能为零。' : '金额不能为负数；如需更正，请冲销原记录。');
}

/** The quotient of two integers, rounded half up (四舍五入: by magnitude, so that −1.005 is −1.01). */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const isNegative = numerator < 0n !== denominator < 0n;
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const rounded = (2n * n + d) / (2n * d);
  return isNegative ? -rounded : rounded;
}

/** An integer of hundredths with its point: 123456n → `1234.56`. */
function hundredths(value: bigint): string {
  const magnitude = value < 0n ? -value : value;
  const digits = magnitude.toString().padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** 万元 with two decimals, for tables: `1007.05`. Rounded here, once: sums are made of 分. */
export function formatWan(fen: Fen): string {
  return hundredths(divideHalfUp(fen * 100n, fenPerWan));
}

/** 万元 with as many decimals as it takes, at most six: `199.55`, `3.333333`. Never rounded: for tables that are read back. */
export function exactWan(fen: Fen): string {
  const magnitude = fen < 0n ? -fen : fen;
  const decimals = (magnitude % fenPerWan).toString().padStart(6, '0').replace(/0+$/u, '');
  return `${fen < 0n ? '-' : ''}${magnitude / fenPerWan}${decimals === '' ? '' : `.${decimals}`}`;
}

/** For running text: trailing zeros dropped, the unit behind it: `362.5万元`, `50万元` (domain.md A6, G3). */
export function textWan(fen: Fen): string {
  return `${formatWan(fen).replace(/\.?0+$/u, '')}万元`;
}

/** Exact, in 元: `33333.33元`. */
export function exactYuan(fen: Fen): string {
  return `${hundredths(fen)}元`;
}

/** Both ways of saying an amount, for reading it back: `20万元（200000.00元）`. Never rounded. */
export function spokenAmount(fen: Fen): string {
  const isExactInWan = divideHalfUp(fen * 100n, fenPerWan) * fenPerWan === fen * 100n;
  return isExactInWan ? `${textWan(fen)}（${exactYuan(fen)}）` : exactYuan(fen);
}

/** A share or rate in per cent with two decimals, half up; “—” where there is nothing to divide by (domain.md C2). */
export function formatRate(numerator: bigint, denominator: bigint): string {
  return denominator === 0n ? '—' : `${hundredths(divideHalfUp(numerator * 10_000n, denominator))}%`;
}
