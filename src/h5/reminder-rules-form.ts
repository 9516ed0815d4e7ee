import type { Policy, PolicyContent } from '../domain/deadlines/policy.ts';
import { PolicyContentSchema } from '../domain/deadlines/policy.ts';
import { placeholderText, policyProblems } from '../domain/deadlines/policy-rules.ts';
import { qualificationTypes, typeFacts } from '../domain/qualification.ts';
import { readTime } from './deadline-form.ts';
import { type FieldReader, readFields } from './fund-fields.ts';
import type { FieldProblem, FormField, Values } from './pages/form-parts.tsx';

/** A list of numbers, as people write it. */
interface NumberList {
  name: 'leads' | 'certificateMonths' | 'reportDays';
  label: string;
  hint: string;
  least: number;
  most: number;
}
const lists: readonly NumberList[] = [
  {
    ...{ name: 'leads', label: '截止提醒：提前天数', least: 0, most: 365 },
    hint: '距材料到开发区的自然日天数，从大到小，用顿号分开；0 为截止当天。遇休息日提前到上一个工作日。',
  },
  {
    ...{ name: 'certificateMonths', label: '证书到期提醒：提前月数', least: 1, most: 36 },
    hint: '距证书有效期止的月数，从大到小，用顿号分开；不提醒时留空。',
  },
  { name: 'reportDays', label: '月报提醒日', hint: '每月几日，从小到大；填报期最后一天另行提醒。', least: 2, most: 28 },
];

const times = {
  sendAt: '提醒开始发送的时间',
  quietFrom: '免打扰开始时间',
  quietUntil: '免打扰结束时间',
  digestAt: '工作人员早报时间',
  checkAt: '发送检查时间',
} as const;
const timeNames = Object.keys(times) as (keyof typeof times)[];

const textHint = (kind: keyof PolicyContent['texts']) => `可以使用以下内容，发送时自动填入：${placeholderText(kind)}。`;

export interface RuleFields {
  heading: string;
  fields: readonly FormField[];
}

/** The form, part by part. */
export const ruleFields: readonly RuleFields[] = [
  {
    heading: '提醒日',
    fields: [
      ...lists.map(({ name, label, hint }): FormField => ({ name, label, hint, kind: 'text' })),
      {
        ...{ name: 'backupFrom', label: '备用联系人：自截止前几天起', kind: 'text', isOptional: true },
        hint: '企业未答复时，自该天起同时提醒备用联系人；留空即不提醒。',
      },
    ],
  },
  {
    heading: '提醒到期的证书类型',
    fields: qualificationTypes.map((type) => ({
      ...{ name: `type.${type}`, label: typeFacts[type].label, kind: 'check', isOptional: true },
    })),
  },
  {
    heading: '时间（如 09:00）',
    fields: [
      ...timeNames.map((name): FormField => ({ name, label: times[name], kind: 'text' })),
      { name: 'spreadMinutes', label: '分散发送的分钟数', kind: 'text', hint: '在这段时间内陆续发完，0—180。' },
    ],
  },
  {
    heading: '提醒文字',
    fields: [
      { name: 'textDeadline', label: '截止提醒', kind: 'long', hint: textHint('deadline') },
      { name: 'textCertificate', label: '证书到期提醒', kind: 'long', hint: textHint('certificate') },
    ],
  },
];

/** The fields as they stand for the rules in force. */
export function policyValues(policy: PolicyContent): Record<string, string> {
  return {
    ...Object.fromEntries(lists.map(({ name }) => [name, policy[name].join('、')])),
    ...Object.fromEntries(policy.certificateTypes.map((type) => [`type.${type}`, '1'])),
    ...Object.fromEntries(timeNames.map((name) => [name, policy[name]])),
    backupFrom: policy.backupFrom === null ? '' : String(policy.backupFrom),
    spreadMinutes: String(policy.spreadMinutes),
    textDeadline: policy.texts.deadline,
    textCertificate: policy.texts.certificate,
  };
}

