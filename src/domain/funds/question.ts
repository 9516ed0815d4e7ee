import { readDate } from '../calendar.ts';
import type { FundRequest } from './request.ts';

const lead =
  '(?:请问|麻烦|你好|您好|帮(?:忙|我(?!想))?|我?想(?!知道)|(?:我?想)?知道)*(?:查询|查看|查一下|查下|查查|看一下|看看|问一下|问问|了解一下|查|看)?(?:一下|下)?';
const money = '(?:科技)?(?:专项)?(?:资金|经费|拨款)|(?:科技)?专项款|项目(?:资金|经费|款)|财政(?:资金|拨款)';
const nowWords = '(?:现在|目前|如今|截至目前|到现在|到底|究竟)?';
const end = '(?:了)?(?:呢|啊|呀|吗|么|没有|没)?';
const left =
  '(?:还)?(?:剩|余|结余|剩余|可用|还有)(?:下)?(?:有)?(?:多少|几(?:多)?)(?:钱|万|万元)?|余额(?:是|有|还有)?(?:多少)?';
const arrived =
  '(?:有没有|是否|是不是|都)?(?:到(?:账|位)?|拨(?:付|下来|到)?|下来|发)(?:了)?(?:没有|没|吗|么|了没有|了没)';
const unpaid =
  '还(?:有|剩)(?:多少|几(?:多)?)(?:钱|万|万元)?(?:没|未|没有)(?:拨|到|拨付|到账|到位|发)(?:付|位|账)?(?:下来)?';
const how = '(?:的)?(?:使用|支出|到位|拨付|执行)?(?:情况|进度|明细)(?:怎么样|如何|怎样)?';
const howMuch = '(?:一共|总共|共|已经)?(?:批(?:复)?|到(?:位|账)?|拨(?:付)?|支出|用|花|收到)(?:了)?多少(?:钱|万|万元)?';

/** About the own enterprise, or about one that is named before it. */
const about = [
  new RegExp(`^${lead}(?<subject>.{0,40}?)(?:的)?${nowWords}(?:${money})(?:${nowWords})(?:${left})${end}$`, 'u'),
  new RegExp(`^${lead}(?<subject>.{0,40}?)(?:的)?${nowWords}(?:${money})(?:${nowWords})(?:${arrived})$`, 'u'),
  new RegExp(
    `^${lead}(?<subject>.{0,40}?)(?:的)?(?:${money})?(?:${nowWords})(?:${unpaid})(?:的)?(?:${money})?${end}$`,
    'u',
  ),
  new RegExp(`^${lead}(?<subject>.{0,40}?)(?:的)?${nowWords}(?:${money})(?:${nowWords})(?:${how})${end}$`, 'u'),
  new RegExp(`^${lead}(?<subject>.{0,40}?)(?:的)?${nowWords}(?:${money})(?:${nowWords})(?:${howMuch})${end}$`, 'u'),
  // 还剩多少专项资金, 我们收到专项资金了吗
  new RegExp(`^${lead}(?<subject>.{0,40}?)(?:还)?(?:剩|余|有)(?:下)?多少(?:的)?(?:${money})${end}$`, 'u'),
  new RegExp(`^${lead}(?<subject>.{0,40}?)(?:收到|拿到)(?:${money})(?:了)?(?:没有|没|吗|么)$`, 'u'),
  new RegExp(`^${lead}(?<subject>.{0,40}?)(?:的)?(?:科技)?专项资金(?:台账)?$`, 'u'),
];
const zone = '(?:我们?区|全区|开发区|区里|局里)?';
const ofYear = new RegExp(
  `^${lead}${zone}(?<year>20\\d{2})年?度?(?:全年)?${zone}(?:一共|总共|共)?(?:拿(?:到)?|获得|争取(?:到)?|得到|到位|下达)?(?:了)?(?:多少|几(?:批|笔))?(?:的)?(?:${money})(?:有多少|是多少|多少|几批|情况|台账|汇总)?${end}$`,
  'u',
);
const rate = new RegExp(
  `^${lead}(?:我们|全区|开发区)?(?:的)?(?:${money})?(?:的)?(?<rate>支出执行率|预算执行率|拨付率|到位率|执行率)(?:是|有|现在|目前|达到)*(?:多少|怎么样|如何|几)?${end}$`,
  'u',
);
const acceptance = new RegExp(
  `^${lead}(?:有)?(?:哪些|什么|多少)(?:个|项)?项目(?:还)?(?:没有|没|未|待|该|要|快|需要)+(?:到期)?验收(?:了)?(?:的)?${end}$`,
  'u',
);

const ourselves = /^(?:(?:我们|我|咱们|咱|本|贵)?(?:公司|单位|企业|厂|家)?|我司|我方)(?:的)?(?:都)?$/u;
/** What has the word 资金 in it and asks about something else. */
const another =
  /怎么(?:申请|申报|报)|如何(?:申请|申报)|申报(?:条件|通知|指南)|什么时候(?:申报|截止)|流动资金|注册资金|管理办法|政策/u;

const rates = { 支出执行率: 'spending', 预算执行率: 'budget', 拨付率: 'disbursement', 到位率: 'receipt' } as const;

/** As at which day, written into the sentence: `截至2023年11月30日专项资金还剩多少`. A year alone is whose money it is. */
const aDay =
  /(?:截至|截止到?|到)?(?<day>20\d{2}(?:年\d{1,2}月(?:\d{1,2}日)?|-\d{1,2}-\d{1,2}))(?:底|末)?(?:为止|时)?的?/u;

/** Reads an ordinary question such as `专项资金还剩多少`, `2023年拿了多少专项资金`, `执行率多少`; null if it is about something else. */
export function readFundQuestion(text: string): FundRequest | null {
  const whole = text.replace(/\s+/gu, '').replace(/[,，]/gu, '');
  const day = aDay.exec(whole)?.groups?.day;
  if (day === undefined) return readSentence(whole);
  const on = readDate(day);
  // A day that the calendar does not have: then it is no question we know.
  const read = on === null ? null : readSentence(whole.replace(aDay, ''));
  return read && on !== null ? { ...read, on } : null;
}

function readSentence(sentence: string): FundRequest | null {
  if (another.test(sentence)) return null;
  const year = ofYear.exec(sentence)?.groups?.year;
  if (year !== undefined) return { of: 'year', year: Number(year), page: 1 };
  const named = rate.exec(sentence)?.groups?.rate;
  if (named === '执行率') return { of: 'which-rate' };
  if (named !== undefined) return { of: 'rates', rate: rates[named as keyof typeof rates], year: null };
  if (acceptance.test(sentence)) return { of: 'acceptance', page: 1 };
  for (const pattern of about) {
    const found = pattern.exec(sentence)?.groups;
    if (!found) continue;
    const subject = found.subject ?? '';
    return ourselves.test(subject) ? { of: 'own' } : { of: 'enterprise', name: subject };
  }
  return null;
}
