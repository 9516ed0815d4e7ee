import type { Card } from '../src/core/card.ts';
import type { Alert } from '../src/core/event.ts';
import { dateOf, formatDate } from '../src/domain/calendar.ts';
import { noticeCard } from './notice.ts';

/** 企业微信 事件格式 90240: what the platform is about to do to our app, or did, and what helps against it. */
const sentences: Record<Alert, string> = {
  inactive_alert: '应用长期未使用，企业微信将停用该应用',
  close_inactive_agent: '应用因长期未使用已被企业微信停用，消息和提醒暂时无法发送',
  reopen_inactive_agent: '应用已恢复启用',
  low_active_alert: '应用活跃度较低，企业微信将限制该应用',
  low_active: '应用因活跃度较低已被企业微信限制，消息和提醒可能无法发送',
  active_restored: '应用已恢复正常活跃状态',
};
const remedies: Record<Alert, string> = {
  inactive_alert: '请在企业微信管理后台“应用管理”中打开本应用并确认继续使用。',
  close_inactive_agent: '请尽快在企业微信管理后台“应用管理”中重新启用本应用。',
  reopen_inactive_agent: '无需处理。',
  low_active_alert: '请在企业微信管理后台查看该通知并按其说明处理。',
  low_active: '请尽快在企业微信管理后台查看该通知并按其说明处理。',
  active_restored: '无需处理。',
};

/** To the bureau's administrators. */
export function alertCard(what: Alert, effectiveAt: string | null): Card {
  const when = effectiveAt === null ? '' : `（生效时间 ${formatDate(dateOf(new Date(effectiveAt)))}）`;
  return noticeCard('企业微信应用告警', `${sentences[what]}${when}。${remedies[what]}`);
}
