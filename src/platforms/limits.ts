import type { Cost, Pace } from '../core/pacing.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** What the platforms allow, and how it is kept. */
interface Limit {
  /** So many within any `windowMs`, or in a day or month of the calendar. */
  value: number;
  window: number | 'day' | 'month';
  counts: string;
  above: string;
  /** Digest of the platform and its section; the vendor's document and number. */
  source: string;
  /** Ours: the burst and one each interval, within a window however it lies, are no more than the value. */
  pace?: Pace;
  /** Where nothing has to wait for its turn: why. */
  unpaced?: string;
}

/** What a webhook or custom robot gets: 5 at once and 15 more in the minute. */
const perMinute20: Pace = { burst: 5, intervalMs: 4 * second, reserved: 0 };
/** One each 51 ms: a twenty-first would come after 1 020 ms. An answer waits for no more than the next of them. */
const perSecond20: Pace = { burst: 1, intervalMs: 51, reserved: 0 };
/** 20 at once and 10 more in the minute: 30 in a minute, 620 in an hour. Mass mail leaves half of it to the conversation. */
const perMember: Pace = { burst: 20, intervalMs: 6 * second, reserved: 10 };

/** Every limit of the two platforms that the bot could meet. */
export const limits = {
  wecomMemberMinute: {
    value: 30,
    window: minute,
    counts: 'messages of the app to one member',
    above: 'dropped without a word',
    source: 'wecom 2.6; 发送应用消息 90236, 访问频率限制 90312',
    pace: perMember,
  },
  wecomMemberHour: {
    value: 1000,
    window: hour,
    counts: 'messages of the app to one member',
    above: 'dropped without a word',
    source: 'wecom 2.6; 发送应用消息 90236, 访问频率限制 90312',
    pace: perMember,
  },
  wecomDay: {
    /** Times the account cap of the organisation (WECOM_ACCOUNT_CAP). */
    value: 200,
    window: 'day',
    counts: 'messages times members: one call to a thousand counts a thousand',
    above: 'refused until the natural day ends',
    source: 'wecom 2.6; 发送应用消息 90236, 访问频率限制 90312',
    unpaced: 'counted by day (LimitUse)',
  },
  wecomReaders: {
    value: 1000,
    window: 0,
    counts: 'members in one call (touser)',
    above: 'refused',
    source: 'wecom 2.5; 发送应用消息 90236',
    unpaced: 'mailingSizes',
  },
  wecomBasicMinute: {
    value: 10_000,
    window: minute,
    counts: 'calls of one interface, messages apart',
    above: '45009, blocked for a minute',
    source: 'wecom 2.6; 访问频率限制 90312',
    unpaced: 'sending does not count, and tokens and card updates are a hundredth of it',
  },
  wecomBasicHour: {
    value: 150_000,
    window: hour,
    counts: 'calls of one interface, messages apart',
    above: '45009, blocked for an hour',
    source: 'wecom 2.6; 访问频率限制 90312',
    unpaced: 'as by the minute',
  },
  wecomAppchatMember: {
    value: 200,
    window: minute,
    counts: 'messages of group chats to one member',
    above: 'dropped without a word',
    source: 'wecom 2.8; 应用推送消息 90248',
    pace: { burst: 20, intervalMs: second, reserved: 0 },
  },
  wecomWebhook: {
    value: 20,
    window: minute,
    counts: 'messages of one group robot',
    above: '45009',
    source: 'wecom 4; 消息推送配置说明 99110',
    pace: perMinute20,
  },
  dingtalkCalls: {
    value: 20,
    window: second,
    counts: 'calls of one interface by one app (standard edition)',
    above: 'QpsLimitForAppkeyAndApi or 90018, to be tried again after a second',
    source: 'dingtalk 4.6; 调用频率限制',
    pace: perSecond20,
  },
  dingtalkMonth: {
    /** DINGTALK_MONTHLY_CALLS. */
    value: 5000,
    window: 'month',
    counts: 'calls of an organisation, without tokens, logins and what was refused as one too many',
    above: 'ApiCountLimitForOrg or 90020 until the month ends',
    source: 'dingtalk 4.6; 调用频率限制',
    unpaced: 'counted where they are made (src/store/call-counts.ts) and spared',
  },
  dingtalkReaders: {
    value: 20,
    window: 0,
    counts: 'people in one batchSend',
    above: 'invalidParameter.userIds.overMax',
    source: 'dingtalk 4.1; 批量发送人与机器人会话中机器人消息',
    unpaced: 'mailingSizes',
  },
  dingtalkCustomRobot: {
    value: 20,
    window: minute,
    counts: 'messages of one custom robot',
    above: '410100 or 130101, blocked for ten minutes',
    source: 'dingtalk 7; 自定义机器人',
    pace: perMinute20,
  },
  dingtalkCards: {
    value: 40,
    window: second,
    counts: 'card calls of one robot',
    above: '403, to be tried again after two seconds',
    source: 'dingtalk 4.6, a field report',
    unpaced: 'creating and changing are two interfaces of dingtalkCalls: together no more than this',
  },
} as const satisfies Record<string, Limit>;

/** One call, or `count` that go out together, under a limit that has a pace. */
export function costOf(pace: Pace, key: string, count = 1): Cost {
  return { kind: 'pace', key, pace, count };
}
