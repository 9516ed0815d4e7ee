import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Block, Card } from '../src/core/card.ts';
import { dateOf, formatDate } from '../src/domain/calendar.ts';
import { type Deadline, deadlineNo } from '../src/domain/deadlines/deadline.ts';
import { deadlineTitle, dueText } from '../src/domain/deadlines/due-text.ts';
import { maskName, maskPhone } from '../src/domain/masking.ts';
import type { Period } from '../src/domain/reports/period.ts';
import { windowOf } from '../src/domain/reports/window.ts';
import { briefOf, sayButton } from './deadline-parts.ts';
import { asAt } from './parts.ts';
import { reportName } from './report-parts.ts';

/** Somebody to be called: an enterprise and whom one reaches there. */
export interface CallRow {
  enterprise: EnterpriseRef;
  /** null: nobody is listed */
  contact: { name: string | null; mobile: string | null } | null;
  /** Whether a bot reaches anybody of it. */
  isReachable: boolean;
}

interface Shown {
  now: Date;
  page: string;
}

/** Those who get these lists may also see whole numbers (src/domain/permissions.ts contact.reveal). */
const howToCall =
  '完整姓名和电话请发送“/联系人 企业简称 完整”查看，查看将记入审计记录；电话未登记的，可发送“/导入”补登。';

/** So many are listed: all are on the page. */
const rowsAtMost = 20;

/** To staff on the last workday before the day: who has said nothing yet, with whom to call, masked. */
export function callListCard({ deadline, rows }: { deadline: Deadline; rows: readonly CallRow[] }, shown: Shown): Card {
  const due = dueText(deadline.enterpriseDue, deadline.basis);
  const text =
    rows.length === 0
      ? `${deadlineTitle(deadline)}将于${due}截止，所涉企业均已答复或办理，无需电话提醒。`
      : `${deadlineTitle(deadline)}将于${due}截止，尚未答复的企业${rows.length}家，请电话提醒。`;
  const say = `截止 ${deadlineNo(deadline.number)}`;
  return {
    ...listCard(`电话提醒名单：${deadlineNo(deadline.number)}`, text, rows, shown),
    buttons: [sayButton('查看答复情况', say)],
    brief: briefOf(`电话提醒名单：${deadlineNo(deadline.number)}`, [{ label: '未答复', value: `${rows.length}家` }]),
    insteadOfButtons: `请发送“/${say}”查看答复情况。`,
    link: { text: '打开截止事项', url: shown.page },
  };
}

/** To staff on the workday after a month's window: who has not reported (domain.md D3). */
export function lateReportsCard({ period, rows }: { period: Period; rows: readonly CallRow[] }, shown: Shown): Card {
  const { closesOn } = windowOf(period);
  const text =
    rows.length === 0
      ? `${reportName(period)}填报期已于${formatDate(closesOn)}结束，应报企业均已报送。`
      : `${reportName(period)}填报期已于${formatDate(closesOn)}结束，逾期未报的企业${rows.length}家，已向可通知的联系人催报。`;
  return reportsCard(period, listCard(`${reportName(period)}逾期名单`, text, rows, shown), shown);
}

/** To staff on the third workday after it: who is called now. */
export function phoneListCard({ period, rows }: { period: Period; rows: readonly CallRow[] }, shown: Shown): Card {
  const text =
    rows.length === 0
      ? `${reportName(period)}应报企业均已报送，无需电话催报。`
      : `${reportName(period)}仍未报送的企业${rows.length}家，请电话催报。`;
  return reportsCard(period, listCard(`${reportName(period)}电话催报名单`, text, rows, shown), shown);
}

function reportsCard(period: Period, card: Card, { page }: Shown): Card {
  const say = `月报 ${period} 逾期`;
  return {
    ...card,
    buttons: [sayButton('逾期名单', say)],
    brief: briefOf(card.title),
    insteadOfButtons: `请发送“/${say}”查看名单。`,
    link: { text: '打开月报台账', url: page },
  };
}

function listCard(title: string, text: string, rows: readonly CallRow[], { now }: Shown): Card {
  const more = rows.length > rowsAtMost ? `以上为前${rowsAtMost}家，全部名单请打开页面查看。` : '';
  const blocks: Block[] = [
    { kind: 'text', text },
    ...(rows.length > 0 ? [{ kind: 'list' as const, items: rows.slice(0, rowsAtMost).map(callLine) }] : []),
    ...(more === '' ? [] : [{ kind: 'text' as const, text: more }]),
    ...(rows.length > 0 ? [{ kind: 'text' as const, text: howToCall }] : []),
  ];
  return { title, blocks, footer: asAt(dateOf(now), now), confidential: true };
}

/** `示例企业01，李*，138****5678`, `示例企业05，李*，电话未登记`, `示例企业06，无联系人` */
export function callLine({ enterprise, contact, isReachable }: CallRow): string {
  if (!contact) return `${enterprise.name}，无联系人`;
  const reach = isReachable ? '' : '（未绑定，不能通知）';
  return `${enterprise.name}，${maskName(contact.name)}，${contact.mobile === null ? '电话未登记' : maskPhone(contact.mobile)}${reach}`;
}
