import { z } from 'zod';
import { isRecord } from './api.ts';

const ms = z.number().min(0);
const count = z.int().min(0);

/**
 * Every knob. Where the vendor's text fixes a figure it is the default; where the text is silent or contradicts
 * itself, the default is the likelier reading and the other one can be switched on.
 */
const SettingsSchema = z.strictObject({
  /** Which clock the pauses between deliveries run on. HTTP wait limits are always real time. */
  waitsOn: z.enum(['real', 'virtual']).default('real'),
  wecomApp: z
    .strictObject({
      /** 接收消息与事件 概述 (90238): 5 s, then the connection is closed and the push repeated, three times. */
      timeoutMs: ms.default(5000),
      verifyTimeoutMs: ms.default(1000),
      retries: count.default(3),
      retryDelayMs: ms.default(1000),
      /** 90238 says any status but 200 is repeated, 回调配置 (90930) only speaks of lost connections. */
      retryNon200: z.boolean().default(true),
      /** Not documented: whether a repeated push carries the same nonce, timestamp and ciphertext. */
      retryNonce: z.enum(['same', 'fresh']).default('same'),
      /** 被动回复消息格式 (90241) describes card updates in the answer to a click and elsewhere excludes them. */
      passiveCardUpdate: z.enum(['applied', 'ignored']).default('ignored'),
      /** How an untouched vote arrives; not documented. */
      unansweredVote: z.enum(['none', 'empty-item']).default('none'),
      /** 访问频率限制 (90312): 30 a minute and 1000 an hour per member, the excess is dropped silently. */
      memberRates: z.boolean().default(true),
      perMinute: count.default(30),
      perHour: count.default(1000),
      /** 发送应用消息 (90236): × 200 messages to single people a day. The cap is each corp's own; 1000 is recalled, not read. */
      accountCap: count.default(1000),
      /** Not documented: the errcode above the day's messages. */
      dayCapCode: z.int().default(45009),
      /** 全局错误码 45009: many wrong secrets lock the address for an hour; the figure is not documented. */
      wrongSecretLimit: count.default(5),
    })
    .prefault({}),
  /** 访问频率限制 (90312): calls of one interface and corp, and of one address; a breach blocks for 60 s or 60 minutes. */
  wecomApi: z
    .strictObject({
      perMinute: count.default(10_000),
      perHour: count.default(150_000),
      addressPerMinute: count.default(20_000),
      addressPerHour: count.default(600_000),
    })
    .prefault({}),
  wecomAibot: z
    .strictObject({
      timeoutMs: ms.default(5000),
      retries: count.default(0),
      retryDelayMs: ms.default(1000),
      /** Interval of the stream refresh; not documented, about a second. */
      refreshMs: ms.default(1000),
      /** 智能机器人 接收消息 (100719): refreshes end 6 minutes after the person's message. */
      streamMs: ms.default(360_000),
      /** 100719: three interactions of one person at a time. */
      maxInteractions: count.default(3),
      /** Whether the download of a file names it in Content-Disposition; 100719 does not say, Tencent's SDK expects it. */
      fileName: z.enum(['header', 'none']).default('header'),
    })
    .prefault({}),
  wecomDownstream: z
    .strictObject({
      /** Whose corpid seals the callbacks about downstream members; not documented (加解密方案说明 90968 is silent). */
      receiver: z.enum(['upstream', 'downstream']).default('upstream'),
      /** Whose number of the app stands in them; 上下游 概述 (97213) only speaks of ToUserName and FromUserName. */
      agentId: z.enum(['downstream', 'upstream']).default('downstream'),
      /** 上传临时素材 (90253): media are shared within one corp; across the corps of 上下游 nothing is said. */
      sharedMedia: z.boolean().default(false),
      /** Whether template cards reach downstream members; expected, not stated. */
      cards: z.enum(['accepted', 'refused']).default('accepted'),
    })
    .prefault({}),
  wecomOauth: z
    .strictObject({
      /** 获取访问用户身份 (91023) knows 40029 only; 全局错误码 (90313) also 42003 for an expired and 42022 for a used code. */
      codeErrors: z.enum(['plain', 'distinct']).default('plain'),
    })
    .prefault({}),
  wecomAppchat: z
    .strictObject({
      /** 创建群聊会话 (90245): groups of a corp and day. */
      groupsPerDay: count.default(1000),
      /** 应用推送消息 (90248): messages to one member a minute and a day; the excess is dropped without an error. */
      perMinute: count.default(200),
      perDay: count.default(10_000),
      /** Messages to single people of the whole corp; by the hour 90312 says 300 000, 90248 150 000 to 700 000 by size. */
      corpPerMinute: count.default(20_000),
      corpPerHour: count.default(300_000),
    })
    .prefault({}),
  wecomWebhook: z
    .strictObject({
      /** 消息推送配置说明 (99110): messages a minute and webhook. */
      perMinute: count.default(20),
      /** Not documented: the errcode of the excess. */
      rateCode: z.int().default(45009),
    })
    .prefault({}),
  dingtalkRobot: z
    .strictObject({
      /** No official figure for the HTTP robot; about 5 s and a repetition with the same msgId. */
      timeoutMs: ms.default(5000),
      retries: count.default(1),
      retryDelayMs: ms.default(1000),
      retryNon200: z.boolean().default(true),
      /** 接收消息 says string, its samples are numbers. */
      createAt: z.enum(['number', 'string']).default('number'),
      /** In groups the cut-out mention leaves a space. */
      leadingSpace: z.boolean().default(true),
      /** In the document's table, often missing in logs. */
      senderUnionId: z.boolean().default(true),
      /** senderStaffId of somebody outside the organisation; 接收消息 knows both. */
      outsiderStaffId: z.enum(['absent', 'empty']).default('absent'),
      /** 下载机器人接收消息的文件内容: both are short-lived, the figures are not documented. */
      downloadCodeMs: ms.default(2 * 3600_000),
      downloadUrlMs: ms.default(600_000),
    })
    .prefault({}),
  dingtalkApi: z
    .strictObject({
      /** 计费模型说明: 5 000 calls a calendar month and organisation, 200 000 in the professional edition. */
      edition: z.enum(['standard', 'professional']).default('standard'),
      /** Instead of what the edition has, as with add-on packs; null = the edition's. */
      monthlyCalls: count.nullable().default(null),
      /** Per app and API; 0 = off. */
      callsPerSecond: count.default(20),
      /** What ends a second: the virtual clock alone, or also real time, as a clock that stands still would never end it. */
      secondEndsBy: z.enum(['either', 'virtual']).default('either'),
    })
    .prefault({}),
  dingtalkCustomRobot: z
    .strictObject({
      /** 自定义机器人发送群消息: 20 a minute, and above them nothing for 10 minutes. */
      perMinute: count.default(20),
      blockMs: ms.default(600_000),
      /** The current document's code, or the one users met in 2020. */
      tooFastCode: z.union([z.literal(410100), z.literal(130101)]).default(410100),
    })
    .prefault({}),
  dingtalkCard: z
    .strictObject({
      /** 互动卡片 事件回调: 2 s. */
      timeoutMs: ms.default(2000),
      /** Whether a timed-out card callback is repeated is not documented. */
      retries: count.default(0),
      /** A known key without forceUpdate: 事件回调 returns the old address, 注册卡片回调地址 lists an error. */
      routeKeyExists: z.enum(['returns-old', 'error']).default('returns-old'),
      /** PUT while a callback of the same card is open: warn = applied and noted, refuse = 500, ignore = no effect. */
      putDuringCallback: z.enum(['warn', 'refuse', 'ignore']).default('warn'),
      /** 事件回调 shows content, 交互方式 shows value (params beside cardPrivateData) in its place. */
      callbackSpelling: z.enum(['both', 'content', 'value']).default('both'),
      /** 表单变量: clients before 7.6.35 show a line of text for TEXT_AREA and NUMBER, so any text can come back. */
      oldClient: z.boolean().default(false),
      /** Not shown in any source: how NUMBER comes back. */
      numberAs: z.enum(['number', 'string']).default('number'),
      /** Not documented: whether a box or switch that nobody touched is one of the empty fields that are left out. */
      untouchedBox: z.enum(['absent', 'false']).default('absent'),
      maxTotalBytes: count.default(102_400),
    })
    .prefault({}),
  dingtalkEvent: z
    .strictObject({
      timeoutMs: ms.default(1000),
      /** 获取推送失败的事件列表: after 10 s, after another 30 s, then into the list. */
      retryDelaysMs: z.array(ms).default([10_000, 30_000]),
      querySpelling: z.enum(['signature', 'msg_signature']).default('signature'),
    })
    .prefault({}),
});

export type Settings = z.infer<typeof SettingsSchema>;
export type SettingsPatch = {
  [Group in keyof Settings]?: Settings[Group] extends object ? Partial<Settings[Group]> : Settings[Group];
};

/** All defaults, changed by a patch; throws with the names of what does not fit. */
export function createSettings(patch: SettingsPatch = {}): Settings {
  return SettingsSchema.parse(patch);
}

/** Changes settings in place, so that everyone who holds them sees it; an unknown or unfit name changes nothing. */
export function patchSettings(settings: Settings, patch: unknown): Settings {
  const merged: Record<string, unknown> = { ...settings };
  for (const [group, values] of Object.entries(z.record(z.string(), z.unknown()).parse(patch))) {
    const old = merged[group];
    merged[group] = isRecord(old) && isRecord(values) ? { ...old, ...values } : values;
  }
  const next = SettingsSchema.parse(merged);
  for (const [group, values] of Object.entries(next)) {
    const held: unknown = Reflect.get(settings, group);
    if (isRecord(held) && isRecord(values)) Object.assign(held, values);
    else Reflect.set(settings, group, values);
  }
  return settings;
}
