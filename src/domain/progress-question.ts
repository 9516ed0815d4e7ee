import { type Kind, kindSpoken, kindWords } from './kind-spoken.ts';
import { levelLabels } from './qualification.ts';

/** What a plain question asks: how far the own application, or that of an enterprise, has come. */
export type ProgressQuestion = { of: 'own'; kind?: Kind } | { of: 'enterprise'; name: string; kind?: Kind };

const lead =
  '(?:请问|麻烦|帮(?:忙|我(?!想))?|我?想(?!知道)|(?:我?想)?知道)*(?:查询|查看|查一下|查下|查查|看一下|看看|问一下|问问|了解一下|查|看)?(?:一下|下)?';
const kind = `(?<kind>(?:${Object.values(levelLabels).join('|')})?(?:${kindWords.join('|')}))(?:资质|资格|证书)?`;
const filing = '(?:申报|申请|认定|评审|评价|审批|审核|复审|重新认定|报批|入库)';
const papers = '(?:的)?(?:材料|资料|事项|工作|流程|手续)?(?:的)?(?:现在|目前|如今|到底|究竟)?';
const where =
  '(?:已经)?(?:进行|推进|进展|办|走|审|报|弄|卡|做)?(?:到|在|处于)(?:了)?(?:哪(?:一|个)?(?:步|阶段|环节|一?关)|什么(?:阶段|环节|程度|状态|步骤|地步)|哪里|哪儿|哪)(?:了|啦)?(?:呢|啊|呀)?';
const how = '(?:怎么样|怎样|如何|咋样|什么情况|是什么|怎么说)(?:了|啦)?(?:呢|啊|呀)?';
const progress = `(?:的)?(?:办理|审核|审批|申报)?(?:进度|进展|进程)(?:情况|状态)?(?:的)?(?:查询|呢|${how}|${where})?`;
const result =
  '(?:有(?:没有)?|出(?:来)?)(?:了)?(?:结果|消息|批复|回复|下文)(?:了)?(?:吗|没有|没|么|呢)?|(?:结果|批复)(?:出来|下来|出)(?:了)?(?:吗|没有|没|么|呢)?';
const taken =
  '(?:已经|是否|是不是|有没有)?(?:批(?:复|准)?|审批|审(?:核)?|初审|评(?:审)?|推荐|上报|报上去|公示|认定|通过)(?:下来|上去|出来|通过|过|完|好|到市里|到自治区)?(?:了)?(?:吗|没有|没|么|了没有|了没|呢)';
const when =
  '(?:什么时候|何时|多久|啥时候|还要多久)(?:能|才能|可以|会|才)?(?:批(?:下来|复|准)|出结果|有结果|公示|下证|拿到)(?:呢|啊)?';
const doing = `(?:办|弄|进行|推进|审(?:核|批)?|报)得${how}`;
const doneNow = '(?:办|审|弄)(?:完|好|下来)(?:了)?(?:吗|没有|没|么|呢)';
const asked = `(?:${progress}|${where}|${result}|${taken}|${when}|${doing}|${doneNow})`;
/** What is filed too, or paid out, and is not this. */
const another =
  '(?!.*(?:资金|奖励|奖补|拨款|补助|经费|项目|月报|报表|年报|绑定|导入|截止|条件|要求|好处|通知|指南|怎么(?:申报|办|报)|如何(?:申报|办理)|需要什么|哪些材料|到期|有效))';

const patterns = [
  // 我们高企申报到哪一步了, 易统云高企批下来没有
  new RegExp(`^${another}${lead}(?<subject>.{0,40}?)(?:的)?${kind}${filing}?${papers}${asked}$`, 'u'),
  // 申报进度怎么样, 易统云的申报到哪了
  new RegExp(`^${another}${lead}(?<subject>.{0,40}?)(?:的)?${filing}${papers}${asked}$`, 'u'),
  // 高企进度, 办理进度
  new RegExp(
    `^${another}${lead}(?<subject>.{0,40}?)(?:的)?(?:${kind})?(?:${filing}|办理)${papers}(?:进度|进展)(?:情况)?(?:查询)?$`,
    'u',
  ),
];

const ourselves = /^(?:(?:我们|我|咱们|咱|本|贵|俺们)?(?:公司|单位|企业|厂|家)?|我司|我方)(?:的)?(?:的)?$/u;
/** Which year or batch is told apart on the card. */
const whichOne =
  /(?:今年|去年|前年|本年度|上半年|下半年|这次|上次|这批|上批|(?:20)?\d{2}年度?|第[一二三四1-4]批)(?:的)?/gu;

/** Reads an ordinary question such as `我们高企申报到哪一步了`; null if it is about something else. */
export function readProgressQuestion(text: string): ProgressQuestion | null {
  const sentence = text.replace(/\s+/gu, '').replace(/[,，]/gu, '').replace(whichOne, '');
  for (const pattern of patterns) {
    const found = pattern.exec(sentence)?.groups;
    if (!found) continue;
    const subject = found.subject ?? '';
    const meant = found.kind ? kindSpoken(found.kind) : null;
    const about = meant ? { kind: meant } : {};
    return ourselves.test(subject) ? { of: 'own', ...about } : { of: 'enterprise', name: subject, ...about };
  }
  return null;
}
