import { type Kind, kindSpoken, splitKind } from '../kind-spoken.ts';
import { readRound } from './due-words.ts';

/** Until when something can be filed: `高企第二批什么时候截止` (domain.md F3). */
export interface DeadlineQuestion {
  /** What it is about, without year and batch: to be found in the names of deadlines. */
  words: string;
  kind: Kind | null;
  year: number | null;
  batch: number | null;
}

/** A question is one short sentence; what is longer is something else. */
const charactersAtMost = 40;

const lead =
  /^(?:请问|您好|你好|麻烦|想?问(?:一?下|问)?|我?想(?:知道|了解|确认)(?:一下)?|帮(?:我|忙)?(?:查|看)(?:一?下|看)?|(?:查|看)(?:一?下|看))/u;
const whenever = '(?:什么时候|啥时候|什么时间|何时|几号|哪(?:一)?天|几月几号|多久|什么日期)';
const filing = '(?:申报|申请|报名|报送|提交|填报|上报|材料|交材料|交)';
const asked = [
  `${filing}?(?:是|在|到)?${whenever}(?:之?前)?(?:就|会|要|得|才)?(?:${filing})?(?:截止|截至|结束)`,
  `${filing}?(?:截止|截至|结束)(?:到|是|在|至)?${whenever}`,
  `${filing}?(?:的)?(?:截止|最后|最晚|最迟)(?:报送|申报|提交)?(?:时间|日期|期限|日)(?:是|到|在)?(?:${whenever})?`,
  `(?:最晚|最迟|最后)(?:是|到|在)?${whenever}(?:之?前)?(?:${filing})?`,
  `${filing}?(?:还有|还剩|剩)(?:多久|几天|多少天)(?:就|会|才)?截止`,
  `${filing}?(?:截止|结束)(?:了)?(?:吗|没有|没|么)`,
].join('|');
const question = new RegExp(`^(?<subject>.{2,30}?)(?:的)?(?:${asked})(?:了|呢|啊|呀|吗)?$`, 'u');
/** Of the monthly report, its own handler answers; 证书 run out and are not closed. */
const another = /月报|月度|(?:这|上|本|当)个?月|^\d{1,2}月|资金|绑定|导入|密码|验证码|证书/u;
const nothing = /^(?:(?:我们|我|咱们|本|贵)?(?:公司|单位|企业)?的?|我司|这个?|那个?|它|申报|材料|报送|今年|明年)$/u;
const round =
  /(?<year>20\d{2}年度?)|(?<batch>第?(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]|\d{1,2})批次?)/gu;

/** Null if it is about something else. */
export function readDeadlineQuestion(text: string): DeadlineQuestion | null {
  const whole = text.replace(/[\s,，]+/gu, '');
  if (whole.length > charactersAtMost || another.test(whole)) return null;
  const subject = question.exec(whole.replace(lead, ''))?.groups?.subject;
  if (subject === undefined || nothing.test(subject)) return null;
  const about = aboutOf(subject);
  return about.words === '' ? null : about;
}

/** What words behind `/截止` are about: `高企 2024年第二批`. */
export function aboutOf(text: string): DeadlineQuestion {
  const whole = text.replace(/\s+/gu, '');
  const rounds = [...whole.matchAll(round)].flatMap(([word]) => readRound(word) ?? []);
  const words = whole.replace(round, '').replace(/^(?:我们|我司|今年)?(?:的)?|的$/gu, '');
  const bare = words.replace(/(?:的|重新认定|认定|评价|申报|申请|备案|入库|复审)+$/u, '');
  return {
    words,
    kind: kindSpoken(bare) ?? splitKind(bare)?.kind ?? null,
    year: rounds.find(({ year }) => year !== null)?.year ?? null,
    batch: rounds.find(({ batch }) => batch !== null)?.batch ?? null,
  };
}
