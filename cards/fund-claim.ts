import type { Bureau } from '../src/core/bureau.ts';
import { type Button, type Card, type Field, packTap } from '../src/core/card.ts';
import type { Sender } from '../src/core/event.ts';
import type { Telling } from '../src/domain/bindings.ts';
import { dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';
import type { Claim } from '../src/domain/funds/funds.ts';
import type { Sums } from '../src/domain/funds/sums.ts';
import { projectLabel } from '../src/domain/funds/terms.ts';
import type { Verdict } from '../src/domain/funds/verdict.ts';
import { claimPhrase, typeLabel } from '../src/domain/funds/wording.ts';
import {
  answerBy,
  button,
  type Line,
  lineFields,
  remarkBlocks,
  standingFields,
  type Where,
  waits,
  whereFields,
} from './fund-entry-parts.ts';
import { noticeCard } from './notice.ts';

/** 退回 with one tap; any other reason is typed. At most ten characters with the word before them. */
const usualReasons: Record<Claim['type'], readonly (readonly [button: string, reason: string])[]> = {
  RECEIVE: [
    ['退回：凭证不符', '与到位凭证不符'],
    ['退回：金额不符', '金额与到位凭证不符'],
    ['退回：日期不符', '到位日期与凭证不符'],
  ],
  SPEND: [
    ['退回：凭证不符', '与支出凭证不符'],
    ['退回：金额不符', '金额与支出凭证不符'],
    ['退回：月份不符', '支出月份与凭证不符'],
  ],
};

const stateLabels: Record<Claim['state'], string> = {
  PENDING: '等待工作人员确认',
  CONFIRMED: '已确认入账',
  REJECTED: '已退回',
  WITHDRAWN: '已撤回',
};

/** To the enterprise: everything it is about to report, before it is sent. */
export function claimToConfirmCard(
  where: Where,
  line: Line,
  { id, remarks, sums }: { id: string; remarks: readonly string[]; sums: Sums },
): Card {
  return {
    title: '请确认填报内容',
    blocks: [
      {
        kind: 'fields',
        fields: [
          ...whereFields(where),
          ...lineFields(line, true),
          { label: '来源', value: '企业自报' },
          ...standingFields(where, sums, '目前'),
        ],
      },
      ...remarkBlocks(remarks),
      {
        kind: 'text',
        text: `确认后提交开发区科技局；经工作人员确认后才记入台账和余额。${waits}`,
      },
    ],
    ...answerBy(id, '确认填报'),
    confidential: true,
  };
}

/** To the enterprise, whenever it asks how its report stands. */
export function claimSentCard(claim: Claim, bureau: Bureau): Card {
  return {
    title: '已填报',
    blocks: [
      { kind: 'fields', fields: [...claimFields(claim), { label: '状态', value: stateLabels[claim.state] }] },
      {
        kind: 'text',
        text:
          claim.state === 'PENDING'
            ? `已提交${bureau.name}，确认前不计入余额，处理结果将告知贵公司联系人。如需修改，请发送“/资金 撤回自报 ${claim.id}”后重新填报。`
            : `如有疑问，请联系${bureau.name}（电话 ${bureau.tel}）。`,
      },
    ],
    confidential: true,
  };
}

function claimFields(claim: Claim): Field[] {
  const { id, project, reportedBy, reportedAt } = claim;
  return [
    { label: '自报编号', value: id },
    ...whereFields({ batch: project.batch, project }),
    ...lineFields(claim, true),
    { label: '来源', value: '企业自报' },
    { label: '填报人', value: reportedBy.name ?? '未登记姓名' },
    { label: '填报时间', value: `${formatDate(dateOf(reportedAt))} ${timeOf(reportedAt)}` },
  ];
}

/** To staff: a report with what can be done about it. `why`: what the ledger has against it as it stands. */
export function claimToDecideCard(claim: Claim, { after, verdict }: { after: Sums; verdict: Verdict }): Card {
  const { id, project, type } = claim;
  const where = { batch: project.batch, project };
  const reject = usualReasons[type].map(([text, reason]): Button => button(text, `资金 退回自报 ${id} ${reason}`));
  const can = verdict.is === 'fine';
  const advance = verdict.is === 'advance' ? `确属垫支的，请发送“/资金 确认自报 ${id} 垫支 说明”。` : '';
  return {
    title: `企业自报${typeLabel(type, true)}`,
    blocks: [
      {
        kind: 'fields',
        fields: [...claimFields(claim), ...(can ? standingFields(where, after, '确认后') : [])],
      },
      ...(verdict.is === 'fine'
        ? []
        : [{ kind: 'text' as const, text: `按目前登记的情况不能直接确认：${verdict.why}${advance}` }]),
    ],
    buttons: [...(can ? [button('确认', `资金 确认自报 ${id}`)] : []), ...reject],
    insteadOfButtons: `请发送“/资金 确认自报 ${id}”，或发送“/资金 退回自报 ${id} 原因”。`,
    confidential: true,
  };
}

/** To who decided, or came too late. `sums`: of the project, with it; null: it was not confirmed. */
export function claimDecidedCard(
  claim: Claim,
  { isNew, isMine, sums }: { isNew: boolean; isMine: boolean; sums: Sums | null },
): Card {
  const { state, decidedBy, decidedAt, reason, project } = claim;
  const by = state === 'WITHDRAWN' ? '企业' : isMine ? '您' : (decidedBy?.name ?? '其他工作人员');
  const when = decidedAt === null || isNew ? '' : `（${formatDate(dateOf(decidedAt))} ${timeOf(decidedAt)}）`;
  const what = { PENDING: '待确认', CONFIRMED: '确认', REJECTED: '退回', WITHDRAWN: '撤回' }[state];
  const why = state === 'REJECTED' && reason !== null ? `，原因：${reason}` : '';
  const told = isNew ? '结果已告知企业联系人。' : '';
  const standing = sums && state === 'CONFIRMED' ? standingFields({ batch: project.batch, project }, sums, '目前') : [];
  return {
    title: { PENDING: '等待确认', CONFIRMED: '自报已确认', REJECTED: '自报已退回', WITHDRAWN: '自报已撤回' }[state],
    blocks: [
      { kind: 'text', text: `${by}已${isNew ? '' : '于此前'}${what}该笔自报${when}${why}。${told}` },
      { kind: 'fields', fields: [...claimFields(claim), ...standing] },
    ],
    confidential: true,
  };
}

/** What is told of a decision, to whom. */
export function claimNews(claim: Claim, contacts: readonly Sender[], bureau: Bureau): Telling {
  return {
    to: contacts,
    card: claimNewsCard(claim, bureau),
    purpose: 'fund.claim.decide',
    needs: 'fund.report',
    enterpriseId: claim.project.enterprise.id,
  };
}

/** To the enterprise, when the bureau has decided. */
function claimNewsCard(claim: Claim, bureau: Bureau): Card {
  const { id, project, reason } = claim;
  const what = `贵公司填报的 ${projectLabel(project.number)} ${project.name}：${claimPhrase(claim)}（自报编号 ${id}）`;
  if (claim.state === 'CONFIRMED') {
    const text = `${what}已确认，已记入资金台账。发送“/资金”可查看。`;
    return { ...noticeCard('自报已确认', text), confidential: true };
  }
  const why = reason === null ? '' : `原因：${reason}。`;
  const text = `${what}未予确认，不计入余额。${why}请核对后重新填报；如有疑问，请联系${bureau.name}（电话 ${bureau.tel}）。`;
  return { ...noticeCard('自报已退回', text), confidential: true };
}

const listedAtMost = 20;

/** 待确认的自报, for staff. */
export function pendingClaimsCard(claims: readonly Claim[]): Card {
  if (claims.length === 0) return { ...noticeCard('企业自报', '目前没有等待确认的自报。'), confidential: true };
  return {
    title: `等待确认的自报（${claims.length}笔）`,
    blocks: [
      {
        kind: 'list',
        items: claims
          .slice(0, listedAtMost)
          .map(
            (one) =>
              `${one.project.enterprise.name}，${projectLabel(one.project.number)}，${claimPhrase(one)}，编号 ${one.id}`,
          ),
      },
      ...(claims.length > listedAtMost ? [{ kind: 'text' as const, text: `仅列最早的${listedAtMost}笔。` }] : []),
      { kind: 'text', text: '发送“/资金 自报 编号”查看并处理。' },
    ],
    confidential: true,
  };
}

/** The own reports, for an enterprise: what is open and what was decided last. */
export function ownClaimsCard(claims: readonly Claim[], link: Card['link']): Card {
  const how = '填报请发送“/资金 到位 P-03 20万元 2023-11-20”或“/资金 支出 P-03 2023-11 3.5万元”，也可在页面填报。';
  const items = [...claims]
    .reverse()
    .slice(0, listedAtMost)
    .map((one) => {
      const why = one.state === 'REJECTED' && one.reason !== null ? `，原因：${one.reason}` : '';
      return `${projectLabel(one.project.number)} ${one.project.name}，${claimPhrase(one)}，${stateLabels[one.state]}${why}，编号 ${one.id}`;
    });
  return {
    title: '自报到位和支出',
    blocks: [
      ...(items.length === 0
        ? [{ kind: 'text' as const, text: '贵公司目前没有自报记录。' }]
        : [
            { kind: 'list' as const, items },
            { kind: 'text' as const, text: '等待确认的可发送“/资金 撤回自报 编号”撤回；确认前不计入余额。' },
          ]),
      { kind: 'text', text: how },
    ],
    ...(link ? { link } : {}),
    confidential: true,
  };
}

/** The enterprise took it back, or it was too late for that. */
export function withdrawnCard(isDone: boolean): Card {
  const text = isDone
    ? '该笔自报已撤回，未计入余额。如需填报，请重新发送。'
    : '没有找到贵公司等待确认的这笔自报；可能已处理或已撤回，请发送“/资金 自报”查看。';
  return { ...noticeCard(isDone ? '已撤回' : '未能撤回', text), confidential: true };
}

/** What WeCom carries back of a button (企业微信 发送应用消息 90236, key): a long note would not fit. */
const tapBytesAtMost = 1024;

/** Several own projects may be meant. */
export function whichProjectCard(
  projects: readonly Where[],
  { what, say }: { what: string; say: (label: string) => string },
): Card {
  const own = projects.flatMap(({ project }) => project ?? []);
  const labels = own.map(({ number }) => projectLabel(number));
  const sample = say(labels[0] ?? 'P-03');
  const buttons = labels.map((label) => button(label, say(label)));
  const fit = buttons.length <= 6 && buttons.every(({ tap }) => Buffer.byteLength(packTap(tap)) <= tapBytesAtMost);
  return {
    title: '请选择项目',
    blocks: [
      { kind: 'text', text: `贵公司有多个项目，请选择本次${what}所属的项目：` },
      { kind: 'list', items: own.map(({ number, name }) => `${projectLabel(number)} ${name}`) },
    ],
    ...(fit ? { buttons } : {}),
    insteadOfButtons: `请写明项目编号后重新发送，例如“/${sample}”。`,
    confidential: true,
  };
}