/** What a form of rules says; everything that is wrong with it at once. */
export function readPolicyForm(values: Values): {
  content: Omit<Policy, 'number'> | null;
  problems: readonly FieldProblem[];
} {
  const form = readFields(values);
  const [leads, certificateMonths, reportDays] = lists.map((list) => readNumbers(form, list));
  const read = {
    ...{ leads, certificateMonths, reportDays },
    certificateTypes: qualificationTypes.filter((type) => values[`type.${type}`] === '1'),
    backupFrom: form.typed('backupFrom') === '' ? null : readNumber(form, 'backupFrom', '备用联系人的提前天数', 365),
    spreadMinutes: readNumber(form, 'spreadMinutes', '分散发送的分钟数', 180),
    ...Object.fromEntries(timeNames.map((name) => [name, readClock(form, name)])),
    texts: {
      deadline: readText(form, 'textDeadline', '截止提醒的文字'),
      certificate: readText(form, 'textCertificate', '证书到期提醒的文字'),
    },
  };
  const { problems } = form;
  if (problems.length > 0) return { content: null, problems };
  const content = PolicyContentSchema.parse(read);
  return { content, problems: policyProblems(content).map((text) => ({ field: null, text })) };
}

function readNumbers(form: FieldReader, { name, label, least, most }: NumberList): number[] {
  const parts = form
    .typed(name)
    .normalize('NFKC')
    .split(/[、,;\s]+/u)
    .filter(Boolean);
  const numbers = parts.map((part) => (/^\d{1,3}$/u.test(part) ? Number(part) : -1));
  if (numbers.some((one) => one < least || one > most)) {
    form.wrong(name, `${label}请填写${least}至${most}之间的整数，用顿号分开。`);
  } else if (name === 'leads' && numbers.length === 0) form.wrong(name, `请填写${label}。`);
  return numbers;
}

function readNumber(form: FieldReader, name: string, label: string, most: number): number {
  const typed = form.typed(name).normalize('NFKC');
  const number = /^\d{1,3}$/u.test(typed) ? Number(typed) : -1;
  if (number < 0 || number > most) form.wrong(name, `${label}请填写0至${most}之间的整数。`);
  return number;
}

function readClock(form: FieldReader, name: keyof typeof times): string {
  const typed = form.typed(name).normalize('NFKC').replace(/\s+/gu, '');
  const time = readTime(typed);
  if (time === null || time === '24:00') form.wrong(name, `${times[name]}请按 09:00 的格式填写。`);
  return time ?? '';
}

function readText(form: FieldReader, name: string, label: string): string {
  // A browser sends line breaks as CRLF (HTML, form submission).
  const text = form.typed(name).replace(/\r\n/gu, '\n');
  if (text === '') form.wrong(name, `请填写${label}。`);
  if (text.length > 500) form.wrong(name, `${label}请控制在500字以内。`);
  return text;
}

/** What differs, one sentence each. */
export function policyChanges(before: PolicyContent, after: PolicyContent): string[] {
  const said = (content: PolicyContent): [label: string, value: string][] => [
    ...lists.map(({ name, label }): [string, string] => [label, content[name].join('、') || '无']),
    ['备用联系人', content.backupFrom === null ? '不提醒' : `截止前${content.backupFrom}天起`],
    ['提醒到期的证书类型', content.certificateTypes.map((type) => typeFacts[type].label).join('、') || '无'],
    ...timeNames.map((name): [string, string] => [times[name], content[name]]),
    ['分散发送的分钟数', String(content.spreadMinutes)],
    ['截止提醒的文字', content.texts.deadline],
    ['证书到期提醒的文字', content.texts.certificate],
  ];
  const news = said(after);
  return said(before).flatMap(([label, was], n) => {
    const is = news[n]?.[1] ?? '';
    return was === is ? [] : [`${label}由“${was}”改为“${is}”。`];
  });
}
