import {
  confirmJoinCard,
  joinCancelledCard,
  joinCodeCard,
  joinedCard,
  joinedReportCard,
  joinFailedCard,
} from '../../cards/join-accounts.ts';
import { noticeCard } from '../../cards/notice.ts';
import { accountText } from '../../src/core/account-text.ts';
import type { Answer } from '../../src/core/card.ts';
import type { Sender } from '../../src/core/event.ts';
import { readCode } from '../../src/core/ids.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import {
  type Cancelled,
  type Confirmed,
  type JoinObstacle,
  joinMinutes,
  type Settled,
} from '../../src/domain/joins.ts';

type Request = { step: 'begin' } | { step: 'type'; code: string } | { step: 'confirm' | 'cancel'; id: string | null };

/** 关联: the same person on both platforms. */
export const joinAccounts = defineIntent<Request>({
  id: 'join-accounts',
  command: '关联',
  permission: 'self.manage',
  inGroup: 'refuse',
  examples: [{ say: '/关联', gets: '把您在另一平台的账号关联为同一人' }],
  read(said) {
    const argument = argumentOf(said, ['关联', '关联账号']);
    if (argument === null) return null;
    const [word = '', id = null] = argument.split(' ');
    if (word === '') return { step: 'begin' };
    if (word === '确认' || word === '取消') return { step: word === '确认' ? 'confirm' : 'cancel', id };
    return { step: 'type', code: readCode(argument) };
  },
  async run(ctx, request) {
    switch (request.step) {
      case 'begin':
        return begin(ctx);
      case 'type':
        return type(ctx, request.code);
      case 'confirm':
        return confirm(ctx, request.id);
      case 'cancel':
        return cancel(ctx, request.id);
    }
  },
});

async function begin({ joins, doer, sender }: Context): Promise<Answer> {
  const begun = await joins.begin(doer, sender);
  switch (begun.kind) {
    case 'code':
      return { here: joinCodeCard(begun.code, begun.joinedTo) };
    case 'too-often': {
      const text = `取得关联码的次数过多，请${minutesOf(begun)}分钟后再发送“/关联”。`;
      return { here: noticeCard('请稍后再试', text) };
    }
    case 'over':
      return gone('关联码已失效', '该关联码已使用，或已由新的关联码取代。如仍需关联，请重新发送“/关联”。');
  }
}

function minutesOf({ retryAfterMs }: { retryAfterMs: number }): number {
  return Math.ceil(retryAfterMs / 60_000);
}

async function type({ joins, doer, sender }: Context, code: string): Promise<Answer> {
  const typed = await joins.type(doer, { account: sender, code });
  switch (typed.kind) {
    case 'shown':
      return { here: confirmJoinCard(typed.join, 'typist') };
    case 'too-often':
      return denied('输入次数过多', `输入关联码的次数过多，请${minutesOf(typed)}分钟后再试。`, 'too-often');
    case 'unknown':
      return denied(
        '关联码不正确',
        '关联码不正确或已使用，请核对后重新发送，或在另一个账号重新发送“/关联”。',
        'unknown',
      );
    case 'expired':
      return denied('关联码已过期', '关联码已过期，请在另一个账号重新发送“/关联”。', 'expired');
    case 'obstacle':
      return denied('无法关联', obstacles[typed.why], typed.why);
    case 'waiting':
    case 'done-before':
    case 'cancelled':
      return settled(typed);
  }
}

