import { noticeCard } from '../../cards/notice.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import type { Answer } from '../../src/core/card.ts';
import { argumentOf, type Said } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { builtInSet, fundSpentKey } from '../../src/domain/reports/indicators.ts';
import { cutEnterprise } from '../../src/domain/reports/own-request.ts';
import { lastPeriod } from '../../src/domain/reports/period.ts';
import { readFigures } from '../../src/domain/reports/reader/read-figures.ts';
import { rememberChoice } from '../own-enterprise.ts';
import { fileCard, fillFrom, readFiguresOf } from '../report-filling.ts';
import { whose } from '../report-look.ts';

interface Request {
  text: string;
  /** Whether the command was written: then it is a report, whatever it says. */
  isCommand: boolean;
}

/** 填报: figures as people type them, with or without the command. */
export const reportFigures = defineIntent<Request>({
  id: 'report-figures',
  command: '填报',
  permission: 'report.file',
  inGroup: 'privately',
  examples: [
    { say: '营收320万 研发18.5万 职工46人', gets: '填报月报，核对后确认提交' },
    { say: '/填报 营业收入 1.2亿', gets: '填写或修改一项指标' },
  ],
  read,
  run: answer,
});

/** A figure has a digit, a numeral or a word for nothing; whether it is one the reader finds out. */
const mayHaveFigures = /[\d一二三四五六七八九十百千万亿两零〇无]|没有/u;

function read(said: Said): Request | null {
  const argument = argumentOf(said, ['填报', '报数']);
  if (argument !== null) return { text: argument, isCommand: true };
  return !said.slash && isReport(said.text) ? { text: said.text, isCommand: false } : null;
}

/** Of which day it is said does not matter for what kind of sentence it is. */
const someDay = '2024-01-05';

/**
 * Whether a sentence without the command is a report: decided here, as in a group it is answered elsewhere. By the built-in
 * indicators: one that staff have added is understood beside these, or behind the command.
 */
function isReport(text: string): boolean {
  if (!mayHaveFigures.test(text)) return false;
  const reading = readFigures(text, { indicators: builtInSet.indicators, today: someDay });
  if (!reading) return false;
  // A spending by itself is a 自报 of the fund ledger.
  if (reading.figures.length > 0) return reading.figures.some(({ key }) => key !== fundSpentKey);
  // Nothing of it was taken, and something is asked back: it was meant as a report.
  return !ofFunds.test(text);
}

async function answer(ctx: Context, { text: said, isCommand }: Request): Promise<Answer | null> {
  const { enterpriseId, rest: text } = cutEnterprise(said);
  const reading = await readFiguresOf(ctx, text);
  if (!reading && !isCommand) return null;
  const named = enterpriseId === null ? await namedEnterprise(ctx, text) : null;
  if (named && 'answer' in named) return named.answer;
  const own = named ?? whose(ctx, enterpriseId, `填报 ${text}`);
  if ('ask' in own) return { here: own.ask };
  const { enterprise } = own;
  await rememberChoice(ctx, enterprise);
  if (reading) return fillFrom(ctx, enterprise, reading, text);
  if (text === '') return fileCard(ctx, enterprise, lastPeriod(ctx.now));
  return {
    here: {
      ...noticeCard('没有看懂', '请按“指标 数字 单位”的形式发送，例如“营收320万 研发18.5万 职工46人”。'),
      confidential: true,
    },
  };
}

/** What is said of the fund ledger is for its own commands. */
const ofFunds = /资金|项目|P-\d/iu;

/**
 * An enterprise that the sentence begins with: one of the own is meant, any other is refused. What is no registered name is
 * no matter.
 */
async function namedEnterprise(
  ctx: Context,
  text: string,
): Promise<{ enterprise: EnterpriseRef } | { answer: Answer } | null> {
  const [lead = ''] = text.split(/[\s,，:：;；、]/u).filter(Boolean);
  if ([...lead].length < 3 || /\d/u.test(lead.replace(/\d+$/u, ''))) return null;
  const { enterprises } = await ctx.ledger.findEnterprises(lead);
  if (enterprises.length === 0) return null;
  const own = enterprises.flatMap(({ id }) => ctx.actor.enterprises.find((one) => one.id === id) ?? []);
  const [only] = own;
  if (only && own.length === 1) return { enterprise: only };
  if (only) return null;
  const card = noticeCard('不能填报', `您未绑定“${lead}”，本次未记录任何数字；如需为其填报，请先发送“/绑定 ${lead}”。`);
  const [other] = enterprises;
  return {
    answer: {
      here: { ...card, confidential: true },
      audit: [
        {
          action: 'report.fill',
          result: 'denied',
          objectType: 'enterprise',
          ...(other ? { objectId: other.id, enterpriseId: other.id } : {}),
        },
      ],
    },
  };
}
