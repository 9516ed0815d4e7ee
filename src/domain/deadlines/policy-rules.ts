import { minutesOf } from '../calendar.ts';
import { lastDayOfWindow } from '../reports/window.ts';
import { isQuietAt } from './ladder.ts';
import type { Policy, PolicyContent } from './policy.ts';

/** What holds until the bureau sets something else: domain.md E2, D3, the wording of G3. */
export const builtInPolicy: Policy = {
  number: 0,
  leads: [30, 15, 7, 3, 1, 0],
  certificateMonths: [12, 6, 3, 1],
  certificateTypes: ['HNTE'],
  reportDays: [5, 8],
  backupFrom: 3,
  sendAt: '09:00',
  spreadMinutes: 30,
  quietFrom: '21:00',
  quietUntil: '08:00',
  digestAt: '08:30',
  checkAt: '10:00',
  texts: {
    deadline:
      '【截止提醒】{program}申报将于{due}截止（剩余{n}天）。请贵公司于{enterpriseDue}前将材料报送开发区科技局。联系电话：{tel}。如已报送请忽略。',
    // Of a certificate `enterpriseDue` is the last batch of its year, which is what counts (domain.md B4.2).
    certificate:
      '【证书到期提醒】贵公司{program}证书有效期至{due}（剩余{n}天）。请于到期当年的申报批次内提出重新认定申请，材料报送开发区科技局的最后时间：{enterpriseDue}。联系电话：{tel}。如已申报请忽略。',
  },
};

/** What a text may have filled in. */
export const placeholders = ['program', 'due', 'n', 'enterpriseDue', 'tel'] as const;
export type Placeholder = (typeof placeholders)[number];

const placeholderWords: Record<keyof PolicyContent['texts'], Record<Placeholder, string>> = {
  deadline: {
    program: '事项（年度、名称和批次）',
    due: '截止时间（按惯例预计的，加注“预计”）',
    n: '剩余天数',
    enterpriseDue: '材料到开发区的时间',
    tel: '联系电话',
  },
  certificate: {
    program: '证书类型',
    due: '证书有效期止',
    n: '剩余天数',
    enterpriseDue: '到期年度最后一批的材料到开发区的时间',
    tel: '联系电话',
  },
};

/** What may be filled in in a text and what it stands for: `{program}为证书类型、{due}为…` */
export function placeholderText(kind: keyof PolicyContent['texts']): string {
  return placeholders.map((one) => `{${one}}为${placeholderWords[kind][one]}`).join('、');
}

const required = {
  deadline: ['program', 'n', 'enterpriseDue'],
  certificate: ['program', 'due', 'n'],
} as const satisfies Record<keyof PolicyContent['texts'], readonly Placeholder[]>;
const textNames: Record<keyof PolicyContent['texts'], string> = { deadline: '截止提醒', certificate: '证书到期提醒' };

const aPlaceholder = /\{([^{}]{0,40})\}/gu;

/** Fills a text in one go: what is filled in is not read again. What has no value stays as it is. */
export function fillText(template: string, values: Readonly<Partial<Record<Placeholder, string>>>): string {
  const known: Readonly<Record<string, string | undefined>> = values;
  return template.replace(aPlaceholder, (all, name: string) =>
    Object.hasOwn(known, name) ? (known[name] ?? all) : all,
  );
}

/** Everything that is wrong with 提醒规则, in whole sentences; empty: nothing is. */
export function policyProblems(content: PolicyContent): string[] {
  return [...ladderProblems(content), ...timeProblems(content), ...textProblems(content)];
}

/** What should be looked at twice before it is saved: a reminder of reports behind their window is left out. */
export function policyRemarks({ reportDays }: PolicyContent): string[] {
  const late = reportDays.filter((day) => day > lastDayOfWindow).map((day) => `${day}日`);
  if (late.length === 0) return [];
  return [
    `月报提醒日${late.join('、')}晚于填报期（每月1日至${lastDayOfWindow}日，末日遇休息日顺延），填报期已结束的月份当日不发送提醒。`,
  ];
}