async function confirm(ctx: Context, id: string | null): Promise<Answer> {
  const { joins, bindings, doer, sender } = ctx;
  const staff = await bindings.staff('binding.decide');
  const confirmed = await joins.confirm(doer, {
    account: sender,
    id,
    tell(news) {
      if (news.kind === 'failed') {
        return [{ to: [news.other], card: joinFailedCard(obstacles[news.why]), purpose: 'account.join' }];
      }
      const { kind, join } = news;
      if (kind === 'asked') {
        return [{ to: [join.asker.account], card: confirmJoinCard(join, 'asker'), purpose: 'account.join' }];
      }
      const both = [join.asker.account, join.typist.account].map(accountText);
      return [
        { to: [join.typist.account], card: joinedCard(join, 'typist'), purpose: 'account.join' },
        {
          to: staff.filter((one) => !both.includes(accountText(one))),
          card: joinedReportCard(join),
          purpose: 'account.join',
        },
      ];
    },
  });
  if (confirmed.kind === 'asked') {
    const card = noticeCard('等待对方确认', `已请另一个账号确认，请在${joinMinutes}分钟内在那边确认。`);
    return { here: card, tapped: { state: '已确认', forAll: true } };
  }
  if (confirmed.kind === 'done') {
    return { here: joinedCard(confirmed.join, 'asker'), tapped: { state: '已关联', forAll: true } };
  }
  return notConfirmed(confirmed);
}

function notConfirmed(confirmed: Exclude<Confirmed, { kind: 'asked' | 'done' }>): Answer {
  switch (confirmed.kind) {
    case 'obstacle':
      return denied('无法关联', obstacles[confirmed.why], confirmed.why);
    case 'foreign':
      return denied('无法办理', '该关联不是您的账号发起或输入的，不能由您确认或取消。', 'foreign');
    case 'none':
      return gone('没有待确认的关联', '没有等待您确认的关联，可能已过期。请重新发送“/关联”。');
    default:
      return settled(confirmed);
  }
}

function settled({ kind }: Settled): Answer {
  switch (kind) {
    case 'waiting':
      return { here: noticeCard('等待对方确认', '请在另一个账号确认。'), tapped: { state: '等待对方', forAll: false } };
    case 'done-before':
      return {
        here: noticeCard('已关联', '这两个账号已经关联，无需重复确认。'),
        tapped: { state: '已关联', forAll: true },
      };
    case 'cancelled':
      return gone('关联已取消', '该关联已取消，未作任何变更。如仍需关联，请重新发送“/关联”。');
    case 'expired':
      return gone('关联已过期', '该关联已过期，未作任何变更。请重新发送“/关联”。');
  }
}

async function cancel({ joins, doer, sender }: Context, id: string | null): Promise<Answer> {
  const tell = (other: Sender) => [{ to: [other], card: joinCancelledCard(), purpose: 'account.join' }];
  return cancelled[await joins.cancel(doer, { account: sender, id, tell })];
}

const cancelled: Record<Cancelled, Answer> = {
  cancelled: {
    here: noticeCard('关联已取消', '已取消账号关联，未作任何变更。'),
    tapped: { state: '已取消', forAll: true },
  },
  'cancelled-before': gone('关联已取消', '该关联此前已取消。'),
  'done-before': {
    here: noticeCard('已关联', '这两个账号已经关联，不能取消。如非本人操作，请立即联系本局。'),
    tapped: { state: '已关联', forAll: true },
  },
  foreign: denied('无法办理', '该关联不是您的账号发起或输入的，不能由您确认或取消。', 'foreign'),
  none: gone('没有待确认的关联', '没有可以取消的关联。'),
};

const obstacles: Record<JoinObstacle, string> = {
  'same-account': '关联码要在您的另一个账号输入，不能在取得关联码的账号输入。',
  joined: '这两个账号已经关联，无需重复办理。',
  'same-organisation': '同一平台同一组织内，一人只能有一个账号，这两个账号不能关联。',
  'roles-differ': '这两个账号在本局的角色不同，不能关联，请先由管理员统一角色。',
  gone: '其中一个账号已不存在，不能关联。',
};

function denied(title: string, text: string, reason: string): Answer {
  return {
    here: noticeCard(title, text),
    tapped: { state: title.slice(0, 10), forAll: false },
    audit: [{ action: 'account.join', result: 'denied', detail: { reason } }],
  };
}

function gone(title: string, text: string): Answer {
  return { here: noticeCard(title, text), tapped: { state: '已失效', forAll: false } };
}
