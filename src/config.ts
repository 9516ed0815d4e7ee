import { z } from 'zod';
import { OperatorError } from './core/errors.ts';
import { techSmeValidTo } from './domain/validity.ts';
import { decodeAesKey } from './platforms/envelope.ts';

/** Thrown with everything that is wrong, one sentence each, for the operator. */
export class ConfigError extends OperatorError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['配置有误，无法启动：', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.problems = problems;
  }
}

const url = z
  .url({ protocol: /^https?$/, error: '应为 http 或 https 地址' })
  .transform((text) => text.replace(/\/+$/u, ''));
/** The router takes the path literally, so nothing may stand in it that a router or a proxy could read otherwise. */
const publicUrl = url.transform((value, ctx) => {
  const { origin, pathname, search, hash, username, password } = new URL(value);
  const wrong = [
    ...(username + password === '' ? [] : ['不能带用户名或口令']),
    ...(search === '' ? [] : ['不能带 ? 及其后的参数']),
    ...(hash === '' ? [] : ['不能带 # 及其后的内容']),
    ...(/^(?:\/[\w.~-]+)*\/*$/.test(pathname) ? [] : ['路径的每一段只能由字母、数字和 . _ ~ - 组成']),
  ];
  for (const message of wrong) ctx.addIssue({ code: 'custom', message });
  return wrong.length > 0 ? z.NEVER : origin + pathname.replace(/\/+$/u, '');
});
const integer = (from: number, to: number) =>
  z.coerce
    .number({ error: `应为 ${from} 到 ${to} 的整数` })
    .int()
    .min(from)
    .max(to, { error: `应为 ${from} 到 ${to} 的整数` });
const text = z.string().min(1);
const aesKey = z.string().transform((value, ctx) => {
  const key = decodeAesKey(value);
  if (key) return key;
  ctx.addIssue({ code: 'custom', message: '应为 43 位字母和数字' });
  return z.NEVER;
});
const dataKey = z.string().refine((value) => Buffer.from(value, 'base64').length === 32, {
  error: '应为 32 字节的 base64（可用 openssl rand -base64 32 生成）',
});

/** Settings that have a default or may be absent. The order is that of .env.example. */
const generalShape = {
  PORT: integer(0, 65535).default(3000),
  HOST: text.default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^(?:file:.|postgres(?:ql)?:\/\/)/, { error: '应以 file: 或 postgres:// 开头' })
    .default('file:./data/bot.db'),
  DATA_DIR: text.default('./data'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: '应为 trace、debug、info、warn、error、fatal 或 silent',
    })
    .default('info'),
  METRICS_TOKEN: text.optional(),
  TRUST_PROXY: integer(0, 10).default(0),
  TECH_SME_VALID_TO: z.enum(techSmeValidTo, { error: '应为 NEXT_MAR_31 或 YEAR_END' }).default('NEXT_MAR_31'),
  WECOM_API_URL: url.default('https://qyapi.weixin.qq.com'),
  WECOM_OAUTH_URL: url.default('https://open.weixin.qq.com'),
  WECOM_ACCOUNT_CAP: integer(1, 10_000_000).default(200),
  DINGTALK_API_URL: url.default('https://api.dingtalk.com'),
  DINGTALK_OAPI_URL: url.default('https://oapi.dingtalk.com'),
  DINGTALK_LOGIN_URL: url.default('https://login.dingtalk.com'),
  DINGTALK_MONTHLY_CALLS: integer(1, 100_000_000).default(5000),
  DINGTALK_MODE: z.enum(['http'], { error: '目前只支持 http' }).default('http'),
};

/** Needed as soon as one platform is set up. */
const bureauShape = {
  PUBLIC_URL: publicUrl,
  LINK_SECRET: z.string().min(32, { error: '至少 32 个字符' }),
  DATA_KEY: dataKey,
  BUREAU_NAME: text,
  BUREAU_TEL: text,
};

/** Each whole or absent. */
const groups = {
  wecomApp: {
    label: '企业微信自建应用',
    shape: {
      WECOM_CORP_ID: text,
      WECOM_AGENT_ID: integer(1, 2 ** 31 - 1),
      WECOM_APP_SECRET: text,
      WECOM_APP_TOKEN: z.string().regex(/^[A-Za-z0-9]{1,32}$/, { error: '应为 1 到 32 位字母和数字' }),
      WECOM_APP_AES_KEY: aesKey,
    },
  },
  wecomAibot: {
    label: '企业微信智能机器人',
    shape: {
      WECOM_AIBOT_TOKEN: z.string().regex(/^[A-Za-z0-9]{1,32}$/, { error: '应为 1 到 32 位字母和数字' }),
      WECOM_AIBOT_AES_KEY: aesKey,
    },
  },
  dingtalkRobot: {
    label: '钉钉机器人',
    shape: {
      DINGTALK_CORP_ID: text,
      DINGTALK_CLIENT_ID: text,
      DINGTALK_CLIENT_SECRET: text,
      DINGTALK_ROBOT_CODE: text,
    },
  },
  dingtalkCards: {
    label: '钉钉卡片',
    shape: {
      DINGTALK_CARD_TEMPLATE_ID: text,
      DINGTALK_CARD_ROUTE_KEY: text,
      DINGTALK_CARD_SECRET: text,
    },
  },
  dingtalkEvents: {
    label: '钉钉事件订阅',
    shape: {
      DINGTALK_EVENT_TOKEN: z.string().regex(/^[A-Za-z0-9]{3,32}$/, { error: '应为 3 到 32 位字母和数字' }),
      DINGTALK_EVENT_AES_KEY: aesKey,
    },
  },
} as const;

type Parsed<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;
type GroupName = keyof typeof groups;
type Group<Name extends GroupName> = Parsed<(typeof groups)[Name]['shape']>;

export type Config = Parsed<typeof generalShape> &
  Parsed<typeof bureauShape> & { [Name in GroupName]: Group<Name> | null };

/** Every name the program reads, for .env.example and its test. */
export const settingNames: readonly string[] = [
  ...Object.keys(generalShape),
  ...Object.keys(bureauShape),
  ...Object.values(groups).flatMap(({ shape }) => Object.keys(shape)),
];

/** Reads the whole configuration. @throws ConfigError naming everything that is missing or wrong; values never appear */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // An empty value in .env means: not set.
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const problems: string[] = [];

  function read<Shape extends z.ZodRawShape>(shape: Shape): Parsed<Shape> | null {
    const parsed = z.object(shape).safeParse(given);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) {
      const name = String(path[0]);
      problems.push(name in given ? `${name} 不正确：${message}` : `缺少 ${name}`);
    }
    return null;
  }

  function readGroup<Name extends GroupName>(name: Name): Group<Name> | null {
    const { label, shape } = groups[name];
    const names = Object.keys(shape);
    const missing = names.filter((setting) => !(setting in given));
    if (missing.length === names.length) return null;
    if (missing.length > 0) problems.push(`${label}的设置不完整，还缺：${missing.join('、')}`);
    // What is there is checked all the same, so that everything wrong is named at once.
    const present = Object.fromEntries(Object.entries(shape).filter(([setting]) => setting in given));
    const parsed = read(present as z.ZodRawShape);
    return missing.length > 0 ? null : (parsed as Group<Name> | null);
  }

  const named = (name: GroupName) => Object.keys(groups[name].shape).some((setting) => setting in given);
  const general = read(generalShape);
  const platforms = {
    wecomApp: readGroup('wecomApp'),
    wecomAibot: readGroup('wecomAibot'),
    dingtalkRobot: readGroup('dingtalkRobot'),
    dingtalkCards: readGroup('dingtalkCards'),
    dingtalkEvents: readGroup('dingtalkEvents'),
  };
  if (!named('wecomApp') && !named('dingtalkRobot')) {
    problems.push('企业微信自建应用和钉钉机器人都没有设置，至少要有一个；只想试用请运行 npm run demo');
  }
  if (named('wecomAibot') && !named('wecomApp')) problems.push('企业微信智能机器人需要同时设置企业微信自建应用');
  for (const name of ['dingtalkCards', 'dingtalkEvents'] as const) {
    if (named(name) && !named('dingtalkRobot')) problems.push(`${groups[name].label}需要同时设置钉钉机器人`);
  }
  const bureau = read(bureauShape);
  if (!general || !bureau || problems.length > 0) throw new ConfigError(problems);
  return { ...general, ...bureau, ...platforms };
}
