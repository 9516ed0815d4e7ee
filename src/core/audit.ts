import type { Role } from './actor.ts';
import type { ChannelName, Place, Sender } from './event.ts';

/** What is recorded (domain.md G2): reads of private data, writes, exports, changes of state, messages to others. */
export const auditActions = {
  'qualification.read': '查询资质和申报进度',
  'qualification.list': '查询资质名单',
  'application.read': '查询申报进度',
  'application.start': '开始申报',
  'application.move': '变更申报进度',
  'qualification.revoke': '取消资质',
  'duty.record': '登记证书义务',
  'fund.read': '查询专项资金',
  'fund.list': '查询专项资金台账',
  'fund.batch': '登记资金批次',
  'fund.project': '登记资金项目',
  'fund.status': '变更项目状态',
  'fund.enter': '登记资金明细',
  'fund.reverse': '冲销资金明细',
  'fund.claim': '自报资金到位或支出',
  'fund.claim.decide': '审核企业自报资金',
  'fund.claim.withdraw': '撤回自报资金',
  'report.read': '查询月报',
  'report.list': '查询月报汇总',
  'report.fill': '填写月报',
  'report.explain': '说明月报疑点',
  'report.discard': '放弃月报修改',
  'report.submit': '提交月报',
  'report.return': '退回月报',
  'report.approve': '审核通过月报',
  'report.inquire': '要求核实月报',
  'report.answer': '答复月报核实',
  'report.exempt': '免报月报',
  'report.reopen': '重新开放填报期',
  'report.remind': '催报月报',
  'indicator.change': '修改月报指标',
  'deadline.read': '查询截止事项',
  'deadline.list': '查询截止事项办理情况',
  'deadline.enter': '登记截止事项',
  'deadline.change': '修改截止事项',
  'deadline.withdraw': '撤销截止事项',
  'deadline.answer': '答复截止提醒',
  'deadline.exempt': '免除或恢复截止提醒',
  'deadline.remind': '催办截止事项',
  'reminder.read': '查询提醒记录',
  'reminder.subscribe': '订阅或退订提醒',
  'policy.change': '修改提醒规则',
  'help.ask': '申请代办员帮助',
  'help.take': '受理代办申请',
  'help.plan': '变更代办计划办结日期',
  'help.close': '办结代办申请',
  'feed.open': '开通日历订阅',
  'feed.close': '停用日历订阅',
  'feed.read': '读取日历订阅',
  'contact.read': '查询联系人',
  'contact.reveal': '查看联系人完整信息',
  'audit.read': '查询审计记录',
  'access.read': '查询谁看过本企业',
  'command.denied': '使用无权限的命令',
  'binding.request': '申请绑定',
  'binding.approve': '同意绑定',
  'binding.reject': '拒绝绑定',
  'binding.end': '解除绑定',
  'binding.list': '查询绑定申请',
  'link.list': '查询专用链接',
  'binding.rank': '设置主备联系人',
  'account.join': '关联账号',
  'account.leave': '人员离开组织',
  'account.number': '领取账号编号',
  'group.register': '登记群',
  'group.change': '修改群登记',
  'group.end': '注销群登记',
  'group.list': '查询群登记',
  'member.list': '查询成员',
  'member.change': '修改成员',
  'attempts.clear': '解除尝试次数限制',
  'link.create': '生成专用链接',
  'link.code': '生成链接验证码',
  'link.revoke': '停用专用链接',
  'link.open': '打开专用链接',
  'session.begin': '登录网页',
  'session.end': '退出网页',
  'import.check': '检查导入文件',
  'import.apply': '导入数据',
  'import.discard': '放弃导入',
  export: '导出数据',
  'message.send': '发送消息',
  'person.erase': '删除个人信息',
  'audit.prune': '清理到期的审计记录',
} as const;
export type AuditAction = keyof typeof auditActions;

/**
 * What changes something by what somebody asked for: not to be done again because an answer got lost. The steps of 关联 are
 * not among it: they find what they did themselves, and say it again.
 */
export const changes: readonly AuditAction[] = [
  'application.start',
  'application.move',
  'qualification.revoke',
  'duty.record',
  'fund.batch',
  'fund.project',
  'fund.status',
  'fund.enter',
  'fund.reverse',
  'fund.claim',
  'fund.claim.decide',
  'fund.claim.withdraw',
  'report.discard',
  'report.submit',
  'report.return',
  'report.approve',
  'report.inquire',
  'report.answer',
  'report.exempt',
  'report.reopen',
  'report.remind',
  'indicator.change',
  'deadline.enter',
  'deadline.change',
  'deadline.withdraw',
  'deadline.answer',
  'deadline.exempt',
  'deadline.remind',
  'reminder.subscribe',
  'policy.change',
  'help.ask',
  'help.take',
  'help.plan',
  'help.close',
  'feed.open',
  'feed.close',
  'binding.request',
  'binding.approve',
  'binding.reject',
  'binding.end',
  'binding.rank',
  'group.register',
  'group.change',
  'group.end',
  'member.change',
  // The test of a way into a group.
  'message.send',
  'link.create',
  'link.code',
  'link.revoke',
  'import.discard',
];

/** One thing that was done or refused. */
export interface AuditFact {
  action: AuditAction;
  result: 'allowed' | 'denied' | 'failed';
  /** Where it was read, if that is not where it was asked. */
  place?: Place;
  objectType?: string;
  objectId?: string;
  enterpriseId?: string;
  /** What tells of people, masked: erasable without breaking the chain. Never a figure, a whole phone number or a secret. */
  detail?: Readonly<Record<string, unknown>>;
}

/** Who does it, and in what circumstances. */
export interface Doer {
  /** Opaque id; null = nobody we know, or the program itself. */
  personId: string | null;
  role: Role | 'system';
  /** The platform identity it came from; null for the web, the server and the program itself. */
  account: Sender | null;
  channel: ChannelName | 'h5' | 'server';
  place: Place | 'web' | 'server';
  /** The platform's id of the group. */
  groupId: string | null;
  /** On the pages, where who it is is known by a 专用链接 only: which, and who of the bureau made it. */
  link?: { id: string; createdById: string } | null;
  /** Job or request. */
  requestId: string;
  at: Date;
  /** Our name of the card that was tapped (CardState): it changes in the answer to the tap. */
  card?: string;
}
