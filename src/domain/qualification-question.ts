import { qualificationTypes, typeFacts, typeSpoken } from './qualification.ts';
import { type QualificationRequest, withoutDay } from './qualification-request.ts';

const spoken = qualificationTypes
  .flatMap((type) => (type === 'OTHER' ? [] : [typeFacts[type].label, ...typeFacts[type].spoken]))
  .sort((a, b) => b.length - a.length)
  .join('|');

// Every word in one way only: two ways to read 帮我想 would double the work with each repetition.
const lead =
  '(?:请问|麻烦|帮(?:忙|我(?!想))?|我?想)*(?:查询|查看|查一下|查下|查查|看一下|看看|问一下|查|看)?(?:一下|下)?';
const zone = '(?:全区|我区|开发区|区里)?(?:现在|目前)?(?:一共|总共|共)?(?:的)?(?:有)?';
const aType = `(?<type>${spoken})(?:企业)?`;
/** About everybody: how many, which, and the counts of all types. */
const everybody = [
  new RegExp(`^${lead}${zone}(?:多少|几)(?:家|个)?${aType}(?:呢|啊)?$`, 'u'),
  new RegExp(`^${lead}${zone}(?:哪些)?${aType}(?:的)?(?:名单|列表|清单|有多少家|有几家|有多少|数量)$`, 'u'),
];
const counts = new RegExp(`^${lead}${zone}(?:资质|认定)(?:情况)?(?:的)?(?:统计|汇总|数量)$`, 'u');

const link = '(?:是不是|是否是|是否|是|有没有|有|的)?';
const topic = `(?:(?<type>${spoken})(?:证书|资质|资格|认定)?|资质证书|资质|证书|认证)`;
const tail =
  '(?:的)?(?:有效期|期限|情况|状态|信息|编号|证书号|号码)?(?:是|到|在|还有|还|有没有|是否|什么|快|已经)*(?:什么时候|时候|何时|哪天|哪年|多久|几天|多少天|多少|几号)?(?:才|会|就|是否|快)?(?:到期|过期|有效|失效|在有效期内|批下来|批复|批准|批|下来|通过)?(?:了|啦)?(?:吗|么|没有|没|呢|嘛|吧|是什么|怎么样|如何)?';
const question = new RegExp(`^${lead}(?!什么是|何为|怎么|怎样|如何)(?<subject>.{0,40}?)${link}${topic}${tail}$`, 'u');
const ourselves =
  /^(?:(?:我们|我|咱们|咱|本|贵)?(?:公司|单位|企业|厂)?|我司|我方)?(?:的)?(?:现在|目前)?(?:都)?(?:有)?(?:什么|哪些|几个)?$/u;

/**
 * Reads an ordinary question such as `我们高企到期了吗`, `易统云高企到期了吗` or `有多少家高企`; null if it is about
 * something else. Whether an enterprise of that name exists only the ledger knows.
 */
export function readQuestion(text: string): QualificationRequest | null {
  const said = withoutDay(text);
  if (!said) return null;
  const { sentence, ...asAt } = said;
  if (counts.test(sentence)) return { of: 'statistics', ...asAt };
  for (const pattern of everybody) {
    const type = typeSpoken(pattern.exec(sentence)?.groups?.type ?? '');
    if (type) return { of: 'type', type, page: 1, everybody: true, ...asAt };
  }
  const found = question.exec(sentence)?.groups;
  if (!found) return null;
  const subject = found.subject ?? '';
  const type = found.type ? typeSpoken(found.type) : null;
  const about = { ...(type ? { type } : {}), ...asAt };
  return ourselves.test(subject) ? { of: 'own', ...about } : { of: 'enterprise', name: subject, ...about };
}

const name = new RegExp(`^${lead}(?:资质)?(?<name>.{2,40}?)(?:的)?$`, 'u');

/** What may be nothing but an enterprise's name, perhaps with a verb before it or 资质 stuck to it; null if it cannot be. */
export function readName(text: string): string | null {
  return name.exec(text.replaceAll(' ', ''))?.groups?.name ?? null;
}
