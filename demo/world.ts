import { join } from 'node:path';
import type { WorldInput } from '../emulator/server.ts';
import { demoPeople } from '../prisma/demo-data.ts';

/** The organisations, bots, groups and people of the demo. The secrets are as invented as everything else. */
const { administrator, officer, viewer, agent, contact01, contact02, contact03 } = demoPeople;
/** Of the robot in the WeCom group: `/群 编号 推送 webhook 地址`. */
export const demoWebhookKey = 'demo-webhook-key-0001';
const demoTemplateId = 'demo-keqitong.schema';
const everybody = [...Object.keys(demoPeople), 'stranger'];

export const demoWorld = {
  title: '科企通演示',
  wecom: {
    corpId: 'ww0demo0tongliao0',
    app: {
      agentId: 1000002,
      name: '科企通',
      secret: 'demo-app-secret',
      token: 'demoAppToken',
      aesKey: 'demoWecomAppAesKey0000000000000000000000000',
    },
    aibot: {
      botId: 'demo-aibot',
      name: '科企通机器人',
      token: 'demoAibotToken',
      aesKey: 'demoWecomAibotAesKey00000000000000000000000',
    },
    groups: [{ chatId: 'wecom-group-1', name: '开发区科技企业服务群', members: everybody, webhookKey: demoWebhookKey }],
  },
  dingtalk: {
    corpId: 'ding0demo0tongliao',
    clientId: 'dingdemoclient',
    clientSecret: 'demo-dingtalk-secret',
    robotCode: 'dingdemoclient',
    robotName: '科企通',
    events: { token: 'demoEventToken', aesKey: 'demoDingtalkEventAesKey00000000000000000000' },
    groups: [{ openConversationId: 'cidDemoGroup1==', name: '高企申报交流群', members: everybody }],
    templates: [{ id: demoTemplateId, file: join(import.meta.dirname, '../cards/dingtalk/keqitong-card.json') }],
  },
  people: [
    {
      id: 'officer',
      name: officer.name,
      title: '开发区科技局 经办人员',
      wecom: { userId: officer.wecom },
      dingtalk: { staffId: officer.dingtalk, unionId: 'union-wangchen' },
    },
    {
      id: 'administrator',
      name: administrator.name,
      title: '开发区科技局 管理员',
      wecom: { userId: administrator.wecom },
      dingtalk: { staffId: administrator.dingtalk, unionId: 'union-hemin' },
    },
    {
      id: 'viewer',
      name: viewer.name,
      title: '开发区科技局 查阅人员',
      wecom: { userId: viewer.wecom },
      dingtalk: { staffId: viewer.dingtalk, unionId: 'union-sunlan' },
    },
    {
      id: 'agent',
      name: agent.name,
      title: '开发区科技局 代办员',
      wecom: { userId: agent.wecom },
      dingtalk: { staffId: agent.dingtalk, unionId: 'union-qianyuan' },
    },
    {
      id: 'contact01',
      name: contact01.name,
      title: '示例企业01 联系人（持证）',
      wecom: { userId: contact01.wecom },
      dingtalk: { staffId: contact01.dingtalk, unionId: 'union-liyi' },
    },
    {
      id: 'contact02',
      name: contact02.name,
      title: '示例企业02 联系人（待批复）',
      wecom: { userId: contact02.wecom },
      dingtalk: { staffId: contact02.dingtalk, unionId: 'union-zhaoer' },
    },
    {
      id: 'contact03',
      name: contact03.name,
      title: '示例企业03、04 联系人（两家企业）',
      wecom: { userId: contact03.wecom },
      dingtalk: { staffId: contact03.dingtalk, unionId: 'union-wushuang' },
    },
    {
      id: 'stranger',
      name: '周珊',
      title: '陌生人（未绑定）',
      wecom: { userId: 'zhoushan' },
      dingtalk: { staffId: 'ding-zhoushan', unionId: 'union-zhoushan' },
    },
  ],
  examples: [
    ...['contact01', 'contact02', 'contact03'].flatMap((personId) =>
      [
        '资质',
        '我们高企到期了吗',
        '我们高企申报到哪一步了',
        '专项资金还剩多少',
        '/资金 明细',
        '/月报',
        '/截止',
        '12月营收320万 研发18.5万 职工48人',
        '/年报',
        '/我是谁',
        '/关联',
        '/帮助',
      ].map((text) => ({ personId, text })),
    ),
    ...[
      '/资质 易统云',
      '/资质 蒙药',
      '/资质 高新技术企业',
      '/资质 即将到期',
      '/资质 待批复',
      '/资质 统计 2023-12-31',
      '/资质 统计 2024-04-01',
      '/进度',
      '/进度 示例企业01',
      '/资金 2023',
      '/资金 B-03',
      '/资金 示例企业01',
      '/资金 执行率',
      '/资金 待验收',
      '/资金 自报',
      '/月报',
      '/月报 2023-11 未报',
      '/月报 示例企业06',
      '/导出 月报 2023-09 至 2023-11',
      '/截止',
      '/截止 J-1',
      '/提醒 明天',
      '/提醒 记录 示例企业01',
      '/资金 拨付 P-06 50万 2023-12-28 通科发〔2023〕31号',
      '/绑定申请',
      '/群',
      '/群 登记 高企申报交流群',
      '/群 1 企业 示例企业01、示例企业02',
      '/群 1 测试',
      '/帮助',
    ].map((text) => ({ personId: 'officer', text })),
    ...['/成员', '/成员 孙岚 经办人员', '/绑定申请', '/群', '/帮助'].map((text) => ({
      personId: 'administrator',
      text,
    })),
    ...['viewer', 'agent'].flatMap((personId) =>
      ['/资质 易统云', '/资质 统计 2023-12-31', '/截止', ...(personId === 'agent' ? ['/代办'] : []), '/帮助'].map(
        (text) => ({ personId, text }),
      ),
    ),
    ...['资质', '/绑定 示例企业05 周珊', '/我是谁', '/关联', '/帮助'].map((text) => ({ personId: 'stranger', text })),
  ],
} satisfies WorldInput;

