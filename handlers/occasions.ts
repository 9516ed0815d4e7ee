import { alertCard } from '../cards/alert.ts';
import { leftCard } from '../cards/binding.ts';
import { elsewhereCard, failureCard, noticeCard, privatelyCard, unboundCard, unrecordedCard } from '../cards/notice.ts';
import { auditActions } from '../src/core/audit.ts';
import type { Said } from '../src/core/said.ts';
import { type Capability, type Context, isFor, type Occasions } from '../src/dispatch/intent.ts';
import { answerToName } from './intents/qualification.ts';
import { receiveFile } from './receive-file.ts';

/** The answers that belong to no command. */
export const occasions: Occasions = {
  greet: ({ bureau }) => ({
    here: noticeCard('您好', `这里是${bureau.name}的查询助手。发送“帮助”查看可以查询的内容。`),
  }),
  unrecognised: async (ctx, said) => {
    if (greetings.has(said.text.toLowerCase())) return occasions.greet(ctx);
    if (thanks.has(said.text)) return { here: noticeCard('好的', '如需查询，请随时发送“/帮助”查看用法。') };
    const named = await answerToName(ctx, said.text);
    if (named) return named;
    const sample = nearest(said, ctx);
    return { here: noticeCard('没有看懂', `您可以发送“${sample}”，或发送“/帮助”查看全部用法。`) };
  },
  unreadable: () => ({ here: noticeCard('暂不支持', '目前只能识别文字，请用文字发送，例如“/帮助”。') }),
  unbound: ({ bureau }) => ({ here: unboundCard(bureau), tapped: used('尚未绑定') }),
  privately: () => ({ here: privatelyCard() }),
  elsewhere: (command) => ({ here: elsewhereCard(command), tapped: used('请在单聊办理') }),
  forbidden: (command) => ({
    here: noticeCard('没有权限', `您的角色不能使用“/${command}”。如工作需要，请联系本局管理员。`),
    tapped: used('没有权限'),
  }),
  file: receiveFile,
  async left({ bindings, doer }, people) {
    const staff = await bindings.staff('binding.decide');
    await bindings.leave(doer, people, (left) => [
      { to: staff, card: leftCard(left), purpose: 'account.leave', needs: 'binding.decide' },
    ]);
  },
  async alert({ bindings, doer }, what, effectiveAt) {
    // Through the other platform where they are on it: an app that was suspended can say nothing.
    const administrators = await bindings.staff('member.manage', 'dingtalk');
    await bindings.tell(doer, [
      { to: administrators, card: alertCard(what, effectiveAt), purpose: 'app.alert', needs: 'member.manage' },
    ]);
  },
  sentDirectly: () => ({
    here: noticeCard('请看单独答复', '答复将单独发送给您，请在消息列表中查看。'),
    tapped: used('已发到单聊'),
  }),
  outdatedTap: () => ({ here: noticeCard('按钮已失效', '该按钮已失效，请重新发送您的问题。'), tapped: used('已失效') }),
  // To who tapped alone: in the group there is nothing to say about it.
  notYours: () => ({ tapped: used('非本人卡片') }),
  doneBefore: (changes) => {
    const what = [...new Set(changes.map((action) => auditActions[action]))].join('、');
    const text = `您的操作已办理（${what}），但当时的答复未能送达。如需查看结果，请重新查询。`;
    return { here: noticeCard('已办理', text), tapped: used('已办理') };
  },
  refused: (message) => ({ here: noticeCard('请核对', message), tapped: used('请核对') }),
  failed: (ref, bureau) => ({ here: failureCard(ref, bureau), tapped: used('暂时无法答复') }),
  // A card that was tapped stays as it is, to be tapped again.
  unrecorded: (ref, bureau) => ({ here: unrecordedCard(ref, bureau) }),
};

/** For who tapped: the others' buttons stay. */
function used(state: string): { state: string; forAll: false } {
  return { state, forAll: false };
}

const greetings = new Set(['你好', '您好', '在吗', '在不在', '早上好', '上午好', '下午好', 'hi', 'hello']);
const thanks = new Set(['谢谢', '谢谢您', '多谢', '感谢', '好的', '收到', '明白了', '知道了']);

/**
 * A sample of the command that shares most Chinese characters with what was said, in its samples for this role and, counted twice,
 * in its name; of the first if none shares any.
 */
function nearest(said: Said, { actor, capabilities }: Context): string {
  const shared = ({ command, examples }: Capability) => {
    const own = examples.filter((example) => isFor(example, actor.role)).map(({ say }) => say);
    const known = new Set([command, ...own].join(''));
    return [...new Set(said.text.match(/\p{Script=Han}/gu))].reduce(
      (sum, character) => sum + (command.includes(character) ? 2 : known.has(character) ? 1 : 0),
      0,
    );
  };
  const [best] = [...capabilities].sort((a, b) => shared(b) - shared(a));
  const sample = best?.examples.find((example) => isFor(example, actor.role))?.say ?? '帮助';
  return sample.startsWith('/') ? sample : `/${sample}`;
}