function ladderProblems(content: PolicyContent): string[] {
  const { leads, certificateMonths, certificateTypes, reportDays, backupFrom } = content;
  const problems: string[] = [];
  if (leads.length === 0) problems.push('截止提醒的提前天数至少填写一个。');
  if (!isStrictly(leads, (a, b) => a > b)) problems.push('截止提醒的提前天数应从大到小填写，且不能重复。');
  if (!isStrictly(certificateMonths, (a, b) => a > b)) {
    problems.push('证书到期提醒的提前月数应从大到小填写，且不能重复。');
  }
  if (!isStrictly(reportDays, (a, b) => a < b)) problems.push('月报提醒日应从小到大填写，且不能重复。');
  if (certificateTypes.length === 0 && certificateMonths.length > 0) {
    problems.push('填写了证书到期提醒的提前月数，但没有选择证书类型，请选择证书类型，或者不填月数。');
  }
  if (certificateTypes.length > 0 && certificateMonths.length === 0) {
    problems.push('选择了到期提醒的证书类型，但没有填写提前月数，请至少填写一个。');
  }
  if (new Set(certificateTypes).size < certificateTypes.length) problems.push('到期提醒的证书类型不能重复。');
  if (backupFrom !== null && leads.length > 0 && leads.every((lead) => lead > backupFrom)) {
    problems.push(`备用联系人自截止前${backupFrom}天起提醒，但此后没有提醒日，请调整天数，或者不提醒备用联系人。`);
  }
  return problems;
}

function isStrictly(numbers: readonly number[], inOrder: (a: number, b: number) => boolean): boolean {
  return numbers.every((number, index) => {
    const before = numbers[index - 1];
    return before === undefined || inOrder(before, number);
  });
}

const minutesADay = 24 * 60;

function timeProblems(content: PolicyContent): string[] {
  const { sendAt, spreadMinutes, quietFrom, quietUntil, digestAt, checkAt } = content;
  const problems: string[] = [];
  const hours = `免打扰时段（${quietFrom}至${quietUntil}）`;
  if (quietFrom === quietUntil) problems.push('免打扰的开始时间和结束时间不能相同。');
  const start = minutesOf(sendAt);
  if (isQuietAt(sendAt, content)) problems.push(`提醒发送时间${sendAt}在${hours}内，提醒将无法发出，请调整。`);
  // The last of them leave when the spread is over: until the quiet hours begin, and on the same day.
  else if (start + spreadMinutes > Math.min(minutesADay, nextQuiet(content))) {
    problems.push(
      `提醒自${sendAt}起分${spreadMinutes}分钟发完，会延续到${hours}或者次日，请提前发送时间或者缩短分散时长。`,
    );
  }
  if (isQuietAt(digestAt, content)) problems.push(`早报时间${digestAt}在${hours}内，请调整。`);
  if (isQuietAt(checkAt, content)) problems.push(`发送检查时间${checkAt}在${hours}内，请调整。`);
  if (minutesOf(checkAt) < start + spreadMinutes) {
    problems.push(`发送检查时间${checkAt}早于当天提醒发完的时间，应在${sendAt}之后至少${spreadMinutes}分钟。`);
  }
  return problems;
}

/** When the quiet hours begin after the time of sending, in minutes of its day. */
function nextQuiet({ sendAt, quietFrom, quietUntil }: PolicyContent): number {
  if (quietFrom === quietUntil) return minutesADay;
  const from = minutesOf(quietFrom);
  return from > minutesOf(sendAt) ? from : from + minutesADay;
}

function textProblems({ texts }: PolicyContent): string[] {
  return (['deadline', 'certificate'] as const).flatMap((kind) => {
    const name = `${textNames[kind]}文字`;
    const text = texts[kind];
    if (text.trim() === '') return [`${name}不能为空。`];
    const used = [...text.matchAll(aPlaceholder)].map(([, word = '']) => word);
    const unknown = [...new Set(used.filter((word) => !placeholders.some((one) => one === word)))];
    const missing = required[kind].filter((one) => !used.includes(one));
    const list = (words: readonly string[]) => words.map((word) => `{${word}}`).join('、');
    return [
      ...(unknown.length > 0 ? [`${name}中的${list(unknown)}无法识别，可以使用${list(placeholders)}。`] : []),
      ...(missing.length > 0 ? [`${name}缺少${list(missing)}。`] : []),
      ...(/[{}｛｝]/u.test(text.replace(aPlaceholder, '')) ? [`${name}中的花括号不成对，或者写成了全角。`] : []),
    ];
  });
}