/** The bot's settings in this world. */
export function demoEnv(options: { emulatorUrl: string; botUrl: string; databaseUrl: string }): Record<string, string> {
  const { emulatorUrl, botUrl, databaseUrl } = options;
  const { wecom, dingtalk } = demoWorld;
  return {
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: botUrl,
    LINK_SECRET: 'demo-link-secret-demo-link-secret',
    DATA_KEY: Buffer.alloc(32, 'demo').toString('base64'),
    BUREAU_NAME: '开发区科技局',
    BUREAU_TEL: '0475-8000000',
    WECOM_API_URL: emulatorUrl,
    WECOM_OAUTH_URL: emulatorUrl,
    WECOM_CORP_ID: wecom.corpId,
    WECOM_AGENT_ID: String(wecom.app.agentId),
    WECOM_APP_SECRET: wecom.app.secret,
    WECOM_APP_TOKEN: wecom.app.token,
    WECOM_APP_AES_KEY: wecom.app.aesKey,
    WECOM_AIBOT_TOKEN: wecom.aibot.token,
    WECOM_AIBOT_AES_KEY: wecom.aibot.aesKey,
    DINGTALK_API_URL: emulatorUrl,
    DINGTALK_OAPI_URL: emulatorUrl,
    DINGTALK_LOGIN_URL: emulatorUrl,
    DINGTALK_CORP_ID: dingtalk.corpId,
    DINGTALK_CLIENT_ID: dingtalk.clientId,
    DINGTALK_CLIENT_SECRET: dingtalk.clientSecret,
    DINGTALK_ROBOT_CODE: dingtalk.robotCode,
    DINGTALK_CARD_TEMPLATE_ID: demoTemplateId,
    DINGTALK_CARD_ROUTE_KEY: 'keqitong-demo',
    DINGTALK_CARD_SECRET: 'demo-card-secret',
    DINGTALK_EVENT_TOKEN: dingtalk.events.token,
    DINGTALK_EVENT_AES_KEY: dingtalk.events.aesKey,
  };
}

/** The bot's callback addresses as the platforms' consoles hold them. */
export function callbacksOf(botUrl: string) {
  return {
    wecomApp: `${botUrl}/wecom/app`,
    wecomAibot: `${botUrl}/wecom/aibot`,
    dingtalkRobot: `${botUrl}/dingtalk/robot`,
    dingtalkEvent: `${botUrl}/dingtalk/event`,
  };
}
