import { chooseEnterpriseCard } from '../../cards/choose-enterprise.ts';
import { noticeCard } from '../../cards/notice.ts';
import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';
import { findEnterprise } from '../find-enterprise.ts';
import { rememberChoice } from '../own-enterprise.ts';

/** 切换企业: of several enterprises the one that is meant from here on, in this conversation, today. */
export const chooseEnterprise = defineIntent<string>({
  id: 'choose-enterprise',
  command: '切换企业',
  permission: 'own.manage',
  inGroup: 'refuse',
  examples: [{ say: '/切换企业', gets: '绑定多家企业时选择要查询的企业', roles: ['contact'] }],
  read: (said) => argumentOf(said, ['切换企业', '切换', '选择企业']),
  async run(ctx, written) {
    const { enterprises } = ctx.actor;
    if (enterprises.length < 2) {
      return { here: noticeCard('无需切换', enterprises.length === 1 ? '您只绑定了一家企业。' : '您没有绑定企业。') };
    }
    if (written === '') {
      const card = chooseEnterpriseCard({
        title: '请选择企业',
        why: '您绑定的企业',
        enterprises: enterprises.map((one) => ({ ...one, creditCode: null })),
        total: enterprises.length,
        say: (name) => `切换企业 ${name}`,
      });
      return { here: { ...card, confidential: true } };
    }
    const exact = enterprises.filter(({ name }) => name === written);
    const found =
      exact.length === 1 && exact[0]
        ? { enterprise: exact[0] }
        : await findEnterprise(ctx, written, (name) => `切换企业 ${name}`);
    if ('answer' in found) return found.answer;
    if (!enterprises.some(({ id }) => id === found.enterprise.id)) {
      return { here: noticeCard('没有绑定', `您没有绑定${found.enterprise.name}。`) };
    }
    await rememberChoice(ctx, found.enterprise);
    const text = `今天在本对话中，您的查询将针对${found.enterprise.name}。`;
    return { here: { ...noticeCard('已切换', text), confidential: true } };
  },
});
