/** A plain question about the own monthly report: whether it is in, until when, whether it can still be changed. */
export interface OwnQuestion {
  /** The month that is named, for `readPeriod`; null: the one that is due. */
  month: string | null;
}

/** A question is one short sentence; what is longer is something else. */
const charactersAtMost = 40;

const lead =
  /^(?:请问|您好|你好|麻烦|想?问(?:一?下|问)?|我?想(?:知道|了解|确认)(?:一下)?|帮(?:我|忙)?|(?:查|看|确认)(?:一?下|看)?)/u;
const ours = '(?:(?:我们|咱们|我|咱|本|贵)?(?:公司|单位|企业|厂|家)?|我司|我方)(?:的)?';
const dueNow = '这个月|这月|本月|当月|本期|这期|当期|这次|本次';
const numeral = '(?:\\d{1,2}|十[一二]?|[一二三四五六七八九])';
const month = `(?<month>${dueNow}|上个?月|(?:(?:20\\d{2}|今|去)年)?${numeral}月份?)`;
const report = '(?:月报表?|月度报表)';
const now = '(?:现在|目前|到底|究竟|今天)?(?:已经|都|还)?';

const handIn = '(?:提交|报送|上报|填报|递交|交|报|填)(?:上去|上来|完|好|齐|过|成功)?';
const whether = '(?:有没有|是否|是不是)(?:已经)?';
const isIt = '(?:吗|么|没有|没)';
const state = [
  `${handIn}(?:了)?${isIt}`,
  `${whether}${handIn}(?:了)?(?:吗)?`,
  '(?:交没交|报没报|填没填)(?:上去|好|完)?',
  `(?:审核?|(?:审核)?通过|退回|收到)(?:完|好|过|来)?(?:了)?${isIt}`,
  `${whether}(?:审核|(?:审核)?通过|退回|收到)(?:了)?`,
  '(?:填报|报送|审核)?(?:情况|状态|进度)(?:怎么样|如何|怎样)?(?:了)?',
  '(?:是)?(?:什么(?:状态|情况)|怎么样)(?:了)?',
  '(?:报|交|审核?)?到(?:了)?(?:哪(?:一)?步|哪儿|哪里|哪)(?:了)?',
].join('|');

const alter = '(?:再)?(?:改动?|修改|更正|补报|补交|补填|补|提交|报送|填报|填|报|交)(?:一下)?(?:了)?';
const change = [
  `(?:还)?(?:能|可以)(?:够)?${alter}(?:吗|么|不)`,
  `(?:还)?(?:能不能|可不可以|可否|能否|是否(?:还)?(?:能|可以))${alter}`,
  `(?:${alter})?(?:还)?来得及(?:${alter})?(?:吗|么|不)`,
].join('|');

const whenever = '(?:什么时候|啥时候|什么时间|何时|几号|哪(?:一)?天|几月几号)';
const ends = '(?:截止|截至|结束|到期|提交|填报|上报|报完|交完|报|交|填)';
const deadline = [
  `(?:最晚|最迟)?(?:是)?(?:${ends})?(?:到|在|得|要)?${whenever}(?:之?前)?(?:要|得|必须)?(?:${ends})?(?:了)?`,
  `(?:填报|报送|提交|上报)?(?:截止|截至|最后|最晚|最迟)(?:的)?(?:时间|日期|日|期限)?(?:是|到|在)?(?:${whenever})?`,
  `(?:填报|报送|提交)(?:期|期限|时间)(?:是|到)?(?:${whenever})?(?:截止|结束)?`,
  `(?:截止|截至|结束|到期|过期|过)(?:时间|日期|期限)?(?:了)?${isIt}`,
  '(?:还)?(?:有|剩)(?:几|多少)天(?:截止|结束|到期)?(?:了)?',
].join('|');

const asked = `(?<asked>${state}|${change}|${deadline})(?:呢|啊|呀|哪)?`;
const question = new RegExp(
  `^${ours}(?:${month})?(?:的)?(?<what>${report}|数据|数字|数|报表)?(?:的)?${now}${asked}$`,
  'u',
);

/**
 * Reads an ordinary question such as `我们月报交了吗`, `10月月报还能改吗`, `月报什么时候截止`; null if it is something else.
 * @param isBehindCommand a report is meant: then it need not be named (`11月的还能改吗`)
 */
export function readOwnQuestion(text: string, isBehindCommand = false): OwnQuestion | null {
  const sentence = text.replace(/[\s,，、:：?？]/gu, '');
  if (sentence.length > charactersAtMost) return null;
  const found = question.exec(withoutLead(sentence))?.groups;
  if (!found) return null;
  const { month, what = '', asked = '' } = found;
  // 这个月报了吗: where a month is named, that its report is meant need not be said.
  const isReport = isBehindCommand || /^月/u.test(what) || (month !== undefined && /[报交填]/u.test(asked));
  if (!isReport) return null;
  return { month: month === undefined || new RegExp(`^(?:${dueNow})$`, 'u').test(month) ? null : inDigits(month) };
}

/** One piece after the other: as one pattern with a star, 看看看… would be tried in every division. */
function withoutLead(sentence: string): string {
  const rest = sentence.replace(lead, '');
  return rest === sentence ? rest : withoutLead(rest);
}

const tens = ['十', '十一', '十二'];

/** `十一月` as `11月` */
function inDigits(month: string): string {
  const digits = (written: string) =>
    `${tens.includes(written) ? tens.indexOf(written) + 10 : '一二三四五六七八九'.indexOf(written) + 1}`;
  return month.replace(/十[一二]?|[一二三四五六七八九]/u, digits);
}
