import type { Card } from '../src/core/card.ts';
import { type OptionalKind, optionalKindLabels, optionalKinds } from '../src/domain/deadlines/reminders.ts';
import { briefOf, sayButton } from './deadline-parts.ts';

/** What nobody may unsubscribe, and why. */
const always = '报送义务类事项（如年度发展情况报表、火炬统计）的提醒和月报提醒不能退订：按规定须按时报送。';

/** What one is reminded of, and what of it one may do without. @param remark what has just become of it */
export function subscriptionsCard(optedOut: readonly OptionalKind[], remark?: string): Card {
  const isOut = (kind: OptionalKind) => optedOut.includes(kind);
  const wordOf: Record<OptionalKind, string> = { CALL: '申报', CERTIFICATE: '证书' };
  return {
    title: '提醒订阅',
    blocks: [
      ...(remark === undefined ? [] : [{ kind: 'text' as const, text: remark }]),
      {
        kind: 'fields',
        fields: [
          ...optionalKinds.map((kind) => ({
            label: optionalKindLabels[kind],
            value: isOut(kind) ? '已退订' : '已订阅',
          })),
          { label: '报送义务提醒', value: '已订阅（不能退订）' },
          { label: '月报提醒', value: '已订阅（不能退订）' },
        ],
      },
      { kind: 'text', text: `${always}退订只对您本人有效，不影响本企业其他联系人。` },
    ],
    buttons: optionalKinds.map((kind) =>
      isOut(kind)
        ? sayButton(`订阅${wordOf[kind]}提醒`, `订阅 ${wordOf[kind]}`)
        : sayButton(`退订${wordOf[kind]}提醒`, `退订 ${wordOf[kind]}`),
    ),
    brief: briefOf('提醒订阅'),
    insteadOfButtons: '请发送“/退订 申报”或“/退订 证书”退订，发送“/订阅 申报”或“/订阅 证书”恢复。',
    confidential: true,
  };
}

/** 退订 of what nobody may unsubscribe. */
export const cannotOptOut = `${always}可以退订的是申报通知和证书到期提醒，请发送“/退订 申报”或“/退订 证书”。`;

/** 日历: the private address, and how a telephone is taught it. */
export function calendarCard(url: string, { isNew }: { isNew: boolean }): Card {
  return {
    title: '日历订阅',
    blocks: [
      {
        kind: 'text',
        text: `${isNew ? '地址已更换，原地址已失效。' : ''}以下是您的专用日历地址，含您所服务企业的截止事项，日期变动后自动更新。该地址仅供您本人使用，请勿转发。`,
      },
      {
        kind: 'list',
        heading: '手机上订阅',
        items: [
          'iPhone：设置→应用→日历→日历账户→添加账户→其他→添加已订阅的日历，粘贴地址',
          '华为、小米等：日历→设置→日历账户或网络日历→添加订阅，粘贴地址',
          '电脑上的 Outlook：日历→添加日历→从 Internet 订阅，粘贴地址',
        ],
      },
      { kind: 'text', text: `地址：${url}` },
      { kind: 'text', text: '解除绑定后地址自动失效。地址外泄请更换，不再使用请停用。' },
    ],
    buttons: [sayButton('更换地址', '日历 更换'), sayButton('停用', '日历 停用')],
    brief: briefOf('日历订阅'),
    insteadOfButtons: '请发送“/日历 更换”或“/日历 停用”。',
    confidential: true,
  };
}
